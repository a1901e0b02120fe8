/** The PIN for a token, from where its URI says. */
import type { Login, TokenUri } from '../../token/index.js';
import type { SecretReader } from './secret-reader.js';
import { parseSecretSource } from './secret-source.js';

/**
 * @param options.attended a person waits for the outcome, so that a doubtful PIN may be tried
 * @throws EdocError as {@link SecretReader.read}, `secret.source`
 */
export async function tokenLogin(
  { pinSource }: TokenUri,
  secrets: SecretReader,
  { attended, directory = '/' }: { readonly attended: boolean; readonly directory?: string },
): Promise<Login> {
  if (pinSource === undefined) return { attended };
  return { attended, pin: await secrets.read(parseSecretSource(pinSource, directory)) };
}
