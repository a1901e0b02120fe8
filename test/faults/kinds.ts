/** All that can go wrong in a campaign, a file each. */
import type { Random } from '../e2e/kill/random.js';
import type { Fault, Kind } from './fault.js';
import { agentFrozen } from './kinds/agent-frozen.js';
import { agentKilled } from './kinds/agent-killed.js';
import { brokerFrozen } from './kinds/broker-frozen.js';
import { brokerKilled } from './kinds/broker-killed.js';
import { clockJump } from './kinds/clock-jump.js';
import { diskFull } from './kinds/disk-full.js';
import { keyRolledOver } from './kinds/key-rolled-over.js';
import { lineCut } from './kinds/line-cut.js';
import { lineHalfOpen } from './kinds/line-half-open.js';
import { lineStalled } from './kinds/line-stalled.js';
import { messagesDelayed, messagesDoubled, messagesLost, messagesReordered } from './kinds/messages.js';
import { storeBusy } from './kinds/store-busy.js';
import type { Rig } from './rig.js';

export const kinds: readonly Kind[] = [
  agentKilled,
  agentFrozen,
  brokerKilled,
  brokerFrozen,
  lineCut,
  lineStalled,
  lineHalfOpen,
  messagesDoubled,
  messagesDelayed,
  messagesReordered,
  messagesLost,
  diskFull,
  storeBusy,
  clockJump,
  keyRolledOver,
];

/** A fault with the name of its kind. */
export type KnownFault = Fault & { readonly kind: string };

export function made(kind: Kind, rig: Rig, random: Random): KnownFault {
  return { ...kind.make(rig, random), kind: kind.name };
}

/** One of them, by their weights. */
export function drawn(rig: Rig, random: Random, among: readonly Kind[]): KnownFault {
  const weights = among.reduce((sum, { weight }) => sum + weight, 0);
  let at = random() * weights;
  for (const kind of among) {
    at -= kind.weight;
    if (at < 0) return made(kind, rig, random);
  }
  throw new Error('there is no kind of fault');
}
