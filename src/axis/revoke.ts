/**
 * Certificates that are no longer trusted: of an agency, of a node, of the axis itself. The register has it first; the next
 * revocation list is there before the command ends, whether or not the broker can be reached.
 */
import { EdocError } from '../errors.js';
import { type AxisContext, record } from './context.js';
import { issueCrlIfDue } from './crl.js';
import type { OwnCertificateName, RegisterEvent, RevocationCause } from './events.js';
import { requireAgency, requireNode } from './known.js';
import type { AgencyRecord, CertificateRecord, NodeRecord } from './records.js';

export interface Revocation {
  /** For people; it stays in the register. */
  readonly reason: string;
  /** For programs; it stands in the revocation list. */
  readonly cause?: RevocationCause | undefined;
}

/**
 * One certificate is no longer trusted: seals made from now on with its key are refused.
 * @param sha256 of the DER, or the beginning of it where that names one
 * @throws EdocError `axis.unknown-agency`, `axis.unknown-certificate`
 */
export async function revokeCertificate(
  context: AxisContext,
  code: string,
  sha256: string,
  revocation: Revocation,
): Promise<AgencyRecord> {
  const agency = requireAgency(context, code);
  const certificate = named(agency.code, agency.certificates, sha256);
  await record(context, ...revocations({ ...agency, certificates: [certificate] }, revocation));
  await issueCrlIfDue(context);
  return requireAgency(context, code);
}

/**
 * A node's certificates, one or all of them. The broker goes by the node's name: keep it out with `suspendNode` until the
 * node is enrolled with another key.
 * @throws EdocError `axis.unknown-node`, `axis.unknown-certificate`
 */
export async function revokeNodeCertificates(
  context: AxisContext,
  name: string,
  revocation: Revocation & { readonly certificate?: string | undefined },
): Promise<NodeRecord> {
  const { certificates } = requireNode(context, name);
  const { certificate } = revocation;
  const meant = certificate === undefined ? certificates : [named(name, certificates, certificate)];
  const events = unrevoked(meant).map(
    ({ sha256 }): RegisterEvent => ({
      type: 'node-certificate-revoked',
      node: name,
      sha256,
      ...words(revocation),
    }),
  );
  await record(context, ...events);
  await issueCrlIfDue(context);
  return requireNode(context, name);
}

/**
 * One of the axis's own certificates; left out, every one of that name but the newest, as after renewing for a key that was
 * lost.
 * @throws EdocError `axis.unknown-certificate`, `axis.nothing-replaced` where the newest is the only one
 */
export async function revokeOwnCertificates(
  context: AxisContext,
  name: OwnCertificateName,
  revocation: Revocation & { readonly certificate?: string | undefined },
): Promise<readonly CertificateRecord[]> {
  const certificates = context.state.ownCertificates(name);
  const { certificate } = revocation;
  if (certificate === undefined && certificates.length < 2) {
    throw new EdocError('axis.nothing-replaced', { detail: { name } });
  }
  const meant =
    certificate === undefined ? certificates.slice(0, -1) : [named(name, certificates, certificate)];
  const events = unrevoked(meant).map(
    ({ sha256 }): RegisterEvent => ({ type: 'own-certificate-revoked', name, sha256, ...words(revocation) }),
  );
  await record(context, ...events);
  await issueCrlIfDue(context);
  return context.state.ownCertificates(name);
}

/** The events that revoke what of an agency's certificates is not revoked yet. */
export function revocations(
  { code, certificates }: Pick<AgencyRecord, 'code' | 'certificates'>,
  revocation: Revocation,
): RegisterEvent[] {
  return unrevoked(certificates).map(({ sha256 }) => ({
    type: 'certificate-revoked',
    code,
    sha256,
    ...words(revocation),
  }));
}

function words({ reason, cause }: Revocation): { reason: string; cause?: RevocationCause } {
  return { reason, ...(cause === undefined ? {} : { cause }) };
}

function unrevoked(certificates: readonly CertificateRecord[]): CertificateRecord[] {
  return certificates.filter((certificate) => certificate.revokedAt === undefined);
}

function named(
  subject: string,
  certificates: readonly CertificateRecord[],
  sha256: string,
): CertificateRecord {
  const wanted = sha256.toLowerCase().replaceAll(':', '');
  const [certificate, ...others] = certificates.filter((known) => known.sha256.startsWith(wanted));
  if (certificate && others.length === 0 && wanted.length >= 8) return certificate;
  throw new EdocError('axis.unknown-certificate', { detail: { agency: subject, certificate: sha256 } });
}
