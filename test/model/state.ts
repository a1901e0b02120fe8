/**
 * One state of the protocol: what the nodes have on disk, what they hold in memory, and what is with the broker. A node owns the
 * left or the right half of a delivery; that both stand in one record is only for reading.
 */
import type {
  AmendmentState,
  BusinessCode,
  BusinessState,
  DeliveryState,
  RecallState,
  ReceivedState,
} from '../../src/edoc/index.js';

/** An agency. `A` sends the document; the others receive it. */
export type Agency = 'A' | 'B' | 'C';
export type Node = 'a' | 'b' | 'c';
export type Outcome = 'accepted' | 'refused';

export interface Delivery {
  readonly to: Agency;

  // On the sender's disk.
  readonly state: DeliveryState;
  readonly business: BusinessState;
  readonly recall: RecallState;
  readonly amendment: AmendmentState;
  readonly published: boolean;
  /** The number of the receipt that decided it; 0 where none did. */
  readonly settledBy: number;

  // On the recipient's disk.
  readonly answer?: Outcome | undefined;
  /** Which receipt is kept for these octets: receipts are counted as they are made, 0 is none. */
  readonly receipt: number;
  readonly receiptWaits: boolean;
  /** Of a document: the entry in the recipient's register. */
  readonly entry?: ReceivedState | undefined;
  /** Of a status: what became of it. */
  readonly standing?: 'waiting' | 'applied' | 'late' | undefined;

  /** In the recipient's memory, and only where a faulty node answers or acknowledges before it has stored. */
  readonly owed: boolean;

  // Nowhere: counted by whoever watches.
  readonly receiptsMade: number;
  readonly timesShown: number;
}

export interface Packet {
  readonly code: 'document' | BusinessCode;
  readonly from: Agency;
  readonly deliveries: readonly Delivery[];
  /** On the sender's disk; `promised` only where a faulty node answers its clerk before it has stored. */
  readonly stored: 'yes' | 'promised' | 'lost';
  /** On the sender's disk: in the outbox. */
  readonly waits: boolean;
  /** In the sender's memory: given out to be published in this run. */
  readonly handedOut: boolean;
  /** In the sender's memory: being published to these nodes. */
  readonly flight?: { readonly nodes: readonly Node[]; readonly taken: boolean } | undefined;
}

/**
 * With the broker. `ready`: may be delivered at any moment, before or after any other. `held`: with a consumer that found the packet
 * new and has not stored anything yet.
 */
export interface Message {
  readonly packet: number;
  /** The node whose queue it is in. */
  readonly at: Node;
  /** Of a receipt: who answers, and what; otherwise it is the packet itself. */
  readonly receipt?: { readonly by: Agency; readonly outcome: Outcome; readonly number: number } | undefined;
  readonly phase: 'ready' | 'held';
}

/** How often each may still happen. What costs nothing may happen always. */
export interface Budget {
  readonly crash: number;
  /** A message is lost: before the broker had it, with its confirm, or while the broker had it. */
  readonly lose: number;
  readonly duplicate: number;
  /** A retry although the first message is still on its way. */
  readonly earlyRetry: number;
  readonly expire: number;
  /** The broker has no queue for it. */
  readonly unroutable: number;
  /** The recipient's node cannot take the packet. */
  readonly refuse: number;
  readonly recalls: number;
  /** Steps of the recipients' clerks. */
  readonly steps: number;
}

export interface State {
  readonly packets: readonly Packet[];
  readonly wire: readonly Message[];
  readonly budget: Budget;
}

export function newDelivery(to: Agency, amendment: AmendmentState): Delivery {
  return {
    to,
    state: 'queued',
    business: 'none',
    recall: 'none',
    amendment,
    published: false,
    settledBy: 0,
    answer: undefined,
    receipt: 0,
    receiptWaits: false,
    entry: undefined,
    standing: undefined,
    owed: false,
    receiptsMade: 0,
    timesShown: 0,
  };
}

export function newPacket(code: Packet['code'], from: Agency, deliveries: readonly Delivery[]): Packet {
  return { code, from, deliveries, stored: 'yes', waits: true, handedOut: false, flight: undefined };
}

/**
 * The same text for states that differ in nothing that matters: the broker's messages have no order. Equal packets and messages
 * have one number each, given when first seen, so that the text is short and nothing is hashed.
 */
export function canonical({ packets, wire, budget }: State): string {
  const messages = wire.map(({ packet, at, receipt, phase }) =>
    numbered([packet, at, receipt?.by, receipt?.outcome, receipt?.number, phase].join()),
  );
  messages.sort((one, other) => one - other);
  return `${packets.map(packetNumber).join()}|${messages.join()}|${budgetNumber(budget)}`;
}

const numbers = new Map<string, number>();
/** Parts of states are never changed, only replaced: what was numbered once need not be looked at again. */
const known = new WeakMap<Packet | Budget, number>();

function numbered(text: string): number {
  const number = numbers.get(text) ?? numbers.size;
  if (number === numbers.size) numbers.set(text, number);
  return number;
}

function packetNumber(packet: Packet): number {
  const before = known.get(packet);
  if (before !== undefined) return before;
  const number = numbered(JSON.stringify(packet));
  known.set(packet, number);
  return number;
}

function budgetNumber(budget: Budget): number {
  const number = known.get(budget) ?? numbered(Object.values(budget).join());
  known.set(budget, number);
  return number;
}

export function replacePacket(state: State, index: number, change: Partial<Packet>): State {
  return {
    ...state,
    packets: state.packets.map((packet, at) => (at === index ? { ...packet, ...change } : packet)),
  };
}

export function replaceDelivery(state: State, index: number, to: Agency, change: Partial<Delivery>): State {
  const packet = state.packets[index];
  if (!packet) throw new RangeError(`no packet ${index}`);
  return replacePacket(state, index, {
    deliveries: packet.deliveries.map((delivery) =>
      delivery.to === to ? { ...delivery, ...change } : delivery,
    ),
  });
}

export function send(state: State, ...messages: readonly Message[]): State {
  return { ...state, wire: [...state.wire, ...messages] };
}

export function without(state: State, message: Message): State {
  return { ...state, wire: state.wire.filter((one) => one !== message) };
}

export function moved(state: State, message: Message, phase: Message['phase']): State {
  return { ...state, wire: state.wire.map((one) => (one === message ? { ...one, phase } : one)) };
}

/** Undefined where the budget has no more of it. */
export function spend(state: State, what: keyof Budget): State | undefined {
  const left = state.budget[what];
  return left > 0 ? { ...state, budget: { ...state.budget, [what]: left - 1 } } : undefined;
}
