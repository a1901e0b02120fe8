/** What the agent asks of the directory: who is this, may it send, is this its certificate, may I still trust the list. */
import { type DirectoryAgency, type OrganId, parseOrganId } from '../edoc/index.js';
import { EdocError } from '../errors.js';
import type { SealSigner } from '../signing/index.js';
import type { AgentContext } from './context.js';

/** By either code form. @throws EdocError `directory.missing`, `directory.unknown-agency`. */
export async function knownAgency(
  context: AgentContext,
  code: OrganId,
  place?: string,
): Promise<DirectoryAgency> {
  const agency = await context.store.agency(code);
  if (agency) return agency;
  if (!(await context.store.directoryVersion())) throw new EdocError('directory.missing');
  throw new EdocError('directory.unknown-agency', { place, detail: { agency: code } });
}

/** @throws EdocError `directory.closed` naming the successor, `directory.suspended`. */
export function requireActive(agency: DirectoryAgency, place?: string): void {
  if (agency.state === 'closed') {
    throw new EdocError('directory.closed', {
      place,
      detail: { agency: agency.code, successor: agency.successor ?? '–' },
    });
  }
  if (agency.state === 'suspended') {
    throw new EdocError('directory.suspended', { place, detail: { agency: agency.code } });
  }
}

/**
 * The seal's certificate is one that the directory lists for the agency, and it is not revoked at that time. For what comes
 * in that is the time of coming, not the seal's own: whoever has a stolen key can write any time into a seal.
 * @throws EdocError `directory.unknown-certificate`, `directory.revoked-certificate`.
 */
export function requireListed(
  agency: DirectoryAgency,
  signer: Pick<SealSigner, 'certificateSha256'>,
  at: Date,
): void {
  const listed = agency.certificates.find((certificate) => certificate.sha256 === signer.certificateSha256);
  const detail = { agency: agency.code, certificate: signer.certificateSha256.slice(0, 16) };
  if (!listed) throw new EdocError('directory.unknown-certificate', { detail });
  if (listed.revokedAt && at >= listed.revokedAt) {
    throw new EdocError('directory.revoked-certificate', { detail });
  }
}

/** Sending needs a directory in force. @throws EdocError `directory.missing`, `directory.expired`. */
export async function requireDirectoryInForce(context: AgentContext): Promise<void> {
  const version = await context.store.directoryVersion();
  if (!version) throw new EdocError('directory.missing');
  if (version.validUntil <= context.clock.now()) {
    throw new EdocError('directory.expired', { detail: { version: version.version } });
  }
}

/** Who sealed what came in. */
export interface Sender {
  readonly agency: DirectoryAgency;
  /** As in its certificate: of the two forms, the one that its seals and packet ids are made with. */
  readonly sealed: OrganId;
}

/**
 * Who sealed a file, as the directory knows it, and that it came from the node that serves that agency. The node is
 * looked at first: what is wrong with the agency is said only to its own node.
 * @throws EdocError as above, `transport.other-node`.
 */
export async function requireSender(
  context: AgentContext,
  signer: SealSigner,
  receivedAt: Date,
  node: string | undefined,
): Promise<Sender> {
  const sealed = parseOrganId(signer.organization);
  if (!sealed) throw new EdocError('directory.unknown-agency', { detail: { agency: signer.organization } });
  const agency = await knownAgency(context, sealed);
  if (agency.node !== node) {
    throw new EdocError('transport.other-node', { detail: { agency: agency.code, node: node ?? '–' } });
  }
  requireListed(agency, signer, receivedAt);
  requireActive(agency);
  return { agency, sealed };
}
