/** The signing keys of an agency: which of them seals now, and what people and the directory should know of it. */
import type { DirectoryAgency } from '../edoc/index.js';
import { EdocError } from '../errors.js';
import { type CertificateDescription, describeCertificate, type Signer } from '../signing/index.js';
import type { AgentContext } from './context.js';
import type { Identity } from './identities.js';

/**
 * The signer that seals now. In a roll-over that is the one with the newest certificate that is valid and that the
 * directory lists; where it lists none, the newest valid one, and whoever sends hears of the directory.
 * @throws EdocError `agent.certificate-expired` where no certificate is valid now: nothing may be sealed with it
 */
export async function sealSigner(
  context: Pick<AgentContext, 'store' | 'clock'>,
  identity: Identity,
): Promise<Signer> {
  const signer = await presentSigner(context, identity);
  const { notAfter } = describe(signer);
  if (notAfter > context.clock.now()) return signer;
  throw new EdocError('agent.certificate-expired', {
    detail: { agency: identity.code, notAfter: notAfter.toISOString() },
  });
}

/** The same, but where none is valid the one that was valid longest. */
export async function presentSigner(
  context: Pick<AgentContext, 'store' | 'clock'>,
  identity: Identity,
): Promise<Signer> {
  const { signer, next, code } = identity;
  if (!next) return signer;
  const now = context.clock.now();
  const agency = await context.store.agency(code);
  const valid = newestFirst([next, signer]).filter((one) => isValid(describe(one), now));
  const listed = valid.find((one) => agency && isListed(agency, one, now));
  return listed ?? valid[0] ?? latest([next, signer]);
}

export function describeSigner(signer: Signer): { subject: string; notAfter: string } {
  const { commonName, notAfter } = describe(signer);
  return { subject: commonName, notAfter: notAfter.toISOString() };
}

/** As the directory lists it: SHA-256 of the DER, in hexadecimal. */
export function certificateSha256(signer: Signer): string {
  return describe(signer).certificateSha256;
}

function isListed(agency: DirectoryAgency, signer: Signer, at: Date): boolean {
  const sha256 = certificateSha256(signer);
  return agency.certificates.some(
    (listed) => listed.sha256 === sha256 && !(listed.revokedAt && at >= listed.revokedAt),
  );
}

function isValid({ notBefore, notAfter }: CertificateDescription, at: Date): boolean {
  return notBefore <= at && at < notAfter;
}

function newestFirst(signers: readonly Signer[]): Signer[] {
  return signers.toSorted((a, b) => describe(b).notBefore.getTime() - describe(a).notBefore.getTime());
}

function latest([first, second]: readonly [Signer, Signer]): Signer {
  return describe(first).notAfter >= describe(second).notAfter ? first : second;
}

/** The certificates of a signer do not change. */
const described = new WeakMap<Signer, CertificateDescription>();

function describe(signer: Signer): CertificateDescription {
  const known = described.get(signer);
  if (known) return known;
  const description = describeCertificate(leafOf(signer));
  described.set(signer, description);
  return description;
}

function leafOf({ certificates: [leaf] }: Signer): Uint8Array {
  if (!leaf) throw new Error('a signer without a certificate');
  return leaf;
}
