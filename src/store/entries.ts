/** Entries of received documents in the register of a recipient, and what happens to them there. */
import {
  amendmentState,
  type BusinessCode,
  businessState,
  clerkStep,
  type ReceivedState,
  recallState,
} from '../edoc/index.js';
import { EdocError } from '../errors.js';
import { codesOf } from './agencies.js';
import { machines } from './deliveries.js';
import type { Unit } from './unit.js';

export interface EntryKey {
  readonly packetId: string;
  readonly agency: string;
}

export interface ReceivedEntry extends EntryKey {
  readonly state: ReceivedState;
}

/** The entry of a received document at an agency, found by either code. */
export async function findEntry(
  unit: Unit,
  { packetId, agency }: EntryKey,
): Promise<ReceivedEntry | undefined> {
  const rows = await unit.all<{ agency: string; business: string; recall: string; amendment: string }>(
    `SELECT agency, business, recall, amendment FROM entry WHERE packet_id = ? AND box = 'in'`,
    [packetId],
  );
  const row = rows.find((entry) => entry.agency === agency) ?? (await byOtherCode(unit, rows, agency));
  return (
    row && {
      packetId,
      agency: row.agency,
      state: {
        business: businessState(row.business),
        recall: recallState(row.recall),
        amendment: amendmentState(row.amendment),
      },
    }
  );
}

/**
 * The clerk's step on a received document.
 * @throws EdocError `store.not-found`, `status.not-allowed`
 */
export async function takeClerkStep(
  unit: Unit,
  step: EntryKey & { code: BusinessCode },
  at: Date,
): Promise<void> {
  const entry = await findEntry(unit, step);
  if (!entry) throw new EdocError('store.not-found', { detail: { id: step.packetId } });
  const { business, recall, amendment } = entry.state;
  const next = clerkStep(business, recall, step.code, amendment);
  await changeEntry(unit, entry, next, `clerk ${step.code}`, at);
}

/** @throws EdocError `store.busy` where another state is stored by now */
export async function changeEntry(
  unit: Unit,
  entry: ReceivedEntry,
  next: ReceivedState,
  cause: string,
  at: Date,
): Promise<void> {
  const { state } = entry;
  const changed = await unit.run(
    `UPDATE entry SET business = ?, recall = ?, amendment = ?, state = ?
     WHERE packet_id = ? AND box = 'in' AND agency = ? AND business = ? AND recall = ? AND amendment = ?`,
    [
      next.business,
      next.recall,
      next.amendment,
      listedState(next),
      entry.packetId,
      entry.agency,
      state.business,
      state.recall,
      state.amendment,
    ],
  );
  if (changed !== 1) throw new EdocError('store.busy');
  recordChange(unit, entry, next, cause, at);
}

/** What a recipient's list shows: the business state, or `withdrawn` once the recall was agreed to. */
export function listedState({ business, recall }: ReceivedState): string {
  return recall === 'agreed' ? 'withdrawn' : business;
}

/** The history rows of a change; also for an entry that is being made. */
export function recordChange(
  unit: Unit,
  entry: ReceivedEntry,
  next: ReceivedState,
  cause: string,
  at: Date,
): void {
  for (const field of ['business', 'recall', 'amendment'] as const) {
    if (entry.state[field] === next[field]) continue;
    unit.insert('history', {
      packet_id: entry.packetId,
      side: 'in',
      agency: entry.agency,
      machine: machines[field],
      from_state: entry.state[field],
      to_state: next[field],
      cause,
      at: at.getTime(),
    });
  }
}

async function byOtherCode<Row extends { readonly agency: string }>(
  unit: Unit,
  rows: readonly Row[],
  agency: string,
): Promise<Row | undefined> {
  if (rows.length === 0) return undefined;
  const codes = await codesOf(unit, agency);
  return rows.find((row) => codes.includes(row.agency));
}
