/** Holds the evidence of two sides against each other, packet by packet. `spec/container.md`, section 6. */
import type { ErrorCode, ErrorDetail, Finding } from '../../errors.js';
import type { PacketClaim, ReceiptClaim } from './claims.js';
import { agenciesOf, concerning } from './parties.js';

export interface Side {
  /** What people call the side: what they named on the command line. */
  readonly name: string;
  readonly claims: readonly PacketClaim[];
}

/** What a side says of one packet, all its evidence taken together. */
export interface Standing {
  /** Empty where the side has no more than receipts. */
  readonly says: readonly NonNullable<PacketClaim['says']>[];
  /** SHA-256 of the packets held under the id; more than one is a contradiction in itself. */
  readonly digests: readonly string[];
  readonly agencies: readonly string[];
  readonly receipts: readonly ReceiptClaim[];
  /** Whether the side's evidence would hold receipts for the packet. */
  readonly answered: boolean;
}

export interface Reconciled {
  readonly packetId: string;
  readonly title?: string;
  /** Undefined where the side knows nothing of the packet. */
  readonly a?: Standing;
  readonly b?: Standing;
  readonly findings: readonly Finding[];
}

export interface Reconciliation {
  /** By packet id, which grows with time. */
  readonly packets: readonly Reconciled[];
  /** The agencies for which each side speaks, by all that it shows. */
  readonly agencies: { readonly a: readonly string[]; readonly b: readonly string[] };
  /** How many packets each side had with third agencies alone. They are not among `packets`. */
  readonly withOthers: { readonly a: number; readonly b: number };
}

export function reconcile(a: Side, b: Side): Reconciliation {
  const ofA = byPacket(a);
  const ofB = byPacket(b);
  const agencies = { a: agenciesOf(a.claims), b: agenciesOf(b.claims) };
  const mayConcern = { a: concerning(agencies.a), b: concerning(agencies.b) };
  const withOthers = { a: 0, b: 0 };
  const packets: Reconciled[] = [];
  for (const packetId of [...new Set([...ofA.keys(), ...ofB.keys()])].sort()) {
    const claims = { a: ofA.get(packetId) ?? [], b: ofB.get(packetId) ?? [] };
    const one = standingOf(claims.a);
    const other = standingOf(claims.b);
    const ofOthers =
      !other && !mayConcern.b(claims.a) ? 'a' : !one && !mayConcern.a(claims.b) ? 'b' : undefined;
    const found = compare([a.name, one], [b.name, other]);
    // What a side's evidence says against itself counts, whomever the packet was exchanged with.
    const findings = ofOthers ? found.filter(({ code }) => code !== 'reconcile.missing') : found;
    if (ofOthers && findings.length === 0) {
      withOthers[ofOthers] += 1;
      continue;
    }
    const title = [...claims.a, ...claims.b].find((claim) => claim.title !== undefined)?.title;
    packets.push({
      packetId,
      ...(title === undefined ? {} : { title }),
      ...(one ? { a: one } : {}),
      ...(other ? { b: other } : {}),
      findings,
    });
  }
  return { packets, agencies, withOthers };
}

type Named = readonly [name: string, standing: Standing | undefined];

function byPacket({ claims }: Side): Map<string, PacketClaim[]> {
  const packets = new Map<string, PacketClaim[]>();
  for (const claim of claims) {
    const known = packets.get(claim.packetId);
    if (known) known.push(claim);
    else packets.set(claim.packetId, [claim]);
  }
  return packets;
}

function standingOf(claims: readonly PacketClaim[]): Standing | undefined {
  if (claims.length === 0) return undefined;
  const receipts = new Map<string, ReceiptClaim>();
  for (const receipt of claims.flatMap((claim) => claim.receipts)) {
    receipts.set(`${receipt.agency} ${receipt.outcome} ${receipt.packetSha256 ?? ''}`, receipt);
  }
  return {
    says: [...new Set(claims.flatMap(({ says }) => says ?? []))],
    digests: [...new Set(claims.flatMap(({ sha256 }) => sha256 ?? []))],
    agencies: [...new Set(claims.flatMap(({ agencies }) => agencies))],
    receipts: [...receipts.values()],
    answered: claims.some(({ answered }) => answered),
  };
}

function compare(a: Named, b: Named): Finding[] {
  const [one, other] = [a[1], b[1]];
  const findings: Finding[] = [];
  for (const [[name, standing], [, opposite]] of [
    [a, b],
    [b, a],
  ] as const) {
    if (!standing) continue;
    if (standing.says.length === 0) {
      for (const { agency } of standing.receipts) {
        findings.push(difference('reconcile.receipt-without-packet', { side: name, agency }));
      }
    } else if (!opposite || opposite.says.length === 0) {
      findings.push(difference('reconcile.missing', { side: name }));
    }
  }
  const digests = new Set([...(one?.digests ?? []), ...(other?.digests ?? [])]);
  if (digests.size > 1) findings.push(difference('reconcile.digest'));
  findings.push(...compareReceipts(a, b), ...compareReceipts(b, a));
  findings.push(...contradictions(one, other, digests));
  const receipts = (one?.receipts.length ?? 0) + (other?.receipts.length ?? 0);
  const both = (one?.says.length ?? 0) > 0 && (other?.says.length ?? 0) > 0;
  if (both && (one?.answered || other?.answered) && receipts === 0)
    findings.push(difference('reconcile.unanswered'));
  return findings;
}

/** What the second side has and the first should have: a sender all receipts, a recipient its own. */
function compareReceipts([name, standing]: Named, [, opposite]: Named): Finding[] {
  if (!standing?.answered || !opposite || standing.says.length === 0) return [];
  const has = new Set(standing.receipts.map(({ agency }) => agency));
  return opposite.receipts
    .filter(({ agency }) => !has.has(agency))
    .filter(({ agency }) => standing.says.includes('sent') || standing.agencies.includes(agency))
    .map(({ agency }) => difference('reconcile.receipt-missing', { side: name, agency }));
}

/** Receipts of one agency that say different things, and receipts for other octets than anybody holds. */
function contradictions(
  one: Standing | undefined,
  other: Standing | undefined,
  digests: ReadonlySet<string>,
): Finding[] {
  const receipts = [...(one?.receipts ?? []), ...(other?.receipts ?? [])];
  const findings: Finding[] = [];
  for (const agency of new Set(receipts.map((receipt) => receipt.agency))) {
    const own = receipts.filter((receipt) => receipt.agency === agency);
    const ends = [one, other].flatMap((standing) => lastWord(standing, agency) ?? []);
    if (new Set(ends).size > 1) {
      findings.push(difference('reconcile.receipt-other', { agency }));
    }
    const stranger = own.some(
      ({ packetSha256 }) => packetSha256 !== undefined && digests.size > 0 && !digests.has(packetSha256),
    );
    if (stranger) findings.push(difference('reconcile.receipt-digest', { agency }));
  }
  return findings;
}

/** An acceptance corrects a refusal (`spec/receipt.md`, point 5): who has both holds the acceptance. */
function lastWord(standing: Standing | undefined, agency: string): ReceiptClaim['outcome'] | undefined {
  const own = standing?.receipts.filter((receipt) => receipt.agency === agency) ?? [];
  return own.find(({ outcome }) => outcome === 'accepted')?.outcome ?? own[0]?.outcome;
}

function difference(code: ErrorCode, detail: ErrorDetail = {}): Finding {
  return { code, severity: 'error', detail };
}
