/** The levels of XAdES above B: proof of time and standing around a sealed file. `spec/evidence.md` is the rule. */

export type { AroundOptions, Proof } from './around.js';
export { archiveImprint, piecesOf, type SignaturePieces, signatureImprint } from './imprint.js';
export { type EvidenceInspection, type EvidenceOptions, inspectEvidence } from './inspect.js';
export { type SignatureParts, sealParts } from './parts.js';
export { readProperties, writeProperties } from './properties.js';
export { type EvidenceSources, type Raised, type RaiseOptions, raise } from './raise.js';
export { claimedLevel, joinFile, type Level, type SplitFile, splitFile } from './split.js';
export type { FoundStamp, Stamped, StampsInspection } from './stamps.js';
export { type RevocationPolicy, type Standing, standingOfSeal } from './standing.js';
export type { UnsignedProperty, ValidationData } from './unsigned-property.js';
