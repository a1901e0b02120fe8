/** The axis's own key pairs, which a renewal writes anew one file after the other. */
import type { OwnCertificateName } from '../../axis/index.js';
import { EdocError, isEdocError } from '../../errors.js';
import { type KeyPair, type KeyPairFiles, readKeyPair } from './key-pairs.js';

/** As {@link readKeyPair}. @throws EdocError `axis.half-renewed` where the new key has come and its certificate has not */
export async function readOwnPair(
  files: KeyPairFiles,
  name: OwnCertificateName,
  passphrase: string,
): Promise<KeyPair | undefined> {
  try {
    return await readKeyPair(files, name, passphrase);
  } catch (error) {
    if (!isEdocError(error, 'key.mismatch')) throw error;
    throw new EdocError('axis.half-renewed', { detail: { name }, cause: error });
  }
}
