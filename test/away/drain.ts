/** The one that was away comes back and takes in what waits; its disk fills twice meanwhile, and each time there is room again. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Plan } from './plan.js';
import type { ReceiverProcess } from './receiver.js';
import type { Scene } from './scene.js';

export interface Drain {
  /** Messages that lay at the broker when it came back, repetitions among them. */
  readonly waiting: number;
  readonly documents: number;
  /** Of taking in, without the time in which the disk was full. */
  readonly seconds: number;
  readonly redelivered: number;
  readonly peakOctets: number;
  /** How long it took from there being room until messages were taken again; of each time. */
  readonly resumedSeconds: readonly number[];
  readonly wrong: readonly string[];
}

const patienceMs = 300_000;
/** Longer than a receiver waits between two tries to store something. */
const quietMs = 6_000;

export async function drain(scene: Scene, documents: number, { fullMs }: Plan): Promise<Drain> {
  const wrong: string[] = [];
  const { waiting } = await scene.atBroker();
  const began = performance.now();
  const receiver = await scene.startReceiver();
  let fullSeconds = 0;
  const resumedSeconds: number[] = [];
  for (const share of [0.25, 0.6]) {
    await until('the inbox grows', async () => (await taken(scene)) >= documents * share);
    const full = await fillDisk(scene, receiver, { documents, fullMs });
    wrong.push(...full.wrong);
    fullSeconds += full.seconds;
    resumedSeconds.push(full.resumedSeconds);
  }
  await until('everything is taken in', async () => (await taken(scene)) >= documents);
  const seconds = (performance.now() - began) / 1_000 - fullSeconds;
  return { waiting, documents, seconds, resumedSeconds, ...(await atRest(scene, receiver, wrong)), wrong };
}

/** What is doubled or late at the broker is answered, too, and the senders have all receipts. */
async function atRest(scene: Scene, receiver: ReceiverProcess, wrong: string[]) {
  await until('every sender has its receipts', async () => {
    for (const node of scene.nodes.values()) {
      const { waiting, unanswered } = await node.reader.counts();
      if (waiting.packets + waiting.receipts + unanswered > 0) return false;
    }
    return true;
  });
  const { findings, healthy } = await receiver.status();
  if (!healthy) wrong.push(`in the end the receiver tells ${findings.map(({ code }) => code).join()}`);
  const { redelivered = 0, peakOctets = 0 } = await receiver.ask({ kind: 'figures' });
  const { dead } = await scene.atBroker();
  if (dead > 0) wrong.push(`the broker gave up on ${dead} messages`);
  if (redelivered > 0) wrong.push(`${redelivered} messages were given back to the broker`);
  await receiver.stop();
  return { redelivered, peakOctets };
}

async function fillDisk(
  scene: Scene,
  receiver: ReceiverProcess,
  { documents, fullMs }: { readonly documents: number; readonly fullMs: number },
) {
  const wrong: string[] = [];
  const began = performance.now();
  await scene.disk.fill(receiver.pid);
  const isStopped = async () =>
    (await receiver.status()).findings.some(({ code }) => code === 'agent.not-receiving');
  await until('the receiver says that it is full', isStopped);
  await comesToStop(scene, Math.min(fullMs, quietMs), isStopped);
  await delay(Math.max(0, fullMs - quietMs));
  const { findings, healthy, broker } = await receiver.status();
  const codes = findings.map(({ code }) => code);
  if (healthy || !codes.some((code) => code === 'store.full' || code === 'store.io')) {
    wrong.push(`a full disk is told as ${codes.join() || 'nothing'}`);
  }
  if (broker !== 'connected') wrong.push(`with a full disk the broker is told as ${broker}`);
  if (receiver.count('receive.stopped') === 0) wrong.push('the log does not tell of the full disk');
  for (const node of scene.nodes.values()) {
    const { entries } = await node.reader.counts();
    const problems = entries.filter(({ box, state }) => box === 'out' && state === 'refused');
    if (problems.length > 0) wrong.push('a sender was refused something for a full disk');
  }
  // Not what there was when it came to a stop: one of those held is tried every few seconds, and a small one may find room still,
  // in a file that a checkpoint has emptied. What was taken so is stored, or the reckoning misses it.
  const count = await taken(scene);
  if (count >= documents) wrong.push('everything was taken in with a full disk');
  const before = performance.now();
  await scene.disk.makeRoom(receiver.pid);
  await until('it goes on by itself', async () => (await taken(scene)) > count);
  const now = performance.now();
  return { wrong, seconds: (now - began) / 1_000, resumedSeconds: (now - before) / 1_000 };
}

/** Resolves when nothing was taken for so long: what still finds room, in files that were there already, is taken. */
async function comesToStop(scene: Scene, forMs: number, isStopped: () => Promise<boolean>): Promise<void> {
  let count = -1;
  await until('nothing is taken any more', async () => {
    const before = count;
    count = await taken(scene);
    if (before !== count) return false;
    await delay(forMs);
    return (await taken(scene)) === count && (await isStopped());
  });
}

/** Documents in the register of the one that was away. */
function taken(scene: Scene): Promise<number> {
  return scene.reading(async (reader) => {
    const { entries } = await reader.counts();
    return entries.filter(({ box }) => box === 'in').reduce((sum, { count }) => sum + count, 0);
  });
}

async function until(what: string, ask: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + patienceMs;
  while (!(await ask())) {
    if (Date.now() > deadline) throw new Error(`in vain: ${what}`);
    await delay(100);
  }
}
