/** What the time stamps of a signature are over. `spec/evidence.md`, section 2; ETSI EN 319 132-1, 5.3 and 5.5.2. */
import { createHash, type Hash } from 'node:crypto';
import { writeProperty } from './properties.js';
import type { UnsignedProperty } from './unsigned-property.js';

const namespace = ' xmlns:ds="http://www.w3.org/2000/09/xmldsig#"';

/** The pieces of a signature, one character for each octet of the file (Latin-1). */
export interface SignaturePieces {
  /** `ds:SignedInfo`, canonical as it stands. */
  readonly signedInfo: string;
  /** `ds:SignatureValue` and `ds:KeyInfo`, each from its start tag to its end tag. */
  readonly signatureValue: string;
  readonly keyInfo: string;
  /** `xades:SignedProperties`, canonical as it stands. */
  readonly signedProperties: string;
}

/** Cuts a `ds:Signature` in its one form. @param signature without unsigned properties. */
export function piecesOf(signature: string): SignaturePieces {
  const element = (name: string, ends: string) => {
    const from = signature.indexOf(`<${name}${ends}`);
    const close = `</${name}>`;
    return signature.slice(from, signature.indexOf(close, from) + close.length);
  };
  return {
    signedInfo: element('ds:SignedInfo', ' '),
    signatureValue: element('ds:SignatureValue', '>'),
    keyInfo: element('ds:KeyInfo', '>'),
    signedProperties: element('xades:SignedProperties', ' '),
  };
}

/** SHA-256 over the canonical SignatureValue. */
export function signatureImprint({ signatureValue }: SignaturePieces): Buffer {
  return createHash('sha256').update(canonical(signatureValue), 'latin1').digest();
}

/**
 * SHA-256 over all that an ArchiveTimeStamp behind these properties covers.
 * @param signed the octets that the first references cover, in their order: of a sealed file the signed bytes, of a
 * container its files.
 * @param properties those in front of the ArchiveTimeStamp.
 */
export async function archiveImprint(
  signed: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  pieces: SignaturePieces,
  properties: readonly UnsignedProperty[],
): Promise<Buffer> {
  const hash = await hashSignature(signed, pieces);
  for (const property of properties) hash.update(writeProperty(property));
  return hash.digest();
}

/**
 * The same for each ArchiveTimeStamp among the properties, by its place among them. Everything is hashed once, however many there are.
 */
export async function archiveImprints(
  signed: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  pieces: SignaturePieces,
  properties: readonly UnsignedProperty[],
): Promise<ReadonlyMap<number, Buffer>> {
  const imprints = new Map<number, Buffer>();
  const last = properties.findLastIndex(({ kind }) => kind === 'archive-time-stamp');
  if (last === -1) return imprints;
  const hash = await hashSignature(signed, pieces);
  for (const [index, property] of properties.slice(0, last + 1).entries()) {
    if (property.kind === 'archive-time-stamp') imprints.set(index, hash.copy().digest());
    hash.update(writeProperty(property));
  }
  return imprints;
}

async function hashSignature(
  signed: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  { signedInfo, signatureValue, keyInfo, signedProperties }: SignaturePieces,
): Promise<Hash> {
  const hash = createHash('sha256');
  for await (const octets of signed) hash.update(octets);
  for (const piece of [signedProperties, signedInfo, canonical(signatureValue), canonical(keyInfo)]) {
    hash.update(piece, 'latin1');
  }
  return hash;
}

/** The exclusive canonical form of an element whose start tag has neither declarations nor attributes. */
function canonical(element: string): string {
  return element.replace('>', `${namespace}>`);
}
