/** One round: faults, each at its time and for its time, while clerks work. */
import { setTimeout as delay } from 'node:timers/promises';
import { type Random, seeded } from '../e2e/kill/random.js';
import { Clerk } from './clerk.js';
import { between, type Kind } from './fault.js';
import { drawn, type KnownFault, made } from './kinds.js';
import type { Ledger } from './ledger.js';
import type { Rig } from './rig.js';
import type { Watch } from './watch.js';

export interface RoundPlan {
  readonly seed: number;
  readonly round: number;
  readonly faults: number;
  /** Drawn from these; with `each`, one of every kind, in any order and none for long. */
  readonly kinds: readonly Kind[];
  readonly each?: boolean;
}

/** One fault as it happened. Times in milliseconds from the beginning of the round. */
export interface Happened {
  readonly kind: string;
  readonly name: string;
  readonly fromMs: number;
  readonly toMs: number;
  /** Where it could not be done, which is no fault of the nodes. */
  readonly failed?: string;
}

/** Between the beginnings of two faults. */
const gapMs = { from: 100, to: 1_500 };
/** Where each kind comes once: a check of the campaign more than of the nodes. */
const brief = { gapMs: { from: 100, to: 700 }, forMs: 2_000 };
const clerksEach = 2;
/** Clerks work alone before the first. */
const beforeMs = 400;
const rounds = 0x9e3779b9;
/** A fault that stays would be no fault of the nodes. */
const undoneWithinMs = 300_000;

/** Resolves when every fault is undone and the clerks went home. @param happened is added to */
export async function runRound(
  rig: Rig,
  ledger: Ledger,
  watch: Watch,
  happened: Happened[],
  { seed, round, faults, kinds, each = false }: RoundPlan,
): Promise<void> {
  const random = seeded(seed + round * rounds);
  const ending = new AbortController();
  const { signal } = ending;
  const desks = Array.from({ length: clerksEach }, () => rig.nodes).flat();
  const work = desks.map((node, index) =>
    new Clerk(rig, node, ledger, seeded(seed + round * rounds + index + 1), `SC${round}.${index}`).work(
      signal,
    ),
  );
  work.push(watch.look(signal));
  const began = performance.now();
  const underWay = new Map<string, Promise<void>>();
  const stuck: unknown[] = [];
  const order = each ? shuffled(kinds, random) : Array.from({ length: faults }, () => undefined);
  try {
    await delay(beforeMs);
    for (const kind of order) {
      const fault = await free(() => (kind ? made(kind, rig, random) : drawn(rig, random, kinds)), underWay);
      const forMs = each ? Math.min(fault.forMs, brief.forMs) : fault.forMs;
      const running = happen({ ...fault, forMs }, began, happened)
        .catch((error: unknown) => void stuck.push(error))
        .finally(() => underWay.delete(fault.key));
      underWay.set(fault.key, running);
      const { from, to } = each ? brief.gapMs : gapMs;
      await delay(between(random, from, to));
    }
  } finally {
    await Promise.all(underWay.values());
    ending.abort();
    await Promise.all(work);
  }
  if (stuck.length > 0) throw new AggregateError(stuck, 'a fault could not be undone');
}

/** One that no other stands in the way of; the last one drawn waits until it is. */
async function free(
  draw: () => KnownFault,
  underWay: ReadonlyMap<string, Promise<void>>,
): Promise<KnownFault> {
  let fault = draw();
  for (let again = 0; underWay.has(fault.key) && again < 10; again += 1) fault = draw();
  await underWay.get(fault.key);
  return fault;
}

async function happen(fault: KnownFault, began: number, happened: Happened[]): Promise<void> {
  const fromMs = Math.round(performance.now() - began);
  let failed: string | undefined;
  try {
    await fault.do();
    await delay(fault.forMs);
  } catch (error) {
    failed = String(error);
  } finally {
    const late = delay(undoneWithinMs, undefined, { ref: false }).then(() => {
      throw new Error(`in vain: ${fault.name}, undone`);
    });
    await Promise.race([fault.undo(), late]);
  }
  const toMs = Math.round(performance.now() - began);
  happened.push({
    kind: fault.kind,
    name: fault.name,
    fromMs,
    toMs,
    ...(failed === undefined ? {} : { failed }),
  });
}

function shuffled<Item>(items: readonly Item[], random: Random): Item[] {
  return items
    .map((item) => ({ item, at: random() }))
    .sort((one, other) => one.at - other.at)
    .map(({ item }) => item);
}
