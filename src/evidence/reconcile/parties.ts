/** Whom a packet concerns: what two sides' evidence need not agree on is what neither of them had with the other. */
import { sameAgency } from '../same-agency.js';
import type { PacketClaim } from './claims.js';

/** For which agencies a side speaks, by all that it shows. */
export function agenciesOf(claims: readonly PacketClaim[]): string[] {
  return [...new Set(claims.flatMap(({ agencies }) => agencies))].sort();
}

/**
 * Whether a packet of which one side has these claims may concern the other, which speaks for these agencies. What is not
 * known speaks for it: the sender, all recipients, the other side's agencies, whether codes of two forms name one agency.
 */
export function concerning(agencies: readonly string[]): (claims: readonly PacketClaim[]) => boolean {
  const known = new Map<string, boolean>();
  const isTheirs = (code: string): boolean => {
    const found = known.get(code) ?? agencies.some((each) => sameAgency(code, each) !== 'other');
    known.set(code, found);
    return found;
  };
  return (claims) => {
    const senders = claims.flatMap(({ from }) => from ?? []);
    const recipients = claims.flatMap(({ to }) => to ?? []);
    if (agencies.length === 0 || senders.length === 0 || recipients.length === 0) return true;
    const others = claims.flatMap((claim) => [
      ...claim.agencies,
      ...claim.receipts.map(({ agency }) => agency),
    ]);
    return [...senders, ...recipients, ...others].some(isTheirs);
  };
}
