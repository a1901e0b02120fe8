/** Sealing: the ds:Signature for a signed element, in the one form that verification accepts. */
import { hash } from 'node:crypto';
import { EdocError } from '../errors.js';
import { frameFault, isCommon, textFault } from './encoding.js';
import { signatureOf, writeSignedInfo, writeSignedProperties } from './form.js';
import { formOf, type SealedKind } from './kinds.js';
import { type Layout, layOut } from './layout.js';
import { limits } from './limits.js';
import { readSigner, requireLimit, signInfo } from './sign.js';
import type { Signer } from './signer.js';
import { uriOf } from './suites.js';

/** The signed element in its canonical octets, as the text before and after the place of the Signature. */
export interface Sealable {
  readonly head: string;
  readonly tail: string;
  /** For packets the value of the envelope's Id, `packet-` and the packet id. */
  readonly id?: string;
}

/**
 * The text of `ds:Signature`; the file is then the kind's constant beginning, head, Signature, tail, and what follows.
 * @param signingTime kept to the second.
 * @throws EdocError for what verification would refuse: `seal.encoding`, `seal.markup`, `seal.missing`, `seal.repeated`,
 * `seal.place`, `seal.reference`, `seal.limit`; for the signer `seal.key`, `seal.signing-time`, `certificate.…`,
 * `key.mismatch`; and whatever the signer itself throws.
 */
export async function seal(
  sealable: Sealable,
  kind: SealedKind,
  signer: Signer,
  signingTime: Date,
): Promise<string> {
  const { head, tail } = checkSealable(sealable, kind);
  const certificates = readSigner(signer, signingTime);
  const properties = writeSignedProperties({
    signingTime,
    certificateDigests: certificates.map(({ digest }) => digest),
  });
  const signedInfo = writeSignedInfo({
    algorithm: uriOf(signer.suite),
    uri: formOf(kind).byId ? `#${sealable.id}` : '',
    contentDigest: sha256(Buffer.concat([head, tail])),
    propertiesDigest: sha256(properties),
  });
  const value = await signInfo(signer, certificates, signedInfo);
  const ders = certificates.map(({ certificate }) => certificate);
  return signatureOf({ value, certificates: ders }, signedInfo, properties);
}

/** Half of a character. Head and tail are parted by the Signature, so that halves on both sides are alone as well. */
const loneSurrogate = /\p{Surrogate}/u;

/** Stands for the Signature to come, with all of its Ids. */
const placeholder =
  '<ds:Signature Id="seal"><x Id="seal-content"></x><x Id="seal-properties"></x></ds:Signature>';

/** Lays out the file that would come of it, so that nothing is sealed which nobody can verify. */
function checkSealable({ head, tail, id }: Sealable, kind: SealedKind): Layout {
  const form = formOf(kind);
  const common = isCommon(head) && isCommon(tail);
  if (!common && (loneSurrogate.test(head) || loneSurrogate.test(tail)))
    throw new EdocError('seal.encoding', { detail: { offset: 0 } });
  const file = Buffer.from(form.before + head + placeholder + tail + form.after);
  requireLimit('file', file.length, limits.fileBytes);
  const offset = frameFault(file) ?? (common ? undefined : textFault(file));
  if (offset !== undefined) throw new EdocError('seal.encoding', { detail: { offset } });
  const layout = layOut(file, kind);
  if (form.byId && layout.id !== id) throw new EdocError('seal.reference');
  return layout;
}

function sha256(data: string | Buffer): Buffer {
  return hash('sha256', data, 'buffer');
}
