/** Issuing time stamps: what an authority answers to a request (RFC 3161, 2.4). */
import { createPublicKey, type KeyObject } from 'node:crypto';
import { EdocError, isEdocError } from '../../errors.js';
import { parseCertificate } from '../certificate.js';
import { tstInfoType } from '../cms/identifiers.js';
import { writeCms } from '../cms/write.js';
import { readTimeStampRequest, type TimeStampRequest } from './request.js';
import { type TimeStampFailure, writeGranted, writeRejection } from './response.js';
import { writeTstInfo } from './tst-info.js';

export interface TimeStampAuthority {
  /** DER, the authority's own first, each followed by its issuer, without the anchor. */
  readonly certificates: readonly Uint8Array[];
  readonly key: KeyObject;
}

export interface TimeStampIssueOptions {
  readonly time: Date;
  /** At most 20 octets, never the same twice. */
  readonly serialNumber: Uint8Array;
  /** Object identifier of the policy under which this authority stamps. */
  readonly policy: string;
  /** How well the clock is kept. */
  readonly accuracySeconds?: number;
}

const imprintBytes = 32;

/**
 * Answers a request: a TimeStampResp, DER, with a token, or with the rejection that RFC 3161 has for it. A request that cannot be
 * read is answered too.
 * @throws EdocError for what is wrong with the authority: `key.mismatch`, `key.type`, `certificate.malformed`,
 * `certificate.not-yet-valid` and `certificate.expired` where the time lies outside its certificate's validity.
 */
export async function issueTimeStamp(
  authority: TimeStampAuthority,
  request: Uint8Array,
  options: TimeStampIssueOptions,
): Promise<Buffer> {
  const certificate = checkAuthority(authority, options.time);
  const asked = readable(request);
  if (!asked) return writeRejection('badDataFormat', 'the request cannot be read');
  const refusal = refusalOf(asked, options.policy);
  if (refusal) return writeRejection(...refusal);
  const { policy, serialNumber, time, accuracySeconds = 1 } = options;
  const { imprint, nonce, wantsCertificates } = asked;
  const content = writeTstInfo({ policy, imprint, serialNumber, time, accuracySeconds, nonce });
  const { certificates, key } = authority;
  const carried = wantsCertificates ? certificates : [];
  return writeGranted(
    await writeCms({ contentType: tstInfoType, content, certificate, key, certificates: carried }),
  );
}

function readable(request: Uint8Array): TimeStampRequest | undefined {
  try {
    return readTimeStampRequest(request);
  } catch (error) {
    if (isEdocError(error)) return undefined;
    throw error;
  }
}

function refusalOf(asked: TimeStampRequest, policy: string): readonly [TimeStampFailure, string] | undefined {
  if (asked.version !== 1) return ['badRequest', 'only version 1 is known'];
  if (asked.algorithm !== 'sha256') return ['badAlg', 'only SHA-256 imprints are stamped'];
  if (asked.imprint.length !== imprintBytes) return ['badDataFormat', 'the imprint is not 32 octets long'];
  if (asked.policy !== undefined && asked.policy !== policy)
    return ['unacceptedPolicy', `the policy is ${policy}`];
  if (asked.hasExtensions) return ['unacceptedExtension', 'no extension is known'];
  return undefined;
}

function checkAuthority({ certificates, key }: TimeStampAuthority, time: Date): Uint8Array {
  const [der] = certificates;
  if (!der) throw new EdocError('certificate.malformed');
  const { publicKey, subject, notBefore, notAfter } = parseCertificate(der);
  if (!createPublicKey(key).equals(publicKey)) throw new EdocError('key.mismatch');
  // A stamp that nobody may take must not go out.
  if (!(time >= notBefore)) {
    throw new EdocError('certificate.not-yet-valid', {
      detail: { subject, notBefore: notBefore.toISOString() },
    });
  }
  if (!(time <= notAfter)) {
    throw new EdocError('certificate.expired', { detail: { subject, notAfter: notAfter.toISOString() } });
  }
  return der;
}
