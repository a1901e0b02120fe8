/**
 * What the revocation list that is given out says beyond the register, where that was restored from a backup: others have that list,
 * and a revocation is not called back.
 */
import { isEdocError } from '../errors.js';
import {
  crlEntries,
  type ListedCertificate,
  type RevokedCertificate,
  requireNewerCrl,
  revocationReasons,
} from '../signing/index.js';
import type { AxisContext } from './context.js';
import { ownCertificateNames, type RegisterEvent, revocationCauses } from './events.js';
import type { CertificateRecord } from './records.js';
import { plainSerialNumber, serialNumberOf } from './serials.js';

export interface ListGivenOut {
  /** 0 where there is none. */
  readonly number: number;
  readonly entries: readonly ListedCertificate[];
}

/** None where it is damaged or of somebody else: nobody took it for ours. */
export async function listGivenOut({
  crls,
  trust,
}: Pick<AxisContext, 'crls' | 'trust'>): Promise<ListGivenOut> {
  const der = await crls.read();
  if (!der) return { number: 0, entries: [] };
  try {
    const crl = requireNewerCrl(der, trust, undefined);
    const number = crl.number ? Number.parseInt(crl.number.toString('hex'), 16) : 0;
    return { number, entries: crlEntries(crl) };
  } catch (error) {
    if (isEdocError(error)) return { number: 0, entries: [] };
    throw error;
  }
}

/**
 * Writes into the register, as of then, what it knows to be issued and not to be revoked.
 * @returns what it does not know at all: for the next list, as it stands on this one
 */
export async function takeOverRevocations(
  context: AxisContext,
  { number, entries }: ListGivenOut,
): Promise<RevokedCertificate[]> {
  const { register, state } = context;
  const missing = new Map(entries.map((entry) => [plainSerialNumber(entry.serialNumber), entry]));
  for (const certificate of state.issued()) {
    if (missing.size === 0) return [];
    if (!certificate.revokedAt) continue;
    missing.delete(plainSerialNumber((await serialNumberOf(register, certificate)) ?? ''));
  }
  const reason = `on revocation list ${number}, which was given out`;
  for (const [certificate, revocation] of missing.size === 0 ? [] : issuedWithEvents(context)) {
    const serialNumber = plainSerialNumber((await serialNumberOf(register, certificate)) ?? '');
    const entry = missing.get(serialNumber);
    if (!entry) continue;
    missing.delete(serialNumber);
    const cause = revocationCauses.find((known) => known === entry.reason);
    const event = { ...revocation, reason, ...(cause === undefined ? {} : { cause }) };
    // The time of the entry is that of the revocation: what was sealed since then stays refused.
    const taken = { at: entry.revokedAt, events: [event] };
    await register.append(taken);
    state.apply(taken);
  }
  return [...missing.values()].map(({ serialNumber, revokedAt, reason: said }) => {
    const known = revocationReasons.find((one) => one === said);
    return {
      serialNumber,
      revokedAt,
      ...(known === undefined || known === 'unused' ? {} : { reason: known }),
    };
  });
}

type RevocationEvent = Extract<RegisterEvent, { readonly sha256: string; readonly reason: string }>;
type WithoutReason<Event> = Event extends unknown ? Omit<Event, 'reason' | 'cause'> : never;

/** Every certificate that is not revoked, and the event that would revoke it. */
function issuedWithEvents({ state }: AxisContext): [CertificateRecord, WithoutReason<RevocationEvent>][] {
  const all: [CertificateRecord, WithoutReason<RevocationEvent>][] = [];
  const add = (
    certificates: readonly CertificateRecord[],
    event: (sha256: string) => WithoutReason<RevocationEvent>,
  ) => {
    for (const certificate of certificates) {
      if (!certificate.revokedAt) all.push([certificate, event(certificate.sha256)]);
    }
  };
  for (const { code, certificates } of state.agencies) {
    add(certificates, (sha256) => ({ type: 'certificate-revoked', code, sha256 }));
  }
  for (const { name: node, certificates } of state.nodes) {
    add(certificates, (sha256) => ({ type: 'node-certificate-revoked', node, sha256 }));
  }
  for (const name of ownCertificateNames) {
    add(state.ownCertificates(name), (sha256) => ({ type: 'own-certificate-revoked', name, sha256 }));
  }
  return all;
}
