/** What may come after what, over any number of steps: a state that was seen and is gone must lead to the one that is there now. */
import {
  amendmentTransitions,
  deliveryTransitions,
  mirrorTransitions,
  recallTransitions,
} from '../../src/edoc/lifecycle.js';

export type Machine = 'transport' | 'business' | 'recall' | 'amendment';

type Table = Readonly<Record<string, readonly string[]>>;

const tables: Readonly<Record<Machine, Table>> = {
  transport: deliveryTransitions,
  business: mirrorTransitions,
  recall: byAnyCode(recallTransitions),
  amendment: byAnyCode(amendmentTransitions),
};

/** Whether one step leads from one to the other. */
export function isStep(machine: Machine, from: string, to: string): boolean {
  return (tables[machine][from] ?? []).includes(to);
}

/** Whether steps, or none, lead from one to the other. */
export function isForward(machine: Machine, from: string, to: string): boolean {
  const reached = new Set([from]);
  for (const state of reached) for (const next of tables[machine][state] ?? []) reached.add(next);
  return reached.has(to);
}

function byAnyCode(table: Readonly<Record<string, Readonly<Partial<Record<string, string>>>>>): Table {
  return Object.fromEntries(
    Object.entries(table).map(([state, steps]) => [
      state,
      Object.values(steps).filter((next) => next !== undefined),
    ]),
  );
}
