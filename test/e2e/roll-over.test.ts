import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { enrol, publishIfDue, readEnrolment, readNodeRequest, writeEnrolment } from '../../src/axis/index.js';
import { completeAgent } from '../../src/cli/files/agent-enrolment.js';
import { addSealKey, writeRequest } from '../../src/cli/files/key-change.js';
import { keyInventory } from '../../src/cli/files/key-inventory.js';
import { describeCertificate, packetSeal, verifySeal } from '../../src/signing/index.js';
import { testAxis, type WholeAxis } from '../support/axis.js';
import { eventually, startNode, type TestNode } from '../support/node.js';

const province = { code: 'H41', name: 'Ủy ban nhân dân tỉnh Nghệ An' };
const ministry = { code: 'G22', name: 'Văn phòng Chính phủ' };

describe('a key that is rolled over', function () {
  this.timeout(120_000);
  let axis: WholeAxis;
  const running = new Set<TestNode>();

  beforeEach(async () => {
    axis = await testAxis('Trục thử nghiệm', [{ agencies: [province] }, { agencies: [ministry] }]);
  });

  afterEach(async () => {
    await Promise.all([...running].map(stop));
    await axis.remove();
  });

  async function start(code: string, now?: () => Date): Promise<TestNode> {
    const node = await startNode(axis.agent(code).directory, now ? { now } : {});
    running.add(node);
    await eventually('the directory', () => node.store.directoryVersion());
    return node;
  }

  async function stop(node: TestNode): Promise<void> {
    running.delete(node);
    await node.stop();
  }

  /** As `edoc key roll-over`, the operator's `enroll --replace`, and `edoc agent init --enrolment` do it. */
  async function rollOver(): Promise<void> {
    const { directory } = axis.agent('H41');
    await addSealKey(directory, 'H41', {});
    const { request } = await writeRequest(directory, undefined);
    const asked = readNodeRequest(await readFile(request, 'utf8'));
    const enrolment = await axis.change(({ context }) => enrol(context, asked, { replace: true }));
    await completeAgent(directory, readEnrolment(writeEnrolment(enrolment)), { at: new Date() });
  }

  /** The names of the certificates that a letter from H41 to G22 was sealed with. */
  async function sealedWith(h41: TestNode, g22: TestNode): Promise<string> {
    const { packetId } = await h41.desk.send({
      message: {
        kind: 'document',
        to: [{ organId: 'G22' }],
        code: { codeNumber: '1', codeNotation: 'UBND-VP' },
        documentType: { type: 1, typeDetail: 0, typeName: 'Công văn' },
        subject: 'V/v đổi khóa',
        promulgationInfo: { place: 'Vinh' },
        signerInfo: { competence: 'TM. UBND', position: 'Chủ tịch', fullName: 'Nguyễn Văn An' },
      },
      attachments: [],
    });
    await eventually('the receipt', async () => (await h41.reader.receipts(packetId)).length === 1);
    const bytes = await eventually('the letter', () => g22.reader.packetBytes(packetId, 'in'));
    const { signer } = await verifySeal(bytes, packetSeal, g22.context.trust, { at: new Date() });
    return signer.certificateSha256;
  }

  async function certificates(): Promise<Record<string, string>> {
    const held = await keyInventory(axis.agent('H41').directory, new Date());
    return Object.fromEntries(held.map(({ use, certificate }) => [use, certificate?.sha256 ?? '']));
  }

  it('is used from when the directory lists it; until then the old one is, and nothing is refused', async () => {
    const g22 = await start('G22');
    const before = await start('H41');
    const { present } = await certificates();
    expect(await sealedWith(before, g22)).to.equal(present);
    await stop(before);
    await rollOver();

    const h41 = await start('H41');
    const { next } = await certificates();
    expect(next)
      .to.match(/^[0-9a-f]{64}$/)
      .and.not.equal(present);
    expect(await sealedWith(h41, g22)).to.equal(present);

    const known = await h41.store.directoryVersion();
    await axis.change(({ context }) => publishIfDue(context));
    for (const node of [h41, g22]) {
      await eventually('the new directory', async () => {
        const version = await node.store.directoryVersion();
        return version && known && version.version > known.version;
      });
    }
    expect(await sealedWith(h41, g22)).to.equal(next);
    expect((await h41.desk.status()).findings).to.deep.equal([]);
  });

  it('becomes the present one when the next is rolled over', async () => {
    await rollOver();
    const { present, next } = await certificates();
    await rollOver();
    const third = await certificates();
    expect(third['present']).to.equal(next);
    expect(third['kept']).to.equal(present);
    expect([present, next]).not.to.include(third['next']);
    const h41 = await start('H41');
    expect(h41.context.identities.primary.next).not.to.equal(undefined);
  });

  it('is told of 30 days before its end, and nothing is sent after it', async () => {
    const node = await start('H41');
    const [leaf] = node.context.identities.primary.signer.certificates;
    const { notAfter } = describeCertificate(leaf ?? Buffer.alloc(0));
    await stop(node);
    const lines: [string, unknown][] = [];
    const take = (event: string, fields?: unknown) => void lines.push([event, fields]);
    const log = { debug: take, info: take, warn: take, error: take };
    const late = await startNode(axis.agent('H41').directory, {
      now: () => new Date(notAfter.getTime() - 10.5 * 24 * 3_600_000),
      log,
    });
    running.add(late);
    const told = await eventually('the warning', async () =>
      lines.find(([event]) => event === 'agent.certificate-expires'),
    );
    expect(told[1]).to.deep.equal({ agency: 'H41', days: 10 });
    await stop(late);

    const expired = await start('H41', () => new Date(notAfter.getTime() + 1_000));
    const { findings, healthy } = await expired.desk.status();
    expect(healthy).to.equal(false);
    expect(findings.map(({ code }) => code)).to.include('agent.certificate-expired');
    const check = await expired.desk.check({ message: { kind: 'document' }, attachments: [] });
    expect(check.findings.map(({ code }) => code)).to.include('agent.certificate-expired');
  });
});
