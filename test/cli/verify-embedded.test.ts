import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { certificateToPem } from '../../src/signing/index.js';
import { cmsSigner, plainPdf, signPdf, updatePdf } from '../evidence/signed-pdf.js';
import { makeAuthority } from '../signing/citizens.js';
import { edoc } from './edoc.js';
import { SealedFiles } from './sealed-files.js';

describe('edoc verify, inside attachments and outside the axis', () => {
  let folder: string;

  const put = (name: string, octets: Uint8Array | string) => writeFile(join(folder, name), octets);
  const verify = (...args: string[]) =>
    edoc(['verify', ...args, '--trust', 'root.pem', '--at', '2026-06-02T00:00:00Z'], { cwd: folder });

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'edoc-embedded-'));
    const files = await SealedFiles.create();
    const authority = await makeAuthority();
    const signed = await signPdf(await plainPdf(), cmsSigner(await authority.identity()));
    const broken = Buffer.from(signed);
    broken[20] = (broken[20] ?? 0) ^ 1;
    const packet = await files.document([
      { name: 'Công văn.pdf', bytes: signed },
      { name: 'Bản nháp.pdf', bytes: await plainPdf() },
      { name: 'Sửa.pdf', bytes: broken },
      { name: 'ghi chú.txt', bytes: Buffer.from('không phải PDF') },
    ]);
    await put('root.pem', files.rootPem);
    await put('authorities.pem', certificateToPem(authority.root));
    await put('packet.edxml', packet.bytes);
    await put('beside.pdf', updatePdf(signed));
  });

  after(() => rm(folder, { recursive: true }));

  it('tells of each PDF in a packet whether it is signed, by whom, and what is covered', async () => {
    const { code, out } = await verify('packet.edxml', '--pdf-trust', 'authorities.pem');
    expect(code).to.equal(0);
    expect(out).to.contain('Signatures inside PDF attachments');
    expect(out).to.match(/✔ signed {2}Công văn\.pdf {2}\(packet\.edxml\)\n +CN=UBND tỉnh Nghệ An/);
    expect(out).to.contain('2026-06-01 15:00:00 +07 (by the signer’s word); covers the whole file');
    expect(out).to.contain('– not signed  Bản nháp.pdf').and.contain('✘ signature NOT valid  Sửa.pdf');
    expect(out).to.not.contain('ghi chú.txt  (packet');
  });

  it('says in Vietnamese that the issuer was not checked where no roots are given', async () => {
    const { out } = await verify('packet.edxml', '--lang', 'vi');
    expect(out).to.contain('? chưa khẳng định được chữ ký số  Công văn.pdf').and.contain('--pdf-trust');
  });

  it('looks into files given beside, and has all of it as JSON', async () => {
    const { code, out } = await verify(
      'packet.edxml',
      ...['--attachment', 'beside.pdf', '--pdf-trust', 'authorities.pem', '--json'],
    );
    expect(code).to.equal(0);
    const { embedded } = JSON.parse(out);
    expect(embedded.map((one: Record<string, unknown>) => [one['attachment'], one['verdict']])).to.deep.equal(
      [
        ['Công văn.pdf', 'valid'],
        ['Bản nháp.pdf', 'none'],
        ['Sửa.pdf', 'invalid'],
        ['beside.pdf', 'indeterminate'],
      ],
    );
    expect(embedded[3].signatures[0]).to.include({ integrity: 'intact', coverage: 'part', chain: 'trusted' });
    expect(embedded[3].signatures[0].findings.map(({ code }: { code: string }) => code)).to.include(
      'pdf.appended',
    );
  });

  it('says of a message of another system what it is, and what its signature is worth', async () => {
    const message = (signature: string) =>
      `<?xml version="1.0"?><edXML xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016"><edXML:edXMLEnvelope xmlns:edXML="http://www.mic.gov.vn/TBT/QCVN_102_2016"><edXML:edXMLHeader>` +
      '<edXML:MessageHeader><edXML:From><edXML:OrganId>H41</edXML:OrganId></edXML:From><edXML:To><edXML:OrganId>H53</edXML:OrganId></edXML:To></edXML:MessageHeader>' +
      `${signature}</edXML:edXMLHeader><edXML:edXMLBody/></edXML:edXMLEnvelope></edXML>`;
    await put('foreign.edxml', message('<Signature><SignedInfo/></Signature>'));
    const { code, out } = await verify('foreign.edxml', '--json');
    expect(code).to.not.equal(0);
    const [file] = JSON.parse(out).files;
    expect(file.indication).to.equal('TOTAL-FAILED');
    expect(file.findings.map(({ code }: { code: string }) => code)).to.deep.equal([
      'verify.not-sealed',
      'foreign.message',
      'foreign.signature-malformed',
    ]);
    await put('foreign.edxml', message(''));
    expect((await verify('foreign.edxml')).out)
      .to.contain('from H41')
      .and.contain('carries no signature');
  });
});
