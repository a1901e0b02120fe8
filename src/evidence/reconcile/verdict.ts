/** What a reconciliation comes to, at a glance. `spec/container.md`, section 6. */
import type { Reconciled } from './reconcile.js';

export interface ReconcileVerdict {
  /** `nothing-compared` where no packet concerns both sides and nothing is there that is not valid. */
  readonly outcome: 'agree' | 'differ' | 'nothing-compared';
  /** Packets; each counts once among those that agree, are missing on a side, or differ otherwise. */
  readonly compared: number;
  readonly agreeing: number;
  /** Packets that the side lacks and the other has. */
  readonly missing: { readonly a: number; readonly b: number };
  readonly differing: number;
  /** Files of the side that are not valid, and count for nothing. */
  readonly notValid: { readonly a: number; readonly b: number };
}

export function reconcileVerdict(
  packets: readonly Reconciled[],
  notValid: ReconcileVerdict['notValid'],
): ReconcileVerdict {
  const agreeing = packets.filter(({ findings }) => findings.length === 0).length;
  const missing = { a: 0, b: 0 };
  for (const packet of packets) {
    if (!packet.findings.some(({ code }) => code === 'reconcile.missing')) continue;
    missing[(packet.a?.says.length ?? 0) === 0 ? 'a' : 'b'] += 1;
  }
  const compared = packets.length;
  const agrees = agreeing === compared && notValid.a + notValid.b === 0;
  return {
    outcome: !agrees ? 'differ' : compared === 0 ? 'nothing-compared' : 'agree',
    compared,
    agreeing,
    missing,
    differing: compared - agreeing - missing.a - missing.b,
    notValid,
  };
}
