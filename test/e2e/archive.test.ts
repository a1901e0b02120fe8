/** `edoc agent archive` on two running nodes: what leaves, what stays, and what everybody is told afterwards. */
import { randomBytes } from 'node:crypto';
import { cp, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Desk } from '../../src/agent/index.js';
import { publishDirectory } from '../../src/axis/index.js';
import { readAgentPlace } from '../../src/cli/agent/directory.js';
import { type Door, openDoor } from '../../src/door/index.js';
import { silentLog } from '../../src/log.js';
import { takeFileLock } from '../../src/store/index.js';
import { eventually, type NodeOptions, type TestNode } from '../support/node.js';
import { edoc, edocJson } from './support/edoc.js';
import { codeOf, Office, once, reaches, sendLetter } from './support/office.js';

const inParts = 700_000;

interface RunAnswer {
  readonly documents: number;
  readonly removed: { readonly count: number; readonly octets: number };
  readonly open: Readonly<Record<string, number>>;
  readonly failed: number;
  readonly failures: readonly { readonly packetId: string; readonly code: string }[];
  readonly waiting: number;
  readonly waitsFor?: string;
  readonly stopped?: { readonly code: string };
}

interface Shown {
  readonly archived?: { readonly container: string; readonly sha256: string };
}

describe('the archive', () => {
  const office = new Office();
  let folder = '';
  const doors: Door[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'edoc-archive-'));
  });
  afterEach(async () => {
    for (const door of doors.splice(0)) await door.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function start(code: string, options?: NodeOptions): Promise<TestNode> {
    const node = await office.start(code, options);
    const { config } = await readAgentPlace(node.directory);
    doors.push(await openDoor({ socketPath: config.socket, desk: node.desk, log: silentLog }));
    return node;
  }

  const line = (...more: string[]) => [
    ...['agent', 'archive', '--before', new Date().toISOString(), '--to', join(folder, 'archive')],
    ...more,
  ];
  const archive = (node: TestNode, ...more: string[]) => edocJson<RunAnswer>(line(...more), node.directory);
  const show = (node: TestNode, id: string) => edocJson<Shown>(['show', id], node.directory);
  const digestsOf = async (node: TestNode, id: string) =>
    (await node.reader.document(id)).attachments.map(({ sha256 }) => sha256);
  const has = async (node: TestNode, id: string) => {
    const there = await Promise.all((await digestsOf(node, id)).map((one) => node.context.contents.has(one)));
    return there.every(Boolean);
  };
  const kinds = async (node: TestNode, id: string) =>
    (await node.reader.logRows(0, 1_000)).filter(({ packet }) => packet === id).map(({ kind }) => kind);

  async function exchange(sender: TestNode, octets = randomBytes(inParts)): Promise<string> {
    const files = [{ name: 'Phụ lục.bin', octets }];
    const id = await sendLetter(sender.desk, { to: ['H41'], files });
    await reaches(sender, id, { H41: 'delivered' });
    return id;
  }

  async function finish(node: TestNode, packetId: string, sender: TestNode): Promise<void> {
    for (const code of ['03', '06'] as const) {
      const { packetId: status } = await node.desk.step({ packetId, code });
      await eventually('the receipt of the status', async () => {
        return (await node.reader.deliveries(status)).every(({ state }) => state === 'delivered');
      });
    }
    await eventually(
      'nothing waits at the sender',
      async () => (await sender.reader.counts()).waiting.receipts === 0,
    );
  }

  it('takes what is over at both ends, tells so, and leaves nothing that anybody misses', async () => {
    const [ministry, nghean] = [await start('G22'), await start('H41')];
    const octets = randomBytes(inParts);
    const id = await exchange(ministry, octets);
    await finish(nghean, id, ministry);

    const dry = await edocJson<object>(
      ['agent', 'archive', '--before', new Date().toISOString(), '--dry-run'],
      nghean.directory,
    );
    expect(dry).to.deep.include({ documents: 1, contents: { count: 1, octets: inParts } });
    expect(await has(nghean, id)).to.equal(true);
    const removed = { count: 1, octets: inParts };
    for (const node of [ministry, nghean]) {
      expect(await archive(node)).to.deep.include({ documents: 1, removed, failed: 0, open: {} });
      expect(await has(node, id)).to.equal(false);
      const steps = ['container.sealed', 'document.archived', 'contents.removed'];
      expect((await kinds(node, id)).slice(-3)).to.deep.equal(steps);
    }
    expect(await archive(nghean), 'a second run').to.deep.include({ documents: 0, failed: 0, open: {} });

    const { archived } = await show(nghean, id);
    const track = await edocJson<Shown>(['track', id], nghean.directory);
    expect(track.archived).to.deep.equal(archived);
    expect((await edoc(['show', id], nghean.directory)).stdout).to.contain(archived?.container);
    for (const args of [
      ['save', id, '--to', join(folder, 'saved')],
      ['evidence', 'export', id, '--to', join(folder, 'exported.asice')],
    ]) {
      const { exitCode, stderr } = await edoc(args, nghean.directory);
      expect(exitCode).to.equal(1);
      expect(stderr).to.contain('[content.archived]').and.contain(archived?.container);
    }
    const check = await edocJson<{ whole: boolean }>(['agent', 'check'], nghean.directory);
    expect(check.whole).to.equal(true);
    // Both may use one folder: the second node's container stands beside the first one's.
    const [year = ''] = (await readdir(join(folder, 'archive'))).filter((name) => /^\d/.test(name));
    const [month = ''] = await readdir(join(folder, 'archive', year));
    expect(await readdir(join(folder, 'archive', year, month))).to.have.members([
      `${id}.asice`,
      `${id}-2.asice`,
    ]);
    const out = join(folder, 'out');
    const file = join(folder, 'archive', archived?.container ?? '');
    const report = await edocJson<{ files: { sha256: string; indication: string }[] }>(
      ['evidence', 'verify', file, '--extract', out],
      nghean.directory,
    );
    expect(report.files[0]).to.include({ sha256: archived?.sha256, indication: 'TOTAL-PASSED' });
    const names = await readdir(out, { recursive: true });
    const extracted = names.find((name) => name.endsWith('Phụ lục.bin')) ?? '';
    expect((await readFile(join(out, extracted))).equals(octets)).to.equal(true);
  }).timeout(90_000);

  it('waits for what is not over, and takes what nobody finished only where it is told to', async () => {
    const [ministry, nghean] = [await start('G22'), await start('H41')];
    const id = await exchange(ministry);
    const recalled = await exchange(ministry);
    await ministry.desk.recall({ packetId: recalled, reason: 'Gửi nhầm' });
    await eventually('the recall is there', async () => {
      const [entry] = (await nghean.reader.document(recalled)).entries;
      return entry?.recall === 'requested' && (await nghean.reader.counts()).waiting.receipts === 0;
    });
    expect(await archive(nghean)).to.deep.include({ documents: 0, open: { recall: 1, unfinished: 1 } });
    expect(await archive(ministry, '--unfinished')).to.deep.include({ documents: 1, open: { recall: 1 } });
    expect(await archive(nghean, '--unfinished')).to.deep.include({ documents: 1, open: { recall: 1 } });
    expect([await has(nghean, id), await has(nghean, recalled)]).to.deep.equal([false, true]);
    await nghean.desk.step({ packetId: recalled, code: '16', reason: 'Đã xử lý' });
    await eventually('the answer is there', async () => {
      const [sent] = await ministry.reader.deliveries(recalled);
      return sent?.recall === 'declined' && (await ministry.reader.counts()).waiting.receipts === 0;
    });
    expect(await archive(ministry)).to.deep.include({ documents: 1, open: {} });
    expect(await archive(nghean, '--unfinished')).to.deep.include({ documents: 1, open: {} });
  }).timeout(90_000);

  it('removes what several documents have with the last of them, and stores what comes anew', async () => {
    const [ministry, nghean] = [await start('G22'), await start('H41')];
    const octets = randomBytes(inParts);
    const first = await exchange(ministry, octets);
    await exchange(ministry, octets);
    expect(await archive(ministry, '--limit', '1')).to.deep.include({
      documents: 1,
      removed: { count: 0, octets: 0 },
    });
    expect(await has(ministry, first)).to.equal(true);
    expect(await archive(ministry)).to.deep.include({ documents: 1, removed: { count: 1, octets: inParts } });
    expect(await archive(nghean, '--unfinished')).to.deep.include({ documents: 2 });
    expect([await has(ministry, first), await has(nghean, first)]).to.deep.equal([false, false]);
    // The sender knows that the node once had it, and leaves it out: the node asks for it.
    const anew = await exchange(ministry, octets);
    expect([await has(ministry, anew), await has(nghean, anew)]).to.deep.equal([true, true]);
    expect(await archive(ministry)).to.deep.include({ documents: 1, removed: { count: 1, octets: inParts } });
  }).timeout(90_000);

  it('names what does not pass, leaves it as it is, and takes the others', async () => {
    const [ministry] = [await start('G22'), await start('H41')];
    const bad = await exchange(ministry);
    const good = await exchange(ministry);
    const [digest = ''] = await digestsOf(ministry, bad);
    const { config } = await readAgentPlace(ministry.directory);
    const path = join(config.data, 'content', digest.slice(0, 2), digest.slice(2));
    const octets = await readFile(path);
    await writeFile(path, Buffer.alloc(inParts, 1));
    const { exitCode, stdout } = await edoc(line('--json'), ministry.directory);
    const run: RunAnswer = JSON.parse(stdout);
    expect(exitCode).to.equal(1);
    expect(run.documents).to.equal(1);
    expect(run.failures.map(({ packetId }) => packetId)).to.deep.equal([bad]);
    expect(run.failures[0]?.code).to.equal('container.unfinished');
    expect((await show(ministry, bad)).archived).to.equal(undefined);
    expect((await show(ministry, good)).archived).to.not.equal(undefined);
    const names = await readdir(join(folder, 'archive'), { recursive: true });
    expect(names.filter((name) => name.endsWith('.asice'))).to.have.length(1);
    await writeFile(path, octets);
    expect(await archive(ministry)).to.deep.include({ documents: 1, failed: 0 });
  }).timeout(90_000);

  it('goes no further where a source is down, and not beside another run of itself', async () => {
    const ministry = await start('G22');
    await start('H41');
    for (let sent = 0; sent < 4; sent += 1) await exchange(ministry);
    const { config } = await readAgentPlace(ministry.directory);
    for (const door of doors.splice(0, 1)) await door.close();
    let seals = 0;
    const desk: Desk = {
      ...ministry.desk,
      sealContainer: async (request) => {
        seals += 1;
        return { ...(await ministry.desk.sealContainer(request)), gap: 'authority.unavailable' };
      },
    };
    doors.push(await openDoor({ socketPath: config.socket, desk, log: silentLog }));
    const { exitCode, stdout } = await edoc(line('--json'), ministry.directory);
    const run: RunAnswer = JSON.parse(stdout);
    expect([exitCode, seals, run.documents]).to.deep.equal([1, 3, 0]);
    expect(run.failures.map(({ code }) => code)).to.deep.equal(Array(3).fill('container.level'));
    expect(run.stopped?.code).to.equal('archive.stopped');
    const names = await readdir(join(folder, 'archive'), { recursive: true });
    expect(names.filter((name) => name.endsWith('.asice'))).to.deep.equal([]);
    const lock = await takeFileLock(join(config.data, 'archive.lock'), 0);
    const beside = await edoc(line(), ministry.directory);
    expect(beside.stderr).to.contain('[archive.under-way]');
    await lock.release();
    await doors.pop()?.close();
    doors.push(await openDoor({ socketPath: config.socket, desk: ministry.desk, log: silentLog }));
    expect(await archive(ministry)).to.deep.include({ documents: 4, failed: 0 });
  }).timeout(90_000);

  it('says where an attachment is to who sends the document again (content.archived)', async () => {
    const ministry = await start('G22');
    const files = [{ name: 'Phụ lục.bin', octets: randomBytes(inParts) }];
    const id = await sendLetter(ministry.desk, { to: ['H14'], files });
    await reaches(ministry, id, { H14: 'sent' });
    const plain = await sendLetter(ministry.desk, { to: ['H14'] });
    await reaches(ministry, plain, { H14: 'sent' });
    expect(await archive(ministry)).to.deep.include({ documents: 0, open: { delivery: 2 } });
    await ministry.store.expire(new Date(Date.now() + 100 * 3_600_000));
    expect(await archive(ministry)).to.deep.include({ documents: 2 });
    const { exitCode, stderr } = await edoc(['resend', id], ministry.directory);
    expect(exitCode).to.equal(1);
    expect(stderr).to.contain('[content.archived]');
    expect((await ministry.reader.deliveries(id))[0]?.state).to.equal('expired');
    // What is in the packet itself can be sent for ever.
    expect((await edoc(['resend', plain], ministry.directory)).exitCode).to.equal(0);
    // The recipient comes back after all, and takes what lies at the broker.
    await start('H14');
    await reaches(ministry, id, { H14: 'delivered' });
  }).timeout(90_000);

  it('keeps what is handed in, sent or received at that moment, and removes it later', async () => {
    const [ministry, nghean] = [await start('G22'), await start('H41')];
    const octets = randomBytes(inParts);
    const id = await exchange(ministry, octets);
    await ministry.desk.putContent(once(octets));
    expect(await archive(ministry)).to.deep.include({ documents: 1, waiting: 1, waitsFor: 'archive.in-use' });
    expect(await has(ministry, id)).to.equal(true);
    const next = await exchange(ministry, octets);
    expect(await has(ministry, next)).to.equal(true);
    expect(await archive(ministry)).to.deep.include({
      documents: 1,
      waiting: 0,
      removed: { count: 1, octets: inParts },
    });
    expect([await has(ministry, id), await has(nghean, next)]).to.deep.equal([false, true]);
  }).timeout(90_000);

  it('loses nothing of the same content that goes on being sent while it is archived again and again', async () => {
    const [ministry, nghean] = [await start('G22'), await start('H41')];
    const octets = randomBytes(inParts);
    let going = true;
    let sent = 0;
    const sending = (async () => {
      while (going) {
        const id = await exchange(ministry, octets);
        sent += 1;
        for (const node of [ministry, nghean]) {
          const archived = (await node.reader.document(id)).archived !== undefined;
          // Between the two questions it may have been archived.
          if (archived || (await has(node, id))) continue;
          expect((await node.reader.document(id)).archived, `${id} at ${node.context.node}`).to.not.equal(
            undefined,
          );
        }
      }
    })();
    const archiving = async (node: TestNode) => {
      for (;;) {
        for (const { packetId } of await node.reader.archiveCandidates({ before: new Date(), limit: 100 })) {
          const request = { packetId, container: 'x', sha256: 'ab'.repeat(32), size: 1, unfinished: true };
          await node.desk.archive(request).catch(() => undefined);
        }
        await node.desk.removeArchived({ limit: 100 });
        if (!going) return;
      }
    };
    const rounds = [archiving(ministry), archiving(nghean)];
    await Promise.race([sending, eventually('eight documents', async () => sent >= 8, 60_000)]);
    going = false;
    await Promise.all([sending, ...rounds]);
    await archiving(ministry);
    await archiving(nghean);
    for (const node of [ministry, nghean]) {
      const check = await edocJson<{ whole: boolean }>(['agent', 'check'], node.directory);
      expect(check.whole).to.equal(true);
      const { count } = await archivedCount(node);
      expect(count).to.be.at.least(8);
    }
  }).timeout(120_000);

  it('is not given back to a node that lost it, and both are told', async () => {
    const [ministry, nghean] = [await start('G22'), await start('H41')];
    const { directory } = nghean;
    await edocJson(['agent', 'backup', '--to', join(folder, 'backup'), '--with-keys'], directory);
    const archived = await exchange(ministry);
    const kept = await exchange(ministry);
    expect(await archive(ministry, '--limit', '1')).to.deep.include({
      documents: 1,
      removed: { count: 1, octets: inParts },
    });
    await doors.pop()?.close();
    await office.stop(nghean);
    await rename(directory, join(folder, 'burnt'));
    expect((await edoc(['agent', 'restore', join(folder, 'backup'), '--dir', directory])).exitCode).to.equal(
      0,
    );
    await cp(join(folder, 'burnt', 'secrets'), join(directory, 'secrets'), { recursive: true });
    const restored = await start('H41');
    await office.start('H14');
    const nothing = { packetId: kept, container: 'x', sha256: 'ab'.repeat(32), size: 1 };
    expect(await codeOf(restored.desk.archive(nothing))).to.equal('archive.recovering');
    await eventually('the other document is back', async () => has(restored, kept).catch(() => false));
    await eventually('the log names the one that is not', async () =>
      (await kinds(ministry, archived)).includes('packet.not-returned'),
    );
    expect(await codeOf(restored.reader.document(archived))).to.equal('store.not-found');
    await office.axis.change(({ context }) => publishDirectory(context));
    await eventually('the end of the recovery', async () => !(await restored.store.recovery.open()));
  }).timeout(90_000);

  it('is in a backup as a record, and needs the agent (agent.not-running) and a date that has passed (archive.future)', async () => {
    const [ministry, nghean] = [await start('G22'), await start('H41')];
    const id = await exchange(ministry);
    await archive(nghean, '--unfinished');
    const { directory } = nghean;
    const to = join(folder, 'backup');
    const { contents } = await edocJson<{ contents: { count: number } }>(
      ['agent', 'backup', '--to', to],
      directory,
    );
    expect(contents.count).to.equal(0);
    const restored = join(folder, 'restored');
    expect((await edoc(['agent', 'restore', to, '--dir', restored])).exitCode).to.equal(0);
    expect((await edocJson<{ whole: boolean }>(['agent', 'check'], restored)).whole).to.equal(true);
    expect((await edocJson<Shown>(['show', id], restored)).archived).to.deep.equal(
      (await show(nghean, id)).archived,
    );

    const future = new Date(Date.now() + 3_600_000).toISOString();
    const ahead = await edoc(['agent', 'archive', '--before', future, '--to', folder], directory);
    expect(ahead.stderr).to.contain('[archive.future]');
    expect((await edoc(['agent', 'archive', '--before', '2024-01-01'], directory)).stderr).to.contain(
      '--to <folder>',
    );
    await doors.pop()?.close();
    const alone = await edoc(line(), directory);
    expect([alone.exitCode, alone.stderr]).to.satisfy(
      ([code, words]: [number, string]) => code === 3 && words.includes('[agent.not-running]'),
    );
    expect(
      await codeOf(nghean.desk.archive({ packetId: 'x', container: 'x', sha256: 'x', size: 1 })),
    ).to.equal('document.unknown');
  }).timeout(90_000);
});

async function archivedCount({ reader }: TestNode): Promise<{ count: number }> {
  const inbox = await reader.inbox({ limit: 1_000 });
  const outbox = await reader.outbox({ limit: 1_000 });
  return { count: [...inbox, ...outbox].filter(({ archivedAt }) => archivedAt !== undefined).length };
}
