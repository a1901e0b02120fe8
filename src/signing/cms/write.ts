/** Writes CMS SignedData (RFC 5652, 5) with one signer and the content inside. */
import { createHash, type KeyObject } from 'node:crypto';
import { AsnConvert } from '../asn1.js';
import { hashOf, signAsn1, signatureAlgorithmOf } from '../asn1-signature.js';
import { parseCertificate } from '../certificate.js';
import { tags } from '../der.js';
import * as write from '../der-write.js';
import { hashIdentifier } from './algorithms.js';
import { writeAttribute, writeSigningCertificateV2 } from './attributes.js';
import { attributeTypes, signedDataType } from './identifiers.js';
import { signedDataVersion, signerInfoVersion } from './versions.js';

/** Signers are named by issuer and serial number. */
const signerVersion = signerInfoVersion('issuer-and-serial');

export interface CmsOptions {
  readonly contentType: string;
  readonly content: Uint8Array;
  /** The signing one, DER. */
  readonly certificate: Uint8Array;
  readonly key: KeyObject;
  /** What the message carries, DER; empty where the receiver has them. */
  readonly certificates: readonly Uint8Array[];
  readonly signingTime?: Date;
}

/**
 * A ContentInfo, DER. Digest and signature have the hash of the key: SHA-256, or SHA-384 for P-384.
 * @throws EdocError `key.type`, `certificate.malformed`.
 */
export async function writeCms(options: CmsOptions): Promise<Buffer> {
  const { contentType, content, certificates } = options;
  const digestAlgorithm = hashIdentifier(hashOfKey(options.key));
  const signedData = write.sequence(
    write.integer(
      signedDataVersion({
        contentType,
        certificates: certificates.map(() => tags.sequence),
        crls: [],
        signers: [signerVersion],
      }),
    ),
    write.setOf(digestAlgorithm),
    write.sequence(write.oid(contentType), write.explicit(0, write.octetString(content))),
    certificates.length === 0 ? undefined : write.implicit(0, write.setOf(...certificates)),
    write.setOf(await writeSigner(options, digestAlgorithm)),
  );
  return write.sequence(write.oid(signedDataType), write.explicit(0, signedData));
}

async function writeSigner(options: CmsOptions, digestAlgorithm: Buffer): Promise<Buffer> {
  const { contentType, content, key, signingTime } = options;
  const { issuerName, serialOctets, digest } = parseCertificate(options.certificate);
  const messageDigest = createHash(hashOfKey(key)).update(content).digest();
  const attributes = write.setOf(
    writeAttribute(attributeTypes.contentType, write.oid(contentType)),
    writeAttribute(attributeTypes.messageDigest, write.octetString(messageDigest)),
    writeSigningCertificateV2(digest),
    ...(signingTime ? [writeAttribute(attributeTypes.signingTime, write.time(signingTime))] : []),
  );
  const signature = Buffer.from(await signAsn1(attributes, key));
  return write.sequence(
    write.integer(signerVersion),
    write.sequence(issuerName, write.element(tags.integer, serialOctets)),
    digestAlgorithm,
    write.implicit(0, attributes),
    Buffer.from(AsnConvert.serialize(signatureAlgorithmOf(key))),
    write.octetString(signature),
  );
}

function hashOfKey(key: KeyObject): string {
  return hashOf(signatureAlgorithmOf(key).algorithm) ?? '';
}
