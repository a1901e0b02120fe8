/** Object identifiers of CMS and what travels in it. */
export const signedDataType = '1.2.840.113549.1.7.2';
export const dataType = '1.2.840.113549.1.7.1';
/** RFC 3161, 2.4.2: id-ct-TSTInfo. */
export const tstInfoType = '1.2.840.113549.1.9.16.1.4';

export const attributeTypes = {
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  /** RFC 2634, 5.4: ESSCertID, with SHA-1. */
  signingCertificate: '1.2.840.113549.1.9.16.2.12',
  /** RFC 5035, 4: ESSCertIDv2. */
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  /** RFC 3161, appendix A: id-aa-timeStampToken, unsigned. */
  signatureTimeStamp: '1.2.840.113549.1.9.16.2.14',
} as const;
