import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { attachmentPolicy } from '../../src/cli/agent/attachment-policy.js';
import { readAgentPlace } from '../../src/cli/agent/directory.js';
import { certificateToPem } from '../../src/signing/index.js';
import { cmsSigner, plainPdf, signPdf } from '../evidence/signed-pdf.js';
import { type Authority, makeAuthority } from '../signing/citizens.js';
import { eventually, type TestNode } from '../support/node.js';
import { edoc } from './support/edoc.js';
import { arrives, delivery, Office, reaches, sendLetter } from './support/office.js';

describe('the signatures inside received PDF files', () => {
  const office = new Office();
  let authority: Authority;
  let signed: Buffer;
  let large: Buffer;
  let plain: Buffer;

  before(async () => {
    authority = await makeAuthority();
    const sign = cmsSigner(await authority.identity());
    plain = await plainPdf();
    signed = await signPdf(plain, sign);
    large = await signPdf(Buffer.concat([plain, Buffer.alloc(700_000, '%\n')]), sign);
  });

  async function start(code: string, signatures: 'report' | 'require'): Promise<TestNode> {
    const trust = join(office.axis.agent(code).directory, 'authorities.pem');
    await writeFile(trust, certificateToPem(authority.root));
    const { config } = await readAgentPlace(office.axis.agent(code).directory);
    const attachments = await attachmentPolicy({ ...config, attachments: { signatures, trust } });
    return office.start(code, { attachments });
  }

  const verdicts = async (node: TestNode, packetId: string, count: number) => {
    const found = await eventually('the signatures were looked at', async () => {
      const rows = await node.reader.attachmentSignatures(packetId);
      return rows.length === count && rows;
    });
    return found.map(({ ordinal, verdict }) => [ordinal, verdict]);
  };

  it('are told beside the document, whether it came inside the packet or in parts, and hold nothing up', async () => {
    const [ministry, ngheAn] = [await office.start('G22'), await start('H41', 'report')];
    const files = [
      { name: 'ghi chú.txt', octets: Buffer.from('không ký') },
      { name: 'Công văn.pdf', octets: signed },
      { name: 'Phụ lục.pdf', octets: plain },
      { name: 'Bản đồ.pdf', octets: large },
      { name: 'Giả.pdf', octets: Buffer.from('không phải PDF') },
    ];
    const packetId = await sendLetter(ministry.desk, { to: ['H41'], files });
    await reaches(ministry, packetId, { H41: 'delivered' });
    expect(await verdicts(ngheAn, packetId, 4)).to.deep.equal([
      [1, 'valid'],
      [2, 'none'],
      [3, 'valid'],
      [4, 'none'],
    ]);
    expect(await ngheAn.store.attachmentsToInspect(10)).to.deep.equal([]);
    const { stdout: out } = await edoc(['show', packetId], ngheAn.directory);
    expect(out).to.match(/✔ signed {2}Công văn\.pdf\n +CN=UBND tỉnh Nghệ An/);
    expect(out).to.contain('– not signed  Phụ lục.pdf');
  });

  it('are looked at after a restart where the run before did not come to it', async () => {
    const [ministry, before] = [await office.start('G22'), await office.start('H41')];
    const packetId = await sendLetter(ministry.desk, {
      to: ['H41'],
      files: [{ name: 'a.pdf', octets: signed }],
    });
    await arrives(before, packetId);
    expect(await before.reader.attachmentSignatures(packetId)).to.deep.equal([]);
    await office.stop(before);
    expect(await verdicts(await start('H41', 'report'), packetId, 1)).to.deep.equal([[0, 'valid']]);
  });

  it('are demanded where the node is set so: a packet without them is refused by name of the file', async () => {
    const ministry = await office.start('G22');
    await start('H41', 'require');
    const good = { name: 'Công văn.pdf', octets: signed };
    const bad = { name: 'Phụ lục.pdf', octets: plain };
    const refused = await sendLetter(ministry.desk, { to: ['H41'], files: [good, bad] });
    await reaches(ministry, refused, { H41: 'refused' });
    const [receipt] = await ministry.reader.receipts(refused);
    expect(receipt?.code).to.equal('pdf.signature-required');
    expect((await delivery(ministry, refused, 'H41')).state).to.equal('refused');
    const taken = await sendLetter(ministry.desk, {
      to: ['H41'],
      files: [
        good,
        { name: 'Bản đồ.pdf', octets: large },
        { name: 'ghi chú.txt', octets: Buffer.from('không ký') },
      ],
    });
    await reaches(ministry, taken, { H41: 'delivered' });
  });
});
