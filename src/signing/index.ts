/**
 * Seals: XML signatures over sealed files, the certificates and keys behind them. `spec/signature.md` is the rule.
 *
 * Promises: what is sealed here verifies with any XML signature tool, and has one form, octet for octet. Verification
 * returns what was signed and by whom, or refuses with a coded error that carries all findings; a changed octet in the
 * signed bytes or in the Signature is always refused. Times, trust and serial numbers are arguments.
 *
 * Refuses: reading files, asking the clock, knowing what a document means, any algorithm, key or certificate outside
 * the profile, and answering "valid" with yes or no.
 */
export {
  type CertificateDescription,
  describeCertificate,
  type ParsedCertificate,
  parseCertificate,
} from './certificate.js';
export { type ChainOptions, certificateDigest, type Purpose, verifyChain } from './chain.js';
export {
  attributeTypes,
  type CmsInspectionOptions,
  type CmsOptions,
  type CmsSigner,
  dataType,
  definiteCms,
  type HashName,
  inspectCmsSigner,
  readCms,
  type SignatureScheme,
  type SignedAttributes,
  type SignedData,
  type SigningCertificateDigest,
  tstInfoType,
  writeCms,
} from './cms.js';
export {
  type ContainerEvidence,
  type ContainerEvidenceOptions,
  inspectContainerEvidence,
} from './container/evidence.js';
export { containerLimits } from './container/limits.js';
export { type ListedFile, writeContainerManifest } from './container/manifest.js';
export { containerParts, type ReadFile } from './container/parts.js';
export { type SignedFile, sealContainer } from './container/seal.js';
export { type ContainerInspection, inspectContainerSignature } from './container/verify.js';
export { inspectDocumentSignature, openDocumentSignature } from './document-signature.js';
export type { ChainOutcome, DocumentSignature, Integrity } from './document-signature-outcome.js';
export { inspectDocumentStamp } from './document-stamp.js';
export { type ForeignOutcome, type ForeignSignature, inspectForeignSignature } from './foreign-signature.js';
export {
  type AgencySealOptions,
  type BrokerOptions,
  createRoot,
  type IssueOptions,
  type Issuer,
  issueAgencySeal,
  issueBroker,
  issueNode,
  issueOcspResponder,
  issueOperatorSeal,
  issueTsa,
  type NodeOptions,
  type OperatorSealOptions,
  type RootOptions,
  type ServiceOptions,
} from './issue.js';
export { decryptKey, encryptKey, generateKey, type KeyKind } from './keys.js';
export {
  directorySeal,
  packetSeal,
  pingSeal,
  receiptSeal,
  resyncSeal,
  type SealedKind,
  sealedKindOf,
} from './kinds.js';
export {
  archiveImprint,
  claimedLevel,
  type EvidenceInspection,
  type EvidenceOptions,
  type EvidenceSources,
  type FoundStamp,
  inspectEvidence,
  joinFile,
  type Level,
  type Proof,
  type Raised,
  type RaiseOptions,
  type RevocationPolicy,
  raise,
  readProperties,
  type SignatureParts,
  type Standing,
  sealParts,
  signatureImprint,
  splitFile,
  standingOfSeal,
  type UnsignedProperty,
  type ValidationData,
  writeProperties,
} from './levels/index.js';
export { limits as signingLimits } from './limits.js';
export { operatorCode, type SubjectParts } from './names.js';
export { pathOf } from './path.js';
export { certificatesFromPem, certificateToPem, toPem } from './pem.js';
export { type Pkcs12Contents, type Pkcs12Source, readPkcs12, signerFromPkcs12, toPkcs12 } from './pkcs12.js';
export {
  type CertificateRequest,
  createRequest,
  type RequestKey,
  type RequestOptions,
  readRequest,
} from './request.js';
export {
  type Crl,
  type CrlEntry,
  type CrlOptions,
  crlEntries,
  crlEntryOf,
  isOcspEntryOf,
  issueCrl,
  issueOcspResponse,
  judgeRevocation,
  type ListedCertificate,
  type OcspAnswer,
  type OcspEntry,
  type OcspIssueOptions,
  type OcspRequest,
  type OcspResponder,
  type OcspResponse,
  type OcspStatement,
  type RevocationAnswer,
  type RevocationData,
  type RevocationJudgement,
  type RevocationReason,
  type RevokedCertificate,
  readCrl,
  readOcspRequest,
  readOcspResponse,
  requireNewerCrl,
  revocationAnswers,
  revocationReasons,
  writeOcspFailure,
  writeOcspRequest,
} from './revocation.js';
export { type Sealable, seal } from './seal.js';
export type { SealSigner } from './seal-checks.js';
export { type SecondOpinion, secondOpinion } from './second-opinion.js';
export type { StatusServices } from './services.js';
export { type Pkcs8Source, type Signer, signerFromKey, signerFromPkcs8 } from './signer.js';
export { keyName, type Suite } from './suites.js';
export {
  inspectTimeStamp,
  issueTimeStamp,
  readTimeStampRequest,
  readTimeStampResponse,
  type TimeStamp,
  type TimeStampAuthority,
  type TimeStampFailure,
  type TimeStampIssueOptions,
  type TimeStampOptions,
  type TimeStampQuery,
  type TimeStampRequest,
  type TstInfo,
  tstInfoOf,
  writeRejection as writeTimeStampRejection,
  writeTimeStampRequest,
} from './timestamps.js';
export { type Trust, type TrustAnchor, trustFromPem } from './trust.js';
export {
  type Claim,
  type Inspection,
  inspectSeal,
  type Verified,
  type VerifyOptions,
  verifySeal,
} from './verify.js';
