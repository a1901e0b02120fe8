/** Who stamps and who answers in the vectors, beside those who seal. */
import {
  bits,
  type CertificateOptions,
  cn,
  issuing,
  makeCertificate,
} from '../signature-vectors/certificates.js';
import { type TestKey, testKey } from '../signature-vectors/keys.js';
import { type Identity, makePki } from '../signature-vectors/pki.js';
import type { Authority } from './answers.js';

const timeStamping = '1.3.6.1.5.5.7.3.8';
const ocspSigning = '1.3.6.1.5.5.7.3.9';
const long = { notBefore: '2026-01-01T00:00:00Z', notAfter: '2036-01-01T00:00:00Z' };

/** The subject key identifier of {@link Authorities.tsaWithKeyId}. */
export const tsaKeyId = Buffer.from('0102030405060708', 'hex');

export function makeAuthorities(keyFolder: string) {
  const seals = makePki(keyFolder);
  const key = (name: TestKey) => testKey(keyFolder, name);
  const authority = (name: string, of: TestKey, options: Partial<CertificateOptions> = {}): Authority => ({
    der: makeCertificate({
      subject: [[cn, name]],
      ca: true,
      keyUsage: issuing,
      key: key(of),
      ...long,
      ...options,
    }),
    key: key(of),
  });
  const root: Authority = { der: seals.root, key: key('root') };
  const foreignRoot = authority('Foreign time-stamp root', 'other-root');
  const intermediate: Authority = {
    der: seals.viaIntermediate.certificates[1] ?? Buffer.alloc(0),
    key: key('intermediate'),
  };

  const identity = (
    subject: string,
    of: TestKey,
    { above = [], ...options }: Partial<CertificateOptions> & { above?: readonly Buffer[] },
  ): Identity => ({
    key: key(of),
    certificates: [
      makeCertificate({
        subject: [[cn, subject]],
        key: key(of),
        issuer: root,
        keyUsage: bits.digitalSignature,
        ...long,
        ...options,
      }),
      ...above,
    ],
  });
  const tsa = (options: Parameters<typeof identity>[2] = {}) =>
    identity('Test time stamps', 'tsa', {
      extendedKeyUsage: timeStamping,
      criticalPurposes: true,
      ...options,
    });
  const responder = (options: Parameters<typeof identity>[2] = {}) =>
    identity('Test status', 'ocsp', { extendedKeyUsage: ocspSigning, ocspNoCheck: true, ...options });

  return {
    seals,
    root,
    intermediate,
    foreignRoot,
    /** Of the same name as the root, with a key that nobody trusts. */
    falseRoot: authority('Test axis root', 'other-root'),
    tsa: tsa(),
    /** Until the end of 2026. */
    tsaShort: tsa({ notAfter: '2026-12-31T23:59:59Z' }),
    /** From 2034 on. */
    tsaNext: tsa({ notBefore: '2034-01-01T00:00:00Z', notAfter: '2044-01-01T00:00:00Z' }),
    tsaWithKeyId: tsa({ subjectKeyId: tsaKeyId.toString('hex') }),
    tsaLater: tsa({ notBefore: '2026-06-01T08:00:11Z' }),
    tsaBelow: tsa({ issuer: intermediate, above: [intermediate.der] }),
    tsaForeign: tsa({ issuer: foreignRoot }),
    tsaOfFalseRoot: tsa({ issuer: authority('Test axis root', 'other-root') }),
    tsaNotCritical: tsa({ criticalPurposes: false }),
    tsaOtherPurpose: tsa({ extendedKeyUsage: ocspSigning }),
    tsaNoPurpose: identity('Test time stamps', 'tsa', {}),
    responder: responder(),
    responderNoPurpose: identity('Test status', 'ocsp', { ocspNoCheck: true }),
    responderChecked: responder({ ocspNoCheck: false }),
    responderEnded: responder({ notAfter: '2026-05-01T00:00:00Z' }),
    responderBelow: responder({ issuer: intermediate }),
    responderForeign: responder({ issuer: foreignRoot }),
    /** The root answers itself. */
    rootResponds: { key: root.key, certificates: [root.der] } as Identity,
    noCrlSign: authority('Test no lists', 'second-intermediate', {
      issuer: root,
      keyUsage: bits.keyCertSign,
    }),
  };
}

export type Authorities = ReturnType<typeof makeAuthorities>;
