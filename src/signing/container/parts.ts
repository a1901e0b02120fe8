/** The parts of a container's signature that its time stamps are over, and the certificates that it was made with. */
import { EdocError } from '../../errors.js';
import { parseCertificate } from '../certificate.js';
import { piecesOf } from '../levels/imprint.js';
import type { SignatureParts } from '../levels/parts.js';
import { beginsAsOurs, readContainerValues } from './form.js';
import { containerLimits as limits } from './limits.js';
import { nameOfUri } from './names.js';

/** The octets of a file of the container by its name; nothing where there is none. */
export type ReadFile = (name: string) => AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

const nothing: ReadFile = () => [];

/**
 * Undefined where there is no signature to speak of, which verifying it will tell.
 * @param signature `META-INF/signatures001.xml` in the sealed form.
 * @param read for archive time stamps, which are over the files themselves; each is read once.
 */
export function containerParts(signature: Buffer, read: ReadFile = nothing): SignatureParts | undefined {
  if (signature.length > limits.signatureBytes || !beginsAsOurs(signature)) return undefined;
  const text = signature.toString('latin1');
  const values = readContainerValues(text);
  if (!values) return undefined;
  const names = values.files.map(({ uri }) => nameOfUri(uri));
  // Named twice, a file would be read as often as somebody else likes.
  if (names.length > limits.files || new Set(names).size < names.length) return undefined;
  try {
    const certificates = values.certificates.map(parseCertificate);
    return { pieces: piecesOf(text), signed: () => filesOf(names, read), certificates };
  } catch (error) {
    if (error instanceof EdocError) return undefined;
    throw error;
  }
}

async function* filesOf(names: readonly (string | undefined)[], read: ReadFile): AsyncGenerator<Uint8Array> {
  for (const name of names) if (name !== undefined) yield* read(name);
}
