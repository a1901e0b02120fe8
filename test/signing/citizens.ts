/** Certificates such as people have who sign documents, and keys that nobody should have any more. */
import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import forge from 'node-forge';
import {
  certificateToPem,
  createRoot,
  generateKey,
  issueAgencySeal,
  issueTsa,
  type KeyKind,
  type Trust,
  trustFromPem,
} from '../../src/signing/index.js';
import { validity } from './support.js';

export interface Authority {
  readonly root: Buffer;
  readonly trust: Trust;
  identity(kind?: KeyKind): Promise<{ key: KeyObject; certificate: Buffer }>;
  stamper(): Promise<{ key: KeyObject; certificate: Buffer; certificates: readonly Buffer[] }>;
}

/** An authority with an RSA key: node-forge, with which the tests make CMS, does not keep ECDSA certificates as they are. */
export async function makeAuthority(): Promise<Authority> {
  const rootKey = await generateKey('rsa-2048');
  const root = await createRoot({
    name: 'Public authority',
    key: rootKey,
    now: new Date('2025-01-01T00:00:00Z'),
    years: 20,
    serialNumber: Uint8Array.of(7),
  });
  let serial = 10;
  return {
    root,
    trust: trustFromPem(certificateToPem(root)),
    async identity(kind = 'rsa-2048') {
      const key = await generateKey(kind);
      serial += 1;
      const certificate = await issueAgencySeal(
        { certificate: root, key: rootKey },
        {
          publicKey: createPublicKey(key),
          serialNumber: Uint8Array.of(serial),
          ...validity,
          agency: 'H41',
          organization: 'UBND tỉnh Nghệ An',
        },
      );
      return { key, certificate };
    },
    async stamper() {
      const key = await generateKey('rsa-2048');
      serial += 1;
      const certificate = await issueTsa(
        { certificate: root, key: rootKey },
        {
          publicKey: createPublicKey(key),
          serialNumber: Uint8Array.of(serial),
          ...validity,
          notAfter: new Date('2040-01-01T00:00:00Z'),
          commonName: 'Stamps',
        },
      );
      return { key, certificate, certificates: [certificate] };
    },
  };
}

/** A self-signed certificate with a key of RSA-1024. */
export function weakIdentity(): { key: KeyObject; certificate: Buffer } {
  const { privateKey: key, publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.publicKeyFromPem(
    publicKey.export({ format: 'pem', type: 'spki' }).toString(),
  );
  certificate.serialNumber = '01';
  certificate.validity.notBefore = new Date('2026-01-01T00:00:00Z');
  certificate.validity.notAfter = new Date('2029-01-01T00:00:00Z');
  const name = [{ name: 'commonName', value: 'Khoa cu' }];
  certificate.setSubject(name);
  certificate.setIssuer(name);
  certificate.setExtensions([{ name: 'keyUsage', digitalSignature: true, nonRepudiation: true }]);
  certificate.sign(
    forge.pki.privateKeyFromPem(key.export({ format: 'pem', type: 'pkcs1' }).toString()),
    forge.md.sha256.create(),
  );
  const der = forge.asn1.toDer(forge.pki.certificateToAsn1(certificate)).getBytes();
  return { key, certificate: Buffer.from(der, 'binary') };
}
