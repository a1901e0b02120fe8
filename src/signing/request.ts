/** Certificate requests (PKCS#10, RFC 2986): made where the key is, read and checked where certificates are issued. */
import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { EdocError } from '../errors.js';
import {
  AsnConvert,
  Attributes,
  CertificationRequest,
  CertificationRequestInfo,
  SubjectPublicKeyInfo,
} from './asn1.js';
import { asn1Signature, hashOf, signAsn1, signatureAlgorithmOf } from './asn1-signature.js';
import { limits } from './limits.js';
import { agencyOf, commonNameOf, nameText, organizationOf, type SubjectParts, writeName } from './names.js';
import { fromPem, toPem } from './pem.js';
import { keyName, mayIssue, type Suite } from './suites.js';

/** A key that signs its own request without being seen: one in a token. A `Signer` is one too, but for `publicKey`. */
export interface RequestKey {
  readonly publicKey: KeyObject;
  readonly suite: Suite;
  /** As {@link Signer.sign}: the raw value over the data with SHA-256. */
  sign(data: Uint8Array): Promise<Uint8Array>;
}

export interface RequestOptions extends SubjectParts {
  readonly key: KeyObject | RequestKey;
}

/** What a request asks for. Its key is proven to be the requester's; the names are wishes that the issuer judges. */
export interface CertificateRequest {
  readonly subject: string;
  readonly commonName: string;
  readonly organization?: string;
  readonly agency?: string;
  readonly publicKey: KeyObject;
  /** Such as `ecdsa-prime256v1`. */
  readonly keyType: string;
}

/** A request in PEM. @throws EdocError `key.type`, `certificate.no-agency`, and what the key itself throws. */
export async function createRequest({ key, ...subject }: RequestOptions): Promise<string> {
  const publicKey = 'publicKey' in key ? key.publicKey : createPublicKey(key);
  const info = new CertificationRequestInfo({
    subject: writeName(subject),
    subjectPKInfo: AsnConvert.parse(spkiOf(publicKey), SubjectPublicKeyInfo),
    attributes: new Attributes(),
  });
  const body = Buffer.from(AsnConvert.serialize(info));
  const request = new CertificationRequest({
    certificationRequestInfo: info,
    signatureAlgorithm: signatureAlgorithmOf(publicKey),
    signature:
      'publicKey' in key ? asn1Signature(key.suite, await key.sign(body)) : await signAsn1(body, key),
  });
  return toPem('CERTIFICATE REQUEST', Buffer.from(AsnConvert.serialize(request)));
}

/** Reads a request and verifies that it is signed by its own key. @throws EdocError `certificate.request`, `key.type`. */
export function readRequest(pem: string): CertificateRequest {
  const der = fromPem('CERTIFICATE REQUEST', pem) ?? fromPem('NEW CERTIFICATE REQUEST', pem);
  if (!der || der.length > limits.certificateBytes) throw new EdocError('certificate.request');
  const { subject, publicKey } = verifiedRequest(der);
  if (!mayIssue(publicKey)) throw new EdocError('key.type');
  const organization = organizationOf(subject);
  const agency = agencyOf(subject);
  return {
    subject: nameText(subject),
    commonName: commonNameOf(subject),
    ...(organization === undefined ? {} : { organization }),
    ...(agency === undefined ? {} : { agency }),
    publicKey,
    keyType: keyName(publicKey),
  };
}

function verifiedRequest(der: Buffer) {
  try {
    const request = AsnConvert.parse(der, CertificationRequest);
    const { subject, subjectPKInfo } = request.certificationRequestInfo;
    const body =
      request.certificationRequestInfoRaw ?? AsnConvert.serialize(request.certificationRequestInfo);
    const publicKey = createPublicKey({
      key: Buffer.from(AsnConvert.serialize(subjectPKInfo)),
      format: 'der',
      type: 'spki',
    });
    const hash = hashOf(request.signatureAlgorithm.algorithm);
    if (hash && verify(hash, Buffer.from(body), publicKey, Buffer.from(request.signature))) {
      return { subject, publicKey };
    }
  } catch (cause) {
    throw new EdocError('certificate.request', { cause });
  }
  throw new EdocError('certificate.request');
}

export function spkiOf(key: KeyObject): Buffer {
  return key.export({ type: 'spki', format: 'der' });
}
