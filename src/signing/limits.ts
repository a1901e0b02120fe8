/** Every bound of sealing, once. `spec/signature.md`, section 6, holds the same numbers. */
export const limits = {
  /** Octets of a sealed file. */
  fileBytes: 2 * 1024 * 1024,
  /** Levels of elements in a sealed file, root and Signature included. */
  elementDepth: 32,
  /** Certificates in KeyInfo: the signing one and its issuers below the anchor. */
  certificates: 4,
  /** Octets of one certificate, DER. */
  certificateBytes: 8 * 1024,
  /** How far SigningTime may lie after the time of verification. */
  clockSkewSeconds: 300,
  /** Certificates of one name that are tried as the issuer of another. */
  issuersTried: 4,
  /** Octets of a time-stamp request, response or token. */
  tokenBytes: 64 * 1024,
  /** Octets of any other CMS message, such as the signature in a PDF file. */
  cmsBytes: 1024 * 1024,
  /** Certificates, and signers, in one CMS message. */
  cmsCertificates: 32,
  cmsSigners: 4,
  /** Levels of elements in a CMS message whose lengths are indefinite. */
  cmsDepth: 64,
  /** Octets of a certificate revocation list. */
  crlBytes: 16 * 1024 * 1024,
  /** Octets of an OCSP request or response. */
  ocspBytes: 64 * 1024,
  /** Certificates in an OCSP response: the responder's and those above it. */
  ocspCertificates: 4,
  /** Certificates whose status one OCSP message asks for or answers. */
  ocspEntries: 64,
  /** Octets of a message of another system whose Signature is looked at. */
  foreignBytes: 16 * 1024 * 1024,
  foreignElements: 5_000,
  foreignReferences: 8,
  /** Transforms of one reference. */
  foreignTransforms: 4,
  rsaBits: { min: 2048, max: 8192 },
  /** Octets of the unsigned properties of a file: `spec/evidence.md`, section 6, for these four. */
  evidenceBytes: 24 * 1024 * 1024,
  /** Certificates, CRLs or OCSP answers in one property. */
  evidenceValues: 32,
  /** The same in all properties of a file. */
  evidenceAllValues: 256,
  archiveTimeStamps: 32,
  /** Certificates, and paths per trust, that are remembered as read and checked. */
  cacheEntries: 1024,
} as const;
