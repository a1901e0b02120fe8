/** What a search is about: who is where, what may go wrong how often, and what a faulty node does otherwise. */
import type { BusinessCode } from '../../src/edoc/index.js';
import type { Agency, Budget, Message, Node, State } from './state.js';

/**
 * Each is a node that is wrong in one point. The search has to find what comes of it: one that finds nothing anywhere proves
 * nothing about the true protocol either.
 */
export type Fault =
  | 'tells the clerk before it has stored'
  | 'answers before it has stored'
  | 'acknowledges before it has stored'
  | 'does not keep the receipt'
  | 'does not know what it took before'
  | 'does not look again before it refuses'
  | 'does not publish again'
  | 'takes the confirm for a receipt'
  | 'lets a late status go back'
  | 'drops a recall that overtook its document'
  | 'shows a recall without its document'
  | 'withdraws what it has handed out'
  | 'forgets at start what may be published'
  | 'withdraws from one agency of a node'
  | 'sends answers in any order'
  | 'lets answers wait for what was given up';

export interface Setting {
  readonly name: string;
  /** The agencies that the document is addressed to, and the node of each. */
  readonly recipients: Readonly<Partial<Record<Agency, Node>>>;
  /** As `BussinessDocType`: 0 for a new document, 1 to 3 ask to change an earlier one. */
  readonly businessDocType: number;
  /** What the recipients' clerks may do, as far as the tables let them. */
  readonly codes: readonly BusinessCode[];
  readonly budget: Budget;
  readonly faults?: readonly Fault[];
}

export const nothing: Budget = {
  crash: 0,
  lose: 0,
  duplicate: 0,
  earlyRetry: 0,
  expire: 0,
  unroutable: 0,
  refuse: 0,
  recalls: 0,
  steps: 0,
};

export function isFaulty({ faults }: Setting, fault: Fault): boolean {
  return faults?.includes(fault) ?? false;
}

export function nodeOf({ recipients }: Setting, agency: Agency): Node {
  return recipients[agency] ?? 'a';
}

/** The node that sent the packet, where its receipts go. */
export function homeOf(setting: Setting, state: State, packet: number): Node {
  return nodeOf(setting, state.packets[packet]?.from ?? 'A');
}

/** What a step asks of the store of a node, for `store-follows.test.ts`, which takes the same steps on real stores. */
export type Act =
  | { readonly do: 'hand out' | 'confirm' | 'return'; readonly packet: number }
  | { readonly do: 'take' | 'refuse'; readonly packet: number; readonly node: Node }
  | { readonly do: 'reply'; readonly packet: number; readonly agency: Agency; readonly confirmed: boolean }
  | { readonly do: 'settle'; readonly packet: number; readonly receipt: NonNullable<Message['receipt']> }
  | { readonly do: 'restart'; readonly node: Node };

/** One thing that can happen. `clerk` may happen and need not; `fault` is counted in the budget; the rest happens in the end. */
export interface Step {
  readonly kind: 'node' | 'clerk' | 'fault';
  readonly what: string;
  readonly next: State;
  /** In order; none where no store has a part in it, and where people do it: what they do is in the state. */
  readonly acts?: readonly Act[];
}
