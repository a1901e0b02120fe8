/** The versions that RFC 5652 fixes by what a message holds (5.1, 5.3). They are not signed: a wrong one says only who wrote it. */
import type { Finding } from '../../errors.js';
import { contextTag, tags } from '../der.js';
import { dataType } from './identifiers.js';
import type { CmsSigner, SignedData } from './model.js';

/** What of a SignedData its version follows from. */
export interface VersionedContent {
  readonly contentType: string;
  /** Tags of the members of `certificates` and `crls`. */
  readonly certificates: readonly number[];
  readonly crls: readonly number[];
  /** The versions that the SignerInfos should have. */
  readonly signers: readonly number[];
}

const attributeCertificateV1 = contextTag(1);
const attributeCertificateV2 = contextTag(2);
const otherCertificate = contextTag(3);

/** RFC 5652, 5.1. */
export function signedDataVersion({ contentType, certificates, crls, signers }: VersionedContent): number {
  // Any list that is not a CRL is one of another format.
  if (certificates.includes(otherCertificate) || crls.some((tag) => tag !== tags.sequence)) return 5;
  if (certificates.includes(attributeCertificateV2)) return 4;
  const isThree = certificates.includes(attributeCertificateV1) || signers.includes(3);
  return isThree || contentType !== dataType ? 3 : 1;
}

/** RFC 5652, 5.3. */
export function signerInfoVersion(named: 'issuer-and-serial' | 'key-id'): number {
  return named === 'key-id' ? 3 : 1;
}

/** `cms.version`, an error, for each that is another than the content demands. */
export function inspectCmsVersions(cms: SignedData, signers: readonly CmsSigner[]): Finding[] {
  const parts = [
    { part: 'SignedData', ...cms.version },
    ...signers.map((signer) => ({ part: 'SignerInfo', ...signer.version })),
  ];
  return parts
    .filter(({ stated, due }) => stated !== due)
    .map(({ part, stated, due }) => ({
      code: 'cms.version',
      severity: 'error',
      detail: { part, version: stated, due },
    }));
}
