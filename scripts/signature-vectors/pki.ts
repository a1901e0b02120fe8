/** Who is who in the test vectors. */
import type { KeyObject } from 'node:crypto';
import { Version } from '@peculiar/asn1-x509';
import {
  bits,
  type CertificateOptions,
  cn,
  issuing,
  makeCertificate,
  organizationIdentifier,
  sealing,
} from './certificates.js';
import { type TestKey, testKey } from './keys.js';

/** A key with its certificates as they stand in KeyInfo. */
export interface Identity {
  readonly key: KeyObject;
  readonly certificates: readonly Buffer[];
}

const o = '2.5.4.10';
const clientAuth = '1.3.6.1.5.5.7.3.2';

export function makePki(keyFolder: string) {
  const key = (name: TestKey) => testKey(keyFolder, name);
  const agency = (code: string): [string, string][] => [
    [o, 'UBND tỉnh Nghệ An'],
    [organizationIdentifier, `GO:VN-${code}`],
    [cn, 'UBND tỉnh Nghệ An'],
  ];
  const authority = (name: string, options: Partial<CertificateOptions>) => {
    const all = {
      subject: [[cn, name]],
      ca: true,
      keyUsage: issuing,
      key: key('intermediate'),
      ...options,
    } as const;
    return { der: makeCertificate(all), key: all.key };
  };

  const long = { notBefore: '2025-01-01T00:00:00Z', notAfter: '2045-01-01T00:00:00Z' };
  const root = authority('Test axis root', { ...long, key: key('root'), pathLength: 1 });
  const otherRoot = authority('Test axis root', { ...long, key: key('other-root'), pathLength: 1 });
  const intermediate = authority('Test intermediate', { ...long, issuer: root, pathLength: 0 });

  const identity = (options: Partial<CertificateOptions>, above: readonly Buffer[] = []): Identity => {
    const all = { subject: agency('H41'), key: key('agency'), issuer: root, keyUsage: sealing, ...options };
    return { key: all.key, certificates: [makeCertificate(all), ...above] };
  };
  const below = (issuer: { der: Buffer; key: KeyObject }): Identity => identity({ issuer }, [issuer.der]);

  const ecdsaIntermediate = authority('Test ECDSA intermediate', {
    ...long,
    issuer: root,
    key: key('intermediate-ecdsa'),
    pathLength: 0,
  });
  const p384Intermediate = authority('Test P-384 intermediate', {
    ...long,
    issuer: root,
    key: key('intermediate-p384'),
    pathLength: 0,
  });
  const secondIntermediate = authority('Test second intermediate', {
    ...long,
    issuer: intermediate,
    key: key('second-intermediate'),
  });
  const own = { subject: agency('H41'), key: key('agency'), keyUsage: sealing };

  return {
    root: root.der,
    rsa: identity({}),
    ecdsa: identity({ key: key('agency-ecdsa') }),
    rsa3072: identity({ key: key('agency-rsa-3072') }),
    rsa4096: identity({ key: key('agency-rsa-4096') }),
    rsa8192: identity({ key: key('agency-rsa-8192') }),
    exponent65539: identity({ key: key('agency-exponent-65539') }),
    operator: identity({ subject: agency('AXIS') }),
    operatorEcdsa: identity({ subject: agency('AXIS'), key: key('agency-ecdsa') }),
    operatorViaIntermediate: identity({ subject: agency('AXIS'), issuer: intermediate }, [intermediate.der]),
    other: identity({ subject: agency('H53'), key: key('agency-ecdsa') }),
    viaIntermediate: below(intermediate),
    ecdsaViaIntermediate: identity({ key: key('agency-ecdsa'), issuer: intermediate }, [intermediate.der]),
    viaEcdsaIntermediate: below(ecdsaIntermediate),
    viaP384Intermediate: below(p384Intermediate),
    ecdsaViaEcdsa: identity({ key: key('agency-ecdsa'), issuer: ecdsaIntermediate }, [ecdsaIntermediate.der]),
    issuedWithSha384: identity({ hash: 'sha384' }),
    issuedWithSha512: identity({ hash: 'sha512' }),
    withoutConstraints: identity({ withoutConstraints: true }),
    onlyNonRepudiation: identity({ keyUsage: bits.nonRepudiation }),
    unknownExtension: identity({ unknownOctets: 16 }),
    large: identity({ unknownOctets: 7_270 }),
    longLived: identity({ notAfter: '2044-12-31T23:59:59Z' }),
    beyond2050: identity({ notAfter: '2059-12-31T23:59:59Z' }),
    validOneSecond: identity({ notBefore: '2026-06-01T07:59:58Z', notAfter: '2026-06-01T07:59:58Z' }),
    oldCode: identity({ subject: agency('000.00.00.H41') }),
    lowerCaseCode: identity({ subject: agency('h41-a') }),
    longestCode: identity({ subject: agency('A'.repeat(64)) }),
    tooLongCode: identity({ subject: agency('A'.repeat(65)) }),
    otherScript: identity({
      subject: [
        [o, '越南 Việt Nam 🌲 العربية'],
        [organizationIdentifier, 'GO:VN-H41'],
        [cn, 'Ủy ban — nhân dân'],
      ],
    }),
    withRoot: identity({}, [root.der]),
    withStranger: identity({}, [intermediate.der]),
    tooMany: identity({}, [intermediate.der, intermediate.der, intermediate.der, intermediate.der]),
    expired: identity({ notBefore: '2024-01-01T00:00:00Z', notAfter: '2026-05-31T23:59:59Z' }),
    notYetValid: identity({ notBefore: '2026-06-02T00:00:00Z' }),
    otherRoot: identity({ issuer: otherRoot }),
    selfSigned: { key: own.key, certificates: [makeCertificate(own)] },
    caFalse: below(authority('Test no authority', { ...long, issuer: root, ca: false })),
    noCertSign: below(authority('Test no signer', { ...long, issuer: root, keyUsage: bits.crlSign })),
    expiredIntermediate: below(authority('Test expired', { issuer: root, notAfter: '2026-05-01T00:00:00Z' })),
    pathLength: identity({ issuer: secondIntermediate }, [secondIntermediate.der, intermediate.der]),
    weakKey: identity({ key: key('weak-rsa-1024') }),
    weakExponent: identity({ key: key('weak-exponent-3') }),
    ed25519: { key: own.key, certificates: identity({ key: key('weak-ed25519') }).certificates },
    p521: { key: own.key, certificates: identity({ key: key('wrong-curve-p521') }).certificates },
    wrongCurve: identity({ key: key('wrong-curve-p384') }),
    weakHash: identity({ hash: 'sha1' }),
    critical: identity({ unknownCritical: '1.3.6.1.4.1.99999.1' }),
    noAgency: identity({ subject: [[cn, 'UBND tỉnh Nghệ An']] }),
    twoAgencies: identity({ subject: [...agency('H41'), [organizationIdentifier, 'GO:VN-H53']] }),
    taxAgency: identity({
      subject: [
        [organizationIdentifier, 'VATVN-0100109106'],
        [cn, 'UBND tỉnh Nghệ An'],
      ],
    }),
    onlyDigitalSignature: identity({ keyUsage: bits.digitalSignature }),
    tlsClient: identity({ extendedKeyUsage: clientAuth }),
    authority: identity({ ca: true, keyUsage: sealing | issuing }),
    version1: identity({ version: Version.v1 }),
  };
}

export type Pki = ReturnType<typeof makePki>;
