/** The parts of a sealed file that its time stamps are over, and the certificates that it was sealed with. */
import { EdocError } from '../../errors.js';
import { type ParsedCertificate, parseCertificate } from '../certificate.js';
import { readValues } from '../form.js';
import type { SealedKind } from '../kinds.js';
import { layOut } from '../layout.js';
import { piecesOf, type SignaturePieces } from './imprint.js';

export interface SignatureParts {
  readonly pieces: SignaturePieces;
  /** What the first references cover; begun anew on each call. */
  readonly signed: () => AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
  /** The signing one first, each followed by its issuer, without the anchor. */
  readonly certificates: readonly ParsedCertificate[];
}

/** Undefined where the file has no Signature to speak of, which verifying its seal will tell. @param sealed the sealed form. */
export function sealParts(sealed: Buffer, kind: SealedKind): SignatureParts | undefined {
  try {
    const { head, tail, signature } = layOut(sealed, kind);
    const text = signature.toString('latin1');
    const values = readValues(text);
    if (!values) return undefined;
    const certificates = values.certificates.map(parseCertificate);
    return { pieces: piecesOf(text), signed: () => [head, tail], certificates };
  } catch (error) {
    if (error instanceof EdocError) return undefined;
    throw error;
  }
}
