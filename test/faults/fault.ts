/** What can go wrong: done, and after a while undone. */
import type { Random } from '../e2e/kill/random.js';
import type { Rig } from './rig.js';

export interface Fault {
  /** `agent of h41 killed` */
  readonly name: string;
  /** Two faults that share one are not under way at the same time. */
  readonly key: string;
  /** How long it lasts, in milliseconds. */
  readonly forMs: number;
  do(): Promise<void>;
  /** Always called after {@link do}, also where that failed. Resolves when this fault is out of the way, whatever others do. */
  undo(): Promise<void>;
}

export interface Kind {
  readonly name: string;
  /** How often it is drawn, beside the others. */
  readonly weight: number;
  /** In words, where it cannot be done on this machine. */
  missing?(rig: Rig): string | undefined;
  make(rig: Rig, random: Random): Fault;
}

/** At least `fromMs`, less than `toMs`. */
export function between(random: Random, fromMs: number, toMs: number): number {
  return Math.round(fromMs + random() * (toMs - fromMs));
}

export function chosen<Item>(random: Random, items: readonly Item[]): Item {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error('there is nothing to choose from');
  return item;
}
