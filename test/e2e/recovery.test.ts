import { cp, mkdir, mkdtemp, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { AgentStore } from '../../src/agent/index.js';
import { publishDirectory } from '../../src/axis/index.js';
import { EdocError } from '../../src/errors.js';
import { eventually, type TestNode } from '../support/node.js';
import { edoc, edocJson } from './support/edoc.js';
import { facing, replaced } from './support/facing.js';
import { logDifferences } from './support/log-differences.js';
import {
  arrives,
  codeOf,
  delivery,
  mirrors,
  Office,
  reaches,
  sendLetter,
  timesInInbox,
} from './support/office.js';

const large = (fill: number) => [{ name: `Phụ lục ${fill}.bin`, octets: Buffer.alloc(700_000, fill) }];

interface BackupAnswer {
  readonly name: string;
  readonly contents: { readonly count: number };
  readonly copied: { readonly count: number };
  readonly leftOut: readonly string[];
  readonly verified: boolean;
}

describe('a node that is lost', () => {
  const office = new Office();
  let folder = '';

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'edoc-recovery-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** The machine burns down. What is kept elsewhere, keys and passphrase, is put back after the restore. */
  async function lose(node: TestNode): Promise<string> {
    await office.stop(node);
    const burnt = join(folder, 'burnt');
    await rename(node.directory, burnt);
    return burnt;
  }

  async function restore(directory: string, burnt: string): Promise<void> {
    const outcome = await edoc(['agent', 'restore', join(folder, 'backup'), '--dir', directory]);
    expect(outcome.exitCode, outcome.stderr).to.equal(0);
    for (const secret of ['keys', 'secrets']) {
      await cp(join(burnt, secret), join(directory, secret), { recursive: true });
    }
  }

  const backup = (directory: string, ...more: string[]) =>
    edocJson<BackupAnswer>(['agent', 'backup', '--to', join(folder, 'backup'), ...more], directory);

  it('comes back from its backup with everything that was acknowledged to anyone', async () => {
    const ministry = await office.start('G22');
    const caobang = await office.start('H14');
    let nghean = await office.start('H41');
    const { directory } = nghean;

    // Before and while the backup is made: traffic both ways.
    const early = await sendLetter(ministry.desk, { to: ['H41'], files: large(1) });
    const earlyReply = await sendLetter(nghean.desk, { to: ['G22', 'H14'] });
    await reaches(ministry, early, { H41: 'delivered' });
    await reaches(nghean, earlyReply, { G22: 'delivered', H14: 'delivered' });
    let going = true;
    const underLoad: string[] = [];
    const load = (async () => {
      while (going) {
        underLoad.push(await sendLetter(ministry.desk, { to: ['H41'], files: large(underLoad.length + 2) }));
        await sendLetter(nghean.desk, { to: ['G22'] });
      }
    })();
    await eventually('load', async () => underLoad.length > 1);
    const made = await backup(directory);
    going = false;
    await load;
    expect(made.verified).to.equal(true);
    expect(made.leftOut).to.include.members(['keys/node.key', 'keys/seal-H41.key', 'secrets/passphrase']);

    // After it: what is going to be lost.
    const toBoth = await sendLetter(ministry.desk, { to: ['H41', 'H14.05'], files: large(200) });
    const fromHere = await sendLetter(nghean.desk, { to: ['G22', 'H14', 'H14.05'], files: large(201) });
    await reaches(ministry, toBoth, { H41: 'delivered', 'H14.05': 'delivered' });
    await reaches(nghean, fromHere, { G22: 'delivered', H14: 'delivered', 'H14.05': 'delivered' });
    for (const packetId of underLoad) await reaches(ministry, packetId, { H41: 'delivered' });
    await nghean.desk.step({ packetId: early, code: '03' });
    await nghean.desk.step({ packetId: toBoth, code: '03' });
    await nghean.desk.step({ packetId: toBoth, code: '05' });
    await ministry.desk.step({ packetId: fromHere, code: '03' });
    await caobang.desk.step({ packetId: fromHere, agency: 'H14', code: '02', reason: 'Gửi nhầm nơi nhận' });
    await ministry.desk.recall({ packetId: early, reason: 'Ban hành nhầm', recipients: ['H41'] });
    await eventually('the recall', async () =>
      (await nghean.reader.inbox({ limit: 100 })).some(
        ({ packetId, recall }) => packetId === early && recall === 'requested',
      ),
    );
    await mirrors(ministry, early, 'H41', { business: '03', recall: 'requested' });
    await mirrors(ministry, toBoth, 'H41', { business: '05' });
    await mirrors(nghean, fromHere, 'G22', { business: '03' });
    await mirrors(nghean, fromHere, 'H14', { business: '02' });
    const before = await everything(nghean);
    const atMinistry = await everything(ministry);
    const burnt = await lose(nghean);

    // While it is away: a letter waits in the queue.
    const meanwhile = await sendLetter(ministry.desk, { to: ['H41'] });
    await reaches(ministry, meanwhile, { H41: 'sent' });
    await restore(directory, burnt);
    nghean = await office.start('H41');
    expect((await nghean.desk.status()).findings.map(({ code }) => code)).to.include('recovery.under-way');
    await office.axis.change(({ context }) => publishDirectory(context));
    await eventually('the end of the recovery', async () => !(await nghean.store.recovery.open()));
    await reaches(ministry, meanwhile, { H41: 'delivered' });

    const after = await everything(nghean);
    expect(after.sent).to.deep.equal(before.sent);
    expect(after.received.filter((line) => !line.startsWith(meanwhile))).to.deep.equal(before.received);
    expect(after.receipts).to.include.members(before.receipts);
    expect(await timesInInbox(nghean, toBoth)).to.equal(1);
    const [entry] = (await nghean.reader.document(toBoth)).entries;
    expect(entry?.business).to.equal('05');
    expect((await delivery(nghean, fromHere, 'H14')).business).to.equal('02');
    // Nothing came to the peers as new.
    expect((await everything(ministry)).received).to.deep.equal(atMinistry.received);
    expect((await nghean.reader.verifyLog()).entries).to.be.greaterThan(0);
    const check = await edocJson<{ whole: boolean; faults: unknown[] }>(['agent', 'check'], directory);
    expect(check).to.include({ whole: true });
    expect((await nghean.desk.status()).findings).to.deep.equal([]);
    expect(await logDifferences(folder, nghean, [ministry, caobang])).to.deep.equal([]);
    const returned = (await nghean.reader.logRows(0, 10_000)).find(
      ({ kind, packet }) => kind === 'packet.returned' && packet === fromHere,
    );
    expect(returned?.detail).to.include({ direction: 'out', to: 'G22 H14 H14.05' });

    // And it lives on.
    const later = await sendLetter(nghean.desk, { to: ['G22'] });
    await reaches(nghean, later, { G22: 'delivered' });
    await arrives(ministry, later);
  }).timeout(120_000);

  it('asks on after its own restart, and waits for a node that is away', async () => {
    const ministry = await office.start('G22');
    const caobang = await office.start('H14');
    let nghean = await office.start('H41');
    const { directory } = nghean;
    await backup(directory);
    const [first, second] = [
      await sendLetter(ministry.desk, { to: ['H41'] }),
      await sendLetter(caobang.desk, { from: 'H14', to: ['H41'], files: large(212) }),
    ];
    await reaches(ministry, first, { H41: 'delivered' });
    await reaches(caobang, second, { H41: 'delivered' });
    const burnt = await lose(nghean);
    await office.stop(caobang);
    await restore(directory, burnt);

    nghean = await office.start('H41');
    await office.axis.change(({ context }) => publishDirectory(context));
    await arrives(nghean, first);
    await office.stop(nghean);
    nghean = await office.start('H41');
    const counts = await eventually('one answer of two', async () => {
      const found = await nghean.store.recovery.counts();
      return found?.answered === 1 && found;
    });
    expect(counts.waitingFor).to.deep.equal(['h14']);
    expect(await timesInInbox(nghean, second)).to.equal(0);
    // It answers, loses its broker over it, and goes on after a restart.
    let tried = 0;
    const failing = await office.start('H14', {
      bus: (bus) =>
        facing(bus, {
          publish: async (message) => {
            if (message.type !== 'returned') return bus.publish(message);
            tried += 1;
            throw new EdocError('broker.unavailable');
          },
        }),
    });
    await eventually('the answer is begun', async () => tried > 0);
    await office.stop(failing);
    await office.start('H14');
    await eventually('the end of the recovery', async () => !(await nghean.store.recovery.open()));
    expect([await timesInInbox(nghean, first), await timesInInbox(nghean, second)]).to.deep.equal([1, 1]);
  }).timeout(120_000);

  it('refuses no packet whose parts it had acknowledged before it was lost', async () => {
    const ministry = await office.start('G22', { policy: { retryAfterMs: [3_600_000] } });
    let nghean = await office.start('H41');
    const { directory } = nghean;
    await backup(directory);
    const lost = await office.axis.agent('H41').bus();
    const burnt = await lose(nghean);
    const packetId = await sendLetter(ministry.desk, { to: ['H41'], files: large(210) });
    await reaches(ministry, packetId, { H41: 'sent' });
    // The node takes the parts, and is lost before it takes the packet.
    let taken = 0;
    await lost.consume(async ({ type }) => {
      if (type !== 'part') return 'requeue';
      taken += 1;
      return 'ack';
    });
    await eventually('the parts are taken', async () => taken === 2);
    await lost.close();

    await restore(directory, burnt);
    nghean = await office.start('H41');
    await reaches(ministry, packetId, { H41: 'delivered' });
    expect(await timesInInbox(nghean, packetId)).to.equal(1);
    expect(await nghean.reader.quarantined({ limit: 10 })).to.deep.equal([]);
    expect((await ministry.reader.receipts(packetId)).map(({ outcome }) => outcome)).to.deep.equal([
      'accepted',
    ]);
  }).timeout(120_000);

  it('takes again what its backup refused and it accepted after all, and knows that its own was accepted', async () => {
    let trouble = true;
    const store = (real: AgentStore) =>
      replaced(real, {
        accept: async (record) => {
          if (trouble) throw new TypeError('not foreseen');
          return real.accept(record);
        },
      });
    const ministry = await office.start('G22', { store });
    await office.start('H14');
    let nghean = await office.start('H41', { store });
    const { directory } = nghean;
    const toHere = await sendLetter(ministry.desk, { to: ['H41'] });
    const fromHere = await sendLetter(nghean.desk, { to: ['G22'] });
    await reaches(ministry, toHere, { H41: 'refused' });
    await reaches(nghean, fromHere, { G22: 'refused' });
    await backup(directory);

    trouble = false;
    for (const node of [nghean, ministry]) {
      const [kept] = await node.reader.quarantined({ limit: 1 });
      expect((await node.desk.replay({ id: kept?.key ?? 0 })).outcome).to.equal('accepted');
    }
    await reaches(ministry, toHere, { H41: 'delivered' });
    await reaches(nghean, fromHere, { G22: 'delivered' });
    const before = await everything(nghean);
    const burnt = await lose(nghean);
    await restore(directory, burnt);
    nghean = await office.start('H41');
    await office.axis.change(({ context }) => publishDirectory(context));
    await eventually('the end of the recovery', async () => !(await nghean.store.recovery.open()));

    const after = await everything(nghean);
    expect([after.sent, after.received]).to.deep.equal([before.sent, before.received]);
    expect(after.receipts.toSorted()).to.deep.equal(before.receipts.toSorted());
    expect(await nghean.reader.quarantined({ limit: 10 })).to.deep.equal([]);
    expect((await delivery(ministry, toHere, 'H41')).state).to.equal('delivered');
    expect((await nghean.reader.verifyLog()).entries).to.be.greaterThan(0);
  }).timeout(120_000);

  it('knows again what it sent and everybody refused, with the reasons', async () => {
    const store = (real: AgentStore) =>
      replaced(real, { accept: () => Promise.reject(new TypeError('not foreseen')) });
    const ministry = await office.start('G22', { store });
    await office.start('H14', { store });
    let nghean = await office.start('H41');
    const { directory } = nghean;
    await backup(directory);
    const both = await sendLetter(nghean.desk, { to: ['G22', 'H14'] });
    const one = await sendLetter(nghean.desk, { to: ['G22'], priority: 2 });
    await reaches(nghean, both, { G22: 'refused', H14: 'refused' });
    await reaches(nghean, one, { G22: 'refused' });
    const before = await everything(nghean);
    const kept = await ministry.reader.quarantined({ limit: 10 });
    const burnt = await lose(nghean);
    await restore(directory, burnt);
    nghean = await office.start('H41');
    await office.axis.change(({ context }) => publishDirectory(context));
    await eventually('the end of the recovery', async () => !(await nghean.store.recovery.open()));

    for (const packetId of [both, one]) await reaches(nghean, packetId, { G22: 'refused' });
    await reaches(nghean, both, { H14: 'refused' });
    const after = await everything(nghean);
    expect(after.sent).to.deep.equal(before.sent);
    expect(after.receipts.toSorted()).to.deep.equal(before.receipts.toSorted());
    expect((await delivery(nghean, one, 'G22')).code).to.equal('agent.internal');
    // Receipts that lay in its queue came before what they answer was back.
    const left = await nghean.reader.quarantined({ limit: 10 });
    expect(left.filter(({ type }) => type !== 'receipt')).to.deep.equal([]);
    expect(await ministry.reader.quarantined({ limit: 10 })).to.deep.equal(kept);
  }).timeout(120_000);

  it('takes back nothing that it has not asked for (recovery.not-asked)', async () => {
    const ministry = await office.start('G22');
    const nghean = await office.start('H41');
    const packetId = await sendLetter(nghean.desk, { to: ['G22'] });
    await reaches(nghean, packetId, { G22: 'delivered' });
    const body = await nghean.reader.packetBytes(packetId, 'out');
    if (!body) throw new Error('the packet is stored');
    const bus = await office.axis.agent('H41').bus();
    await bus.publish({ type: 'returned', messageId: packetId, lane: 'ordinary', recipients: ['g22'], body });
    const kept = await eventually('quarantine', async () =>
      (await ministry.reader.quarantined({ limit: 10 })).find(({ code }) => code === 'recovery.not-asked'),
    );
    expect(await timesInInbox(ministry, packetId)).to.equal(1);
    expect(await ministry.desk.replay({ id: kept.key })).to.include({
      outcome: 'refused',
      code: 'recovery.not-asked',
    });
  });

  it('copies only what is new in a further backup, and takes keys only encrypted and when told', async () => {
    const ministry = await office.start('G22');
    const nghean = await office.start('H41');
    const packetId = await sendLetter(ministry.desk, { to: ['H41'], files: large(211) });
    await reaches(ministry, packetId, { H41: 'delivered' });
    const first = await backup(nghean.directory);
    const second = await backup(nghean.directory, '--with-keys', '--quick');
    expect(first.copied.count).to.equal(first.contents.count);
    expect(second.copied.count).to.equal(0);
    expect(second.leftOut).to.deep.equal(['secrets/passphrase']);
    const files = join(folder, 'backup', 'snapshots', second.name, 'files');
    expect(await readFile(join(files, 'keys', 'node.key'), 'utf8')).to.include('ENCRYPTED PRIVATE KEY');
    expect(await readdir(files)).to.not.include('secrets');
  });

  it('is refused where a restore was not finished, and where a node is already', async () => {
    const nghean = await office.start('H41');
    const { directory } = nghean;
    await backup(directory);
    const again = await edoc(['agent', 'restore', join(folder, 'backup'), '--dir', directory]);
    expect([again.exitCode, again.stderr.includes('restore.not-empty')]).to.deep.equal([5, true]);
    const burnt = await lose(nghean);
    await restore(directory, burnt);
    await writeFile(join(directory, 'data', 'restore.incomplete'), '');
    expect(await codeOf(office.start('H41'))).to.equal('store.restoring');
    await rm(directory, { recursive: true });
    await rename(burnt, directory);
  });

  it('is not restored from a backup that was changed', async () => {
    const nghean = await office.start('H41');
    const made = await backup(nghean.directory);
    const target = join(folder, 'new');
    await mkdir(target);
    const file = await open(join(folder, 'backup', 'snapshots', made.name, 'store.db'), 'r+');
    await file.write(Buffer.from('x'), 0, 1, 40_000);
    await file.close();
    const outcome = await edoc(['agent', 'restore', join(folder, 'backup'), '--dir', target]);
    expect([outcome.exitCode, outcome.stderr.includes('backup.not-whole')]).to.deep.equal([1, true]);
    expect(await readdir(target)).to.deep.equal([]);
    const check = await edoc(['agent', 'check', '--backup', join(folder, 'backup')]);
    expect([check.exitCode, check.stdout.includes('backup.file-damaged')]).to.deep.equal([1, true]);
  });
});

/** All that a register shows and an auditor asks for, one line each. */
async function everything(node: TestNode) {
  const { reader } = node;
  const sent: string[] = [];
  const receipts: string[] = [];
  const ids = new Set<string>();
  for (const { packetId } of await reader.outbox({ limit: 1_000 })) {
    ids.add(packetId);
    for (const { recipient, state, business, recall } of await reader.deliveries(packetId)) {
      sent.push([packetId, recipient, state, business, recall].join(' '));
    }
  }
  const received: string[] = [];
  for (const { packetId, agency, business, recall } of await reader.inbox({ limit: 1_000 })) {
    ids.add(packetId);
    received.push([packetId, agency, business, recall].join(' '));
  }
  for (const packetId of ids) {
    for (const { bytes } of await reader.receipts(packetId)) receipts.push(bytes.toString('utf8'));
  }
  return { sent: sent.toSorted(), received: received.toSorted(), receipts };
}
