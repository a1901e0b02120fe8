import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { openReader, openStore, type Store } from '../../src/store/index.js';
import { codeOf, inFolder, outbound } from './samples.js';

const script = fileURLToPath(new URL('./writer-process.js', import.meta.url));

interface Writer {
  readonly child: ChildProcess;
  /** What it promised so far. */
  readonly promised: string[];
  kill(): Promise<void>;
}

async function startWriter(folder: string): Promise<Writer> {
  const child = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const promised: string[] = [];
  const lines = createInterface({ input: child.stdout });
  const ready = once(lines, 'line');
  lines.on('line', (line) => promised.push(line));
  await Promise.race([ready, once(child, 'exit').then(() => Promise.reject(new Error('the writer ended')))]);
  const ended = once(lines, 'close');
  return {
    child,
    promised,
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** What must be there because it was promised, and what must never be. */
async function checkPromises(store: Store, promised: readonly string[]): Promise<void> {
  const heads: { sequence: number; hash: string }[] = [];
  for (const line of promised) {
    const [what, id = '', hash = ''] = line.split(' ');
    if (what === 'accepted') expect((await store.receivedMessage(id))?.agencies, line).to.have.length(1);
    if (what === 'submitted') expect(await store.sentPacket(id), line).to.not.equal(undefined);
    if (what === 'settled') expect((await store.deliveries(id))[0]?.state, line).to.equal('delivered');
    if (what === 'head') heads.push({ sequence: Number(id), hash });
  }
  const verdict = await store.reader.verifyLog(heads);
  expect(verdict.head).to.deep.equal(store.logHead());
}

/** Whatever was cut off, what is there fits together. */
async function checkWhole(store: Store): Promise<void> {
  let before: number | undefined;
  for (;;) {
    const page = await store.reader.outbox({ limit: 500, before });
    for (const entry of page) {
      const states = (await store.deliveries(entry.packetId)).map(({ state }) => state);
      const counted = { queued: 0, sent: 0, problems: 0, delivered: 0, withdrawn: 0 };
      for (const state of states) if (state === 'queued' || state === 'delivered') counted[state] += 1;
      expect(entry.deliveries).to.deep.equal(counted);
      expect(await store.reader.packetBytes(entry.packetId, 'out')).to.be.instanceOf(Buffer);
      const history = await store.reader.history(entry.packetId);
      expect(history.filter(({ machine }) => machine === 'transport')).to.have.length(2 + counted.delivered);
    }
    before = page.at(-1)?.key;
    if (before === undefined) break;
  }
  const { entries, waiting } = await store.reader.counts();
  const received = entries.filter(({ box }) => box === 'in').reduce((sum, { count }) => sum + count, 0);
  expect(waiting.receipts).to.equal(received);
}

describe('a writer that is killed', () => {
  it('keeps every promise, leaves nothing half done and no lock, whenever it is killed', () =>
    inFolder(async (folder) => {
      const promised: string[] = [];
      for (const lifeMs of [3, 40, 150, 333]) {
        const writer = await startWriter(folder);
        await setTimeout(lifeMs);
        await writer.kill();
        promised.push(...writer.promised);
        const store = await openStore({ folder });
        await checkPromises(store, promised);
        await checkWhole(store);
        await store.close();
      }
      expect(promised.some((line) => line.startsWith('settled'))).to.equal(true);
    }));

  it('can be read by others while it writes and after it was killed', () =>
    inFolder(async (folder) => {
      const writer = await startWriter(folder);
      const reader = await openReader(folder);
      let seen = 0;
      while (seen < 50) {
        const page = await reader.inbox({ limit: 1_000 });
        expect(page.length).to.be.at.least(Math.min(seen, 1_000));
        seen = page.length;
      }
      const { entries } = await reader.verifyLog();
      expect(entries).to.be.at.least(50);
      await reader.close();
      await writer.kill();
      const later = await openReader(folder);
      expect((await later.verifyLog()).entries).to.be.at.least(entries);
      await later.close();
    }));

  it('keeps a second writer out as long as it lives', () =>
    inFolder(async (folder) => {
      const writer = await startWriter(folder);
      const error = await openStore({ folder }).then(
        () => undefined,
        (failure: unknown) => failure,
      );
      expect(error).to.include({ code: 'store.locked' });
      expect(error).to.have.nested.property('detail.pid', String(writer.child.pid));
      await writer.kill();
      const store = await openStore({ folder });
      expect(await codeOf(openStore({ folder }))).to.equal('store.locked');
      await store.submit(outbound());
      await store.close();
    }));
});
