/** One exchange between two running agents, packed by both, and held against each other by somebody who has only the files. */
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { readAgentPlace } from '../../src/cli/agent/directory.js';
import { type Door, openDoor } from '../../src/door/index.js';
import { silentLog } from '../../src/log.js';
import { testAxis, type WholeAxis } from '../support/axis.js';
import { eventually, startNode, type TestNode } from '../support/node.js';
import { edoc, edocJson } from './support/edoc.js';

const agencies = [
  { code: 'G22', name: 'Văn phòng Chính phủ' },
  { code: 'H41', name: 'Ủy ban nhân dân tỉnh Nghệ An' },
] as const;
const large = Buffer.alloc(700_000, 9);

describe('evidence containers of one exchange', () => {
  let axis: WholeAxis;
  let folder: string;
  const nodes: TestNode[] = [];
  const doors: Door[] = [];

  const file = (name: string) => join(folder, name);
  const withTrust = (...args: string[]) => edoc(['evidence', ...args, '--trust', file('trust.pem')]);

  before(async () => {
    axis = await testAxis(
      'Trục thử nghiệm',
      agencies.map((agency) => ({ agencies: [agency] })),
    );
    folder = await mkdtemp(join(tmpdir(), 'edoc-containers-'));
    await cp(join(axis.directory, 'trust.pem'), file('trust.pem'));
    for (const { code } of agencies) {
      const { directory } = axis.agent(code);
      const node = await startNode(directory);
      const { config } = await readAgentPlace(directory);
      nodes.push(node);
      doors.push(await openDoor({ socketPath: config.socket, desk: node.desk, log: silentLog }));
    }
    const packetId = await exchange(nodes);
    for (const { code } of agencies) {
      const { directory } = axis.agent(code);
      await edocJson(['evidence', 'export', packetId, '--to', file(`${code}.asice`)], directory);
      await writeFile(file(`${code}.jsonl`), (await edoc(['log', 'export'], directory)).stdout);
    }
  });

  after(async () => {
    for (const door of doors) await door.close();
    await Promise.all(nodes.map((node) => node.stop()));
    await axis?.remove();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  for (const { code, name } of agencies) {
    it(`hold, with the large attachment, the receipt and the status, as ${code} packed them`, async () => {
      const { exitCode, stdout } = await withTrust('verify', file(`${code}.asice`), '--json');
      const [container, ...sealed] = JSON.parse(stdout).files;
      expect(container).to.deep.include({ kind: 'container', indication: 'TOTAL-PASSED', findings: [] });
      expect(container.signer).to.deep.include({ agency: code });
      expect(container.signer.name).to.contain(name);
      expect(sealed.map(({ kind }: { kind: string }) => kind)).to.deep.equal(['packet', 'receipt', 'packet']);
      const [document] = sealed;
      expect(document.attachments).to.have.length(1);
      expect(document.attachments[0]).to.include({ transfer: 'parts', outcome: 'agrees' });
      expect(exitCode).to.equal(0);
    });
  }

  it('agree with each other, who sent and who received', async () => {
    const { exitCode, stdout } = await withTrust('reconcile', file('G22.asice'), file('H41.asice'), '--json');
    const { agrees, packets } = JSON.parse(stdout);
    expect(packets.map(({ findings }: { findings: object[] }) => findings)).to.deep.equal([[], []]);
    expect(packets[0].a.says).to.deep.equal(['sent']);
    expect(packets[0].b.says).to.deep.equal(['received']);
    expect(packets[1].a.says).to.deep.equal(['received']);
    expect(packets[1].b.says).to.deep.equal(['sent']);
    expect({ agrees, exitCode }).to.deep.equal({ agrees: true, exitCode: 0 });
  });

  it('agree with the logs of both nodes, which agree with each other', async () => {
    for (const [a, b] of [
      ['G22.jsonl', 'H41.jsonl'],
      ['G22.jsonl', 'H41.asice'],
      ['G22.asice', 'H41.jsonl'],
    ] as const) {
      const { exitCode, stdout } = await withTrust('reconcile', file(a), file(b));
      expect(exitCode, stdout).to.equal(0);
    }
  });
});

/** A letter with a large annex, accepted and answered. Returns its packet id. */
async function exchange([sender, recipient]: readonly TestNode[]): Promise<string> {
  if (!sender || !recipient) throw new Error('two nodes take part');
  const { packetId } = await sender.desk.send({
    message: {
      kind: 'document',
      to: [{ organId: 'H41' }],
      code: { codeNumber: '7816', codeNotation: 'VPCP-KSTT' },
      documentType: { type: 1, typeDetail: 0, typeName: 'Công văn' },
      subject: 'V/v kết nối, liên thông hệ thống quản lý văn bản và điều hành',
      promulgationInfo: { place: 'Hà Nội' },
      signerInfo: { competence: 'KT. BỘ TRƯỞNG', position: 'Phó Chủ nhiệm', fullName: 'Trần Minh Khang' },
    },
    attachments: [{ name: 'phụ lục.bin', ...(await sender.desk.putContent(pieces())) }],
  });
  await eventually('the letter in the inbox', async () => (await recipient.reader.inbox({ limit: 1 }))[0]);
  const { packetId: statusId } = await recipient.desk.step({ packetId, code: '03' });
  await eventually('the receipt and the status at the sender', async () => {
    const receipts = await sender.reader.receipts(packetId);
    const statuses = await sender.reader.statuses(packetId);
    const answered = await recipient.reader.receipts(statusId);
    return receipts.length === 1 && statuses.length === 1 && answered.length === 1;
  });
  return packetId;
}

async function* pieces(): AsyncGenerator<Uint8Array> {
  yield large;
}
