/** The certificate profiles of the axis as extensions. `spec/signature.md`, section 5. */
import { createHash } from 'node:crypto';
import { isIP } from 'node:net';
import {
  AsnConvert,
  AuthorityKeyIdentifier,
  BasicConstraints,
  ExtendedKeyUsage,
  Extension,
  GeneralName,
  id_ce_authorityKeyIdentifier,
  id_ce_basicConstraints,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  id_ce_subjectAltName,
  id_ce_subjectKeyIdentifier,
  id_kp_clientAuth,
  id_kp_OCSPSigning,
  id_kp_serverAuth,
  id_kp_timeStamping,
  KeyIdentifier,
  KeyUsage,
  KeyUsageFlags,
  OctetString,
  SubjectAlternativeName,
  SubjectKeyIdentifier,
  type SubjectPublicKeyInfo,
} from './asn1.js';
import { nullValue } from './der-write.js';
import { ocspNoCheckId } from './services.js';

const critical = true;
const keyIdentifierBytes = 20;

/** A root: issues agency, operator, node and broker certificates, and at most one level of authorities below it. */
export function rootProfile(): Extension[] {
  return [
    extension(id_ce_basicConstraints, new BasicConstraints({ cA: true, pathLenConstraint: 1 }), critical),
    keyUsage(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign),
  ];
}

/** Agencies and the operator. */
export function sealProfile(): Extension[] {
  return [endEntity(), keyUsage(KeyUsageFlags.digitalSignature | KeyUsageFlags.nonRepudiation)];
}

export function nodeProfile(): Extension[] {
  return [endEntity(), keyUsage(KeyUsageFlags.digitalSignature), purposes(id_kp_clientAuth)];
}

/**
 * @param hosts DNS names and IP addresses.
 * @param mutual for brokers of one cluster, which also call each other
 */
export function brokerProfile(hosts: readonly string[], mutual = false): Extension[] {
  const names = hosts.map((host) => new GeneralName(isIP(host) ? { iPAddress: host } : { dNSName: host }));
  return [
    endEntity(),
    keyUsage(KeyUsageFlags.digitalSignature),
    mutual ? purposes(id_kp_serverAuth, id_kp_clientAuth) : purposes(id_kp_serverAuth),
    extension(id_ce_subjectAltName, new SubjectAlternativeName(names)),
  ];
}

/** A time-stamping authority (RFC 3161, 2.3): the purpose alone, and critical. */
export function tsaProfile(): Extension[] {
  return [
    endEntity(),
    keyUsage(KeyUsageFlags.digitalSignature),
    extension(id_ce_extKeyUsage, new ExtendedKeyUsage([id_kp_timeStamping]), critical),
  ];
}

/** Who answers for the issuer about revocation (RFC 6960, 4.2.2.2), himself never asked about. */
export function ocspResponderProfile(): Extension[] {
  const noCheck = new Extension({
    extnID: ocspNoCheckId,
    critical: false,
    extnValue: new OctetString(nullValue),
  });
  return [endEntity(), keyUsage(KeyUsageFlags.digitalSignature), purposes(id_kp_OCSPSigning), noCheck];
}

/** The identifiers by which a path is found: of the certificate's own key, and of its issuer's. */
export function keyIdentifiers(subject: SubjectPublicKeyInfo, issuer: SubjectPublicKeyInfo): Extension[] {
  return [
    extension(id_ce_subjectKeyIdentifier, new SubjectKeyIdentifier(keyIdentifier(subject))),
    extension(
      id_ce_authorityKeyIdentifier,
      new AuthorityKeyIdentifier({ keyIdentifier: new KeyIdentifier(keyIdentifier(issuer)) }),
    ),
  ];
}

/** RFC 7093, section 2, method 1: the leftmost 160 bits of the SHA-256 of the key. */
function keyIdentifier({ subjectPublicKey }: SubjectPublicKeyInfo): Uint8Array {
  const digest = createHash('sha256').update(Buffer.from(subjectPublicKey)).digest();
  return new Uint8Array(digest.subarray(0, keyIdentifierBytes));
}

function endEntity(): Extension {
  return extension(id_ce_basicConstraints, new BasicConstraints({ cA: false }), critical);
}

function keyUsage(flags: number): Extension {
  return extension(id_ce_keyUsage, new KeyUsage(flags), critical);
}

function purposes(...oids: readonly string[]): Extension {
  return extension(id_ce_extKeyUsage, new ExtendedKeyUsage([...oids]));
}

function extension(extnID: string, value: object, isCritical = false): Extension {
  return new Extension({
    extnID,
    critical: isCritical,
    extnValue: new OctetString(AsnConvert.serialize(value)),
  });
}
