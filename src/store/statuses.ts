/**
 * What a status packet changes (`spec/lifecycle.md`, sections 2 and 3). 13 speaks to a recipient of a document that came
 * in; all other codes speak to the sender of one that went out. A status that overtook its document waits for it; one that
 * repeats, goes back or has nothing to do with us is kept as an event and changes nothing.
 */
import { answerTo, mirrorBusiness, type OrganId, recallStep } from '../edoc/index.js';
import { isSameAgency } from './agencies.js';
import { changeDeliveries, findDelivery, toDelivery } from './deliveries.js';
import { changeEntry, findEntry } from './entries.js';
import type { Unit } from './unit.js';

/** A status that came in. */
export interface IncomingStatus {
  readonly packetId: string;
  readonly concerns: string;
  readonly code: string;
  /** The agency that sealed it. */
  readonly sender: string;
  readonly addressee: string;
  readonly at: Date;
}

export type Standing = 'applied' | 'late' | 'waiting' | 'unrelated';

/** Applies the status where it can be, and tells by an event where it could not. */
export async function applyStatus(unit: Unit, status: IncomingStatus): Promise<Standing> {
  const standing =
    status.code === '13' ? await applyRecall(unit, status) : await applyToDelivery(unit, status);
  if (standing !== 'applied') tellStanding(unit, status, standing);
  return standing;
}

export function tellStanding(unit: Unit, status: IncomingStatus, standing: Standing): void {
  unit.event({
    kind: `status.${standing}`,
    packetId: status.packetId,
    agency: status.sender,
    detail: { code: status.code, concerns: status.concerns },
  });
}

/** The sender asks a document back that this node has for one of its agencies. */
async function applyRecall(unit: Unit, status: IncomingStatus): Promise<Standing> {
  const packet = await senderOf(unit, status.concerns, 'in');
  if (packet === undefined) return 'waiting';
  const entry = await findEntry(unit, { packetId: status.concerns, agency: status.addressee });
  if (!entry || !(await isSameAgency(unit, packet, status.sender))) return 'unrelated';
  const step = recallStep(entry.state.recall, status.code);
  if (step === 'late') return 'late';
  await changeEntry(unit, entry, { ...entry.state, recall: step.next }, cause(status), status.at);
  return 'applied';
}

/** A recipient tells what it did with a document of ours. */
async function applyToDelivery(unit: Unit, status: IncomingStatus): Promise<Standing> {
  const packet = await senderOf(unit, status.concerns, 'out');
  if (packet === undefined) return 'waiting';
  const row = await findDelivery(unit, status.concerns, status.sender);
  if (!row || !(await isSameAgency(unit, packet, status.addressee))) return 'unrelated';
  const next = stepOf(toDelivery(row), status.code);
  if (next === undefined) return 'late';
  await changeDeliveries(unit, status.concerns, [row], { ...next, cause: cause(status), at: status.at });
  return 'applied';
}

function stepOf(
  at: Pick<ReturnType<typeof toDelivery>, 'business' | 'recall' | 'amendment'>,
  code: string,
): { business?: string; recall?: string; amendment?: string } | undefined {
  const answer = answerTo(at.business, at.recall, code, at.amendment);
  if (answer) return answer;
  const step = mirrorBusiness(at.business, code);
  return step === 'late' ? undefined : { business: step.next };
}

async function senderOf(unit: Unit, packetId: string, direction: 'in' | 'out'): Promise<string | undefined> {
  const row = await unit.first<{ sender: OrganId }>(
    `SELECT sender FROM packet WHERE id = ? AND direction = ? AND kind = 'document'`,
    [packetId, direction],
  );
  return row?.sender;
}

export function cause(status: Pick<IncomingStatus, 'packetId'>): string {
  return `status ${status.packetId}`;
}
