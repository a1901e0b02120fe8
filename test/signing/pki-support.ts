/** What the tests of time stamps and revocation share: an axis with its services, and forged certificates and messages. */
import { createHash, createPublicKey, createSign, type KeyObject } from 'node:crypto';
import { AsnConvert } from '../../src/signing/asn1.js';
import { signatureAlgorithmOf } from '../../src/signing/asn1-signature.js';
import { hashIdentifier } from '../../src/signing/cms/algorithms.js';
import { writeAttribute, writeSigningCertificateV2 } from '../../src/signing/cms/attributes.js';
import { tags } from '../../src/signing/der.js';
import * as write from '../../src/signing/der-write.js';
import {
  attributeTypes,
  certificateToPem,
  createRoot,
  generateKey,
  type IssueOptions,
  type Issuer,
  issueNode,
  issueOcspResponder,
  issueTsa,
  type KeyKind,
  type ParsedCertificate,
  parseCertificate,
  type Trust,
  trustFromPem,
} from '../../src/signing/index.js';

export const now = new Date('2026-06-01T08:00:00Z');
export const validity = {
  notBefore: new Date('2026-01-01T00:00:00Z'),
  notAfter: new Date('2029-01-01T00:00:00Z'),
};
export const policy = '1.3.6.1.4.1.55555.1.1';

export interface Identity {
  readonly key: KeyObject;
  readonly certificate: Buffer;
}

export interface Pki {
  readonly issuer: Issuer;
  readonly root: ParsedCertificate;
  readonly trust: Trust;
  readonly tsa: Identity;
  readonly responder: Identity;
  /** A new certificate whose revocation is asked about. */
  node(serialNumber?: Uint8Array): Promise<ParsedCertificate>;
  options(key: KeyObject): IssueOptions;
}

/** @param own the validity of what the root issues. */
export async function makePki(kind: KeyKind = 'ecdsa-p256', own = validity): Promise<Pki> {
  const rootKey = await generateKey(kind);
  const root = await createRoot({
    name: 'Axis root',
    key: rootKey,
    now: new Date('2025-01-01T00:00:00Z'),
    years: 20,
    serialNumber: Uint8Array.of(1),
  });
  let serial = 0x8000;
  const options = (key: KeyObject) => {
    serial++;
    return {
      publicKey: createPublicKey(key),
      serialNumber: Uint8Array.of(serial >> 8, serial & 0xff),
      ...own,
    };
  };
  const issuer = { certificate: root, key: rootKey };
  const [tsaKey, responderKey, nodeKey] = [
    await generateKey(kind),
    await generateKey(kind),
    await generateKey(kind),
  ];
  return {
    issuer,
    root: parseCertificate(root),
    trust: trustFromPem(certificateToPem(root)),
    tsa: { key: tsaKey, certificate: await issueTsa(issuer, { ...options(tsaKey), commonName: 'TSA' }) },
    responder: {
      key: responderKey,
      certificate: await issueOcspResponder(issuer, { ...options(responderKey), commonName: 'OCSP' }),
    },
    options,
    async node(serialNumber) {
      const asked = { ...options(nodeKey), ...(serialNumber ? { serialNumber } : {}) };
      return parseCertificate(await issueNode(issuer, { ...asked, node: 'h41' }));
    },
  };
}

export function sha256(octets: Uint8Array): Buffer {
  return createHash('sha256').update(octets).digest();
}

/** The DER of an extension. */
export function extension(oid: string, value: Uint8Array, critical = false): Buffer {
  return write.sequence(write.oid(oid), critical ? write.trueValue : undefined, write.octetString(value));
}

export const extensions = {
  purposes: (oids: readonly string[], critical: boolean) =>
    extension('2.5.29.37', write.sequence(...oids.map(write.oid)), critical),
  /** digitalSignature */
  usage: extension('2.5.29.15', Buffer.from('03020780', 'hex'), true),
  noCheck: extension('1.3.6.1.5.5.7.48.1.5', write.nullValue),
  timeStamping: '1.3.6.1.5.5.7.3.8',
  ocspSigning: '1.3.6.1.5.5.7.3.9',
} as const;

/** A certificate of any extensions, which our own issuing would not make. */
export function forgeCertificate(
  issuer: { readonly key: KeyObject; readonly name: Buffer },
  publicKey: KeyObject,
  own: readonly Buffer[],
  { serial = 0x77, notBefore = validity.notBefore, notAfter = validity.notAfter, subject = 'Forged' } = {},
): Buffer {
  const algorithm = algorithmOf(issuer.key);
  const body = write.sequence(
    write.explicit(0, write.integer(2)),
    write.integer(serial),
    algorithm,
    issuer.name,
    write.sequence(write.time(notBefore), write.time(notAfter)),
    write.sequence(write.setOf(write.sequence(write.oid('2.5.4.3'), write.utf8String(subject)))),
    publicKey.export({ type: 'spki', format: 'der' }),
    own.length === 0 ? undefined : write.explicit(3, write.sequence(...own)),
  );
  return write.sequence(body, algorithm, write.bitString(signed(body, issuer.key)));
}

export function algorithmOf(key: KeyObject): Buffer {
  return Buffer.from(AsnConvert.serialize(signatureAlgorithmOf(key)));
}

export function signed(body: Uint8Array, key: KeyObject, hash = 'sha256'): Buffer {
  return createSign(hash).update(body).sign(key);
}

export interface ForgedCms {
  readonly contentType: string;
  /** Undefined is detached. */
  readonly content: Uint8Array | undefined;
  readonly signer: Identity;
  readonly certificates?: readonly Uint8Array[];
  /** In place of the usual ones; `digest` is of the content. */
  readonly attributes?: (usual: UsualAttributes) => readonly Uint8Array[];
  /** Signed and written in the order that DER does not have. */
  readonly unsorted?: boolean;
  readonly hash?: 'sha1' | 'sha256' | 'sha384' | 'sha512';
  readonly signatureAlgorithm?: Buffer;
  /** How many times the same signer stands there. */
  readonly signers?: number;
  /** Left out: 3 and 1. */
  readonly versions?: { readonly data?: number; readonly signer?: number };
  readonly unsigned?: readonly Uint8Array[];
  /** The octets whose digest is in the attributes. */
  readonly digested?: Uint8Array;
}

export interface UsualAttributes {
  readonly contentType: Buffer;
  readonly messageDigest: Buffer;
  readonly meant: Buffer;
}

/** SignedData with whatever is asked for, and a signature value that is right. */
export function forgeCms(forged: ForgedCms): Buffer {
  const { contentType, content, signer, certificates = [signer.certificate], hash = 'sha256' } = forged;
  const digested = forged.digested ?? content ?? Buffer.alloc(0);
  const usual = {
    contentType: writeAttribute(attributeTypes.contentType, write.oid(contentType)),
    messageDigest: writeAttribute(
      attributeTypes.messageDigest,
      write.octetString(createHash(hash).update(digested).digest()),
    ),
    meant: writeSigningCertificateV2(sha256(signer.certificate)),
  };
  const chosen = (forged.attributes ?? Object.values)(usual);
  const attributes = forged.unsorted
    ? write.element(tags.set, ...[...chosen].sort(Buffer.compare).reverse())
    : write.setOf(...chosen);
  const { issuerName, serialOctets } = parseCertificate(signer.certificate);
  const info = write.sequence(
    write.integer(forged.versions?.signer ?? 1),
    write.sequence(issuerName, write.element(0x02, serialOctets)),
    hashIdentifier(hash),
    write.implicit(0, attributes),
    forged.signatureAlgorithm ?? algorithmOf(signer.key),
    write.octetString(signed(attributes, signer.key, hash)),
    forged.unsigned && write.implicit(1, write.setOf(...forged.unsigned)),
  );
  const signedData = write.sequence(
    write.integer(forged.versions?.data ?? 3),
    write.setOf(hashIdentifier(hash)),
    write.sequence(write.oid(contentType), content && write.explicit(0, write.octetString(content))),
    write.implicit(0, write.setOf(...certificates)),
    write.setOf(...Array.from({ length: forged.signers ?? 1 }, () => info)),
  );
  return write.sequence(write.oid('1.2.840.113549.1.7.2'), write.explicit(0, signedData));
}
