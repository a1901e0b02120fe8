/**
 * The life of a document as tables (`spec/lifecycle.md`): where a packet is on its way to one recipient (delivery), what
 * the recipient's office did with it (business), whether its sender asks for it back (recall), and, for a document that
 * revokes, updates or replaces an earlier one, whether the recipient agreed to that (amendment). Each machine has one
 * table and one function that takes a step. A state that the tables do not know is an error, never a guess.
 */
import { EdocError } from '../errors.js';

// ------------------------------------------------------------------------------------------------- delivery

export type DeliveryState =
  | 'queued'
  | 'sent'
  | 'delivered'
  | 'refused'
  | 'undeliverable'
  | 'expired'
  | 'withdrawn';

/**
 * Every delivery begins as `queued`. A state without successors is final. A refusal is an answer but not final: the recipient's node
 * may take the same octets after all.
 */
export const deliveryTransitions: Readonly<Record<DeliveryState, readonly DeliveryState[]>> = {
  queued: ['sent', 'delivered', 'refused', 'undeliverable', 'expired', 'withdrawn'],
  sent: ['delivered', 'refused', 'undeliverable', 'expired'],
  // Back to the beginning only by the clerk's wish, as a new attempt.
  undeliverable: ['delivered', 'refused', 'queued'],
  expired: ['delivered', 'refused', 'queued'],
  delivered: [],
  // The recipient's node took the same octets after all.
  refused: ['delivered'],
  withdrawn: [],
};

/** Whether a delivery may go from one state to the other. @throws EdocError `lifecycle.unknown-state`. */
export function deliveryStep(from: string, to: DeliveryState): boolean {
  return row('delivery', deliveryTransitions, from).includes(to);
}

export function isFinalDelivery(state: string): boolean {
  return row('delivery', deliveryTransitions, state).length === 0;
}

// ------------------------------------------------------------------------------------------------- business

/** The status codes of edXML in use between agencies. */
export type BusinessCode = '01' | '02' | '03' | '04' | '05' | '06' | '13' | '15' | '16';

/** `none` is before arrival. */
export type BusinessState = 'none' | '01' | '02' | '03' | '04' | '05' | '06';

/** What the recipient's own clerk may do next. The node itself sets 01 when the document arrives. */
export const clerkTransitions: Readonly<Record<BusinessState, readonly BusinessState[]>> = {
  none: ['02', '03'],
  '01': ['02', '03'],
  '02': [],
  '03': ['04', '05', '06'],
  '04': ['05', '06'],
  '05': ['06'],
  '06': [],
};

/** What the sender's mirror takes from elsewhere: skipped steps are taken, steps back never. */
export const mirrorTransitions: Readonly<Record<BusinessState, readonly BusinessState[]>> = {
  none: ['01', '02', '03', '04', '05', '06'],
  '01': ['02', '03', '04', '05', '06'],
  '02': [],
  '03': ['04', '05', '06'],
  '04': ['05', '06'],
  '05': ['06'],
  '06': [],
};

/**
 * Where a status that has come takes the sender's mirror; `late` where it goes back, repeats or says nothing of the
 * business state: then it is kept as an event and changes nothing. Codes 13, 15 and 16 belong to {@link recallStep}.
 * @throws EdocError `lifecycle.unknown-state` for `current`.
 */
export function mirrorBusiness(current: string, code: string): { readonly next: BusinessState } | 'late' {
  const next = row('business', mirrorTransitions, current).find((state) => state === code);
  return next === undefined ? 'late' : { next };
}

// ------------------------------------------------------------------------------------------------- recall

export type RecallState = 'none' | 'requested' | 'agreed' | 'declined';

type RecallCode = '13' | '15' | '16';

export const recallTransitions: Readonly<
  Record<RecallState, Readonly<Partial<Record<RecallCode, RecallState>>>>
> = {
  none: { '13': 'requested' },
  requested: { '15': 'agreed', '16': 'declined' },
  declined: { '13': 'requested' },
  agreed: {},
};

/** The same at both ends; `late` is kept as an event. @throws EdocError `lifecycle.unknown-state` for `current`. */
export function recallStep(current: string, code: string): { readonly next: RecallState } | 'late' {
  const steps = row('recall', recallTransitions, current);
  const next = isRecallCode(code) ? steps[code] : undefined;
  return next === undefined ? 'late' : { next };
}

/**
 * Whether a status 13 may go to this recipient. A delivery that was never published is withdrawn instead
 * (`queued` → `withdrawn`), which this does not decide.
 */
export function mayRecall(at: {
  readonly delivery: DeliveryState;
  readonly business: BusinessState;
  readonly recall: RecallState;
}): boolean {
  const reachable = ['queued', 'sent', 'delivered', 'expired'].includes(at.delivery);
  return reachable && at.business !== '02' && recallStep(at.recall, '13') !== 'late';
}

function isRecallCode(code: string): code is RecallCode {
  return code === '13' || code === '15' || code === '16';
}

// ------------------------------------------------------------------------------------------------- amendment

/** Of a document that asks to revoke, update or replace an earlier one; `none` for all other documents. */
export type AmendmentState = 'none' | 'asked' | 'agreed' | 'declined';

export const amendmentTransitions: Readonly<
  Record<AmendmentState, Readonly<Partial<Record<RecallCode, AmendmentState>>>>
> = {
  none: {},
  asked: { '15': 'agreed', '16': 'declined' },
  agreed: {},
  declined: {},
};

/** How the amendment of a document begins: business types 1 (revoke), 2 (update) and 3 (replace) ask. */
export function initialAmendment(businessDocType: number): AmendmentState {
  return businessDocType >= 1 && businessDocType <= 3 ? 'asked' : 'none';
}

/** The same at both ends. @throws EdocError `lifecycle.unknown-state` for `current`. */
export function amendmentStep(current: string, code: string): { readonly next: AmendmentState } | 'late' {
  const steps = row('amendment', amendmentTransitions, current);
  const next = isRecallCode(code) ? steps[code] : undefined;
  return next === undefined ? 'late' : { next };
}

// ------------------------------------------------------------------------------------------------- tables

/** @throws EdocError `lifecycle.unknown-state` where a stored word is not a state of the machine. */
export function deliveryState(stored: string): DeliveryState {
  return known('delivery', deliveryTransitions, stored);
}

export function businessState(stored: string): BusinessState {
  return known('business', mirrorTransitions, stored);
}

export function recallState(stored: string): RecallState {
  return known('recall', recallTransitions, stored);
}

export function amendmentState(stored: string): AmendmentState {
  return known('amendment', amendmentTransitions, stored);
}

function row<State extends string, Row>(
  machine: string,
  table: Readonly<Record<State, Row>>,
  state: string,
): Row {
  return table[known(machine, table, state)];
}

function known<State extends string, Row>(
  machine: string,
  table: Readonly<Record<State, Row>>,
  state: string,
): State {
  if (!isIn(table, state)) throw new EdocError('lifecycle.unknown-state', { detail: { machine, state } });
  return state;
}

function isIn<State extends string, Row>(table: Readonly<Record<State, Row>>, state: string): state is State {
  return Object.hasOwn(table, state);
}
