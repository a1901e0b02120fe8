/** What the time stamps of a signature are over. `spec/evidence.md`, section 2; ETSI EN 319 132-1, 5.3 and 5.5.2. */
import { createHash } from 'node:crypto';
import { type UnsignedProperty, writeProperty } from './properties.js';

const namespace = ' xmlns:ds="http://www.w3.org/2000/09/xmldsig#"';

/** The pieces of a signature, as octets of the file. */
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
  return createHash('sha256').update(canonical(signatureValue)).digest();
}

/**
 * SHA-256 over all that an ArchiveTimeStamp covers.
 * @param signed the octets that the first references cover, in their order: of a sealed file the signed bytes, of a
 * container its files.
 * @param properties those in front of the ArchiveTimeStamp.
 */
export async function archiveImprint(
  signed: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  { signedInfo, signatureValue, keyInfo, signedProperties }: SignaturePieces,
  properties: readonly UnsignedProperty[],
): Promise<Buffer> {
  const hash = createHash('sha256');
  for await (const octets of signed) hash.update(octets);
  hash
    .update(signedProperties)
    .update(signedInfo)
    .update(canonical(signatureValue))
    .update(canonical(keyInfo));
  for (const property of properties) hash.update(writeProperty(property));
  return hash.digest();
}

/** The exclusive canonical form of an element whose start tag has neither declarations nor attributes. */
function canonical(element: string): string {
  return element.replace('>', `${namespace}>`);
}
