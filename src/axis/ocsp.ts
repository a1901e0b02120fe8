/**
 * Whether a certificate of the axis was revoked (OCSP, RFC 6960), from the register as it is at the moment. The responder has a
 * key of its own: the root's is not needed.
 */
import { EdocError, isEdocError } from '../errors.js';
import {
  describeCertificate,
  isOcspEntryOf,
  issueOcspResponse,
  type OcspRequest,
  type OcspResponder,
  type OcspStatement,
  readOcspRequest,
  writeOcspFailure,
} from '../signing/index.js';
import type { FollowedCertificates } from './followed.js';
import type { Clock } from './ports.js';
import type { IssuedCertificate } from './records.js';

export interface OcspService {
  /** Certificate of the root, DER. */
  readonly root: Uint8Array;
  readonly responder: OcspResponder;
  readonly certificates: Pick<FollowedCertificates, 'find'>;
  readonly clock: Clock;
}

/** How long an answer may be used again: who asks anew hears of a revocation at once, who does not, after this at the latest. */
const answerMs = 3_600_000;

/**
 * The answer to a request, DER: `good` or `revoked` for a certificate that the axis issued, also after it expired (archiveCutoff),
 * `unknown` for any other, and malformedRequest for what is no request.
 * @throws EdocError `axis.register-damaged`, and `certificate.not-yet-valid` and `certificate.expired` where the clock lies outside the
 * responder's certificate
 */
export async function answerOcsp(service: OcspService, request: Uint8Array): Promise<Buffer> {
  const asked = readable(request);
  if (!asked) return writeOcspFailure('malformedRequest');
  const { entries, nonce } = asked;
  // Before the look, which may take a while: what is revoked meanwhile was not looked at (RFC 6960, 4.2.2.1).
  const now = service.clock.now();
  requireValid(service.responder, now);
  const found = await service.certificates.find(
    entries.map(({ serialNumber }) => serialNumber.toString('hex')),
  );
  // The register forgets nothing, from the first certificate on.
  const { notBefore: keptSince } = describeCertificate(service.root);
  const answers = entries.map((entry, index): OcspStatement => {
    const times = { thisUpdate: now, nextUpdate: new Date(now.getTime() + answerMs) };
    const certificate = isOcspEntryOf(entry, service.root) ? found[index] : undefined;
    if (!certificate) return { entry, ...times, status: 'unknown' };
    return { entry, ...times, ...statusOf(certificate), keptSince };
  });
  return issueOcspResponse(service.responder, { producedAt: now, answers, nonce });
}

/** What is signed with a certificate that has run out is taken by nobody: no answer tells more than a wrong one. */
function requireValid({ certificates: [own] }: OcspResponder, now: Date): void {
  if (!own) throw new EdocError('certificate.malformed');
  const { subject, notBefore, notAfter } = describeCertificate(own);
  if (now < notBefore) {
    throw new EdocError('certificate.not-yet-valid', {
      detail: { subject, notBefore: notBefore.toISOString() },
    });
  }
  if (now > notAfter) {
    throw new EdocError('certificate.expired', { detail: { subject, notAfter: notAfter.toISOString() } });
  }
}

function statusOf({
  revokedAt,
  revokedCause: reason,
}: IssuedCertificate): Pick<OcspStatement, 'status' | 'revokedAt' | 'reason'> {
  if (!revokedAt) return { status: 'good' };
  return { status: 'revoked', revokedAt, ...(reason === undefined ? {} : { reason }) };
}

function readable(request: Uint8Array): OcspRequest | undefined {
  try {
    return readOcspRequest(request);
  } catch (error) {
    if (isEdocError(error)) return undefined;
    throw error;
  }
}
