/** Holds the evidence of two sides against each other, packet by packet. `spec/container.md`, section 6. */
import type { ErrorCode, ErrorDetail, Finding } from '../../errors.js';
import type { PacketClaim, ReceiptClaim } from './claims.js';

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

/** By packet id, which grows with time. */
export function reconcile(a: Side, b: Side): Reconciled[] {
  const ofA = byPacket(a);
  const ofB = byPacket(b);
  const ids = [...new Set([...ofA.keys(), ...ofB.keys()])].sort();
  return ids.map((packetId) => {
    const claims = { a: ofA.get(packetId) ?? [], b: ofB.get(packetId) ?? [] };
    const title = [...claims.a, ...claims.b].find((claim) => claim.title !== undefined)?.title;
    const one = standingOf(claims.a);
    const other = standingOf(claims.b);
    return {
      packetId,
      ...(title === undefined ? {} : { title }),
      ...(one ? { a: one } : {}),
      ...(other ? { b: other } : {}),
      findings: compare([a.name, one], [b.name, other]),
    };
  });
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
