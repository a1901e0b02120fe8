/** Certificates such as people have who sign documents, and keys that nobody should have any more. */
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import forge from 'node-forge';

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
