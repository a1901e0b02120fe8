/** CMS SignedData (RFC 5652): what time stamps and the signatures in PDF files are made of. */
export type { HashName, SignatureScheme } from './cms/algorithms.js';
export { definiteCms } from './cms/definite.js';
export { attributeTypes, dataType, tstInfoType } from './cms/identifiers.js';
export { type CmsInspectionOptions, inspectCmsSigner } from './cms/inspect.js';
export type { CmsSigner, SignedAttributes, SignedData, SigningCertificateDigest } from './cms/model.js';
export { readCms } from './cms/read.js';
export { type CmsOptions, writeCms } from './cms/write.js';
