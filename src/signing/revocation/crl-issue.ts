/** Issuing certificate revocation lists (RFC 5280, 5.1). */
import { createPublicKey } from 'node:crypto';
import { EdocError } from '../../errors.js';
import { AsnConvert } from '../asn1.js';
import { signAsn1, signatureAlgorithmOf } from '../asn1-signature.js';
import { parseCertificate } from '../certificate.js';
import * as write from '../der-write.js';
import type { Issuer } from '../issue.js';
import { crlExtensions } from './crl.js';
import { writeExtension } from './extensions.js';
import { type RevocationReason, reasonNumber } from './model.js';

export interface CrlOptions {
  /** Higher than in every list before. */
  readonly number: number;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date;
  readonly revoked: readonly RevokedCertificate[];
  /** Since when entries have been kept although their certificates expired. Left out, the list says nothing of that. */
  readonly keptSince?: Date;
}

export interface RevokedCertificate {
  /** The octets of the number, or hexadecimal as in CertificateDescription. */
  readonly serialNumber: Uint8Array | string;
  readonly revokedAt: Date;
  readonly reason?: RevocationReason;
}

/**
 * A complete list, DER, version 2. @throws EdocError `key.mismatch`, `key.type`, `certificate.malformed`, `certificate.usage` where
 * the issuer may not sign lists.
 */
export async function issueCrl(issuer: Issuer, options: CrlOptions): Promise<Buffer> {
  const certificate = parseCertificate(issuer.certificate);
  if (!createPublicKey(issuer.key).equals(certificate.publicKey)) throw new EdocError('key.mismatch');
  if (!certificate.keyUsage.includes('crlSign')) {
    throw new EdocError('certificate.usage', { detail: { subject: certificate.subject, usage: 'cRLSign' } });
  }
  const algorithm = Buffer.from(AsnConvert.serialize(signatureAlgorithmOf(issuer.key)));
  const { subjectName, subjectKeyId } = certificate;
  const entries = options.revoked.map(writeEntry);
  const body = write.sequence(
    write.integer(1),
    algorithm,
    subjectName,
    write.time(options.thisUpdate),
    write.time(options.nextUpdate),
    // An empty list is left out (RFC 5280, 5.1.2.6). A long one has more entries than a call can have arguments.
    entries.length === 0 ? undefined : write.sequence(Buffer.concat(entries)),
    write.explicit(0, write.sequence(...writeExtensions(options, subjectKeyId))),
  );
  const signature = Buffer.from(await signAsn1(body, issuer.key));
  return write.sequence(body, algorithm, write.bitString(signature));
}

function writeEntry({ serialNumber, revokedAt, reason }: RevokedCertificate): Buffer {
  const octets = typeof serialNumber === 'string' ? Buffer.from(serialNumber, 'hex') : serialNumber;
  // The reason unspecified is left out (RFC 5280, 5.3.1).
  const code =
    reason === undefined || reason === 'unspecified'
      ? undefined
      : write.sequence(writeExtension(crlExtensions.reasonCode, write.enumerated(reasonNumber(reason))));
  return write.sequence(write.integer(octets), write.time(revokedAt), code);
}

function writeExtensions(
  { number, keptSince }: CrlOptions,
  keyId: Buffer | undefined,
): (Buffer | undefined)[] {
  const { authorityKeyIdentifier, crlNumber, expiredCertsOnCrl } = crlExtensions;
  return [
    keyId &&
      writeExtension(authorityKeyIdentifier, write.sequence(write.implicit(0, write.octetString(keyId)))),
    writeExtension(crlNumber, write.integer(number)),
    keptSince && writeExtension(expiredCertsOnCrl, write.generalizedTime(keptSince)),
  ];
}
