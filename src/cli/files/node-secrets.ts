/** What a command needs to open the keys of a node: the passphrase of its key files, and the PINs of its tokens. */
import {
  type AgentConfig,
  parseAgentConfig,
  passphraseSource,
  type SecretSource,
} from '../../agent/index.js';
import { EdocError } from '../../errors.js';
import { agentFiles, agentPaths } from './agent-files.js';
import { providePassphrase, readIfPresent } from './private-file.js';
import { SecretReader } from './secret-reader.js';
import { withAbsolutePath } from './secret-source.js';

export interface NodeSecrets {
  /** The node's directory. */
  readonly folder: string;
  readonly passphrase: string;
  readonly reader: SecretReader;
}

/**
 * The passphrase from where the person says, else from where agent.json says, else from the node's own file, which is made
 * the first time.
 * @throws EdocError as {@link SecretReader.read}, `config.…`, `key.permissions`
 */
export async function nodeSecrets(folder: string, from: SecretSource | undefined): Promise<NodeSecrets> {
  const reader = new SecretReader();
  const config = await presentConfig(folder);
  const source = from ?? (config && passphraseSource(config));
  const own = source === undefined || ('file' in source && source.file === agentPaths.passphrase);
  const passphrase = own
    ? await providePassphrase(agentFiles(folder).passphrase)
    : await reader.read(withAbsolutePath(source, folder));
  return { folder, passphrase, reader };
}

/** As it stands in agent.json, undefined where there is none yet. @throws EdocError `config.not-json`, `config.invalid` */
export async function presentConfig(folder: string): Promise<AgentConfig | undefined> {
  const text = await readIfPresent(agentFiles(folder).config);
  if (text === undefined) return undefined;
  try {
    return parseAgentConfig(JSON.parse(text));
  } catch (cause) {
    if (cause instanceof EdocError) throw cause;
    throw new EdocError('config.not-json', { detail: { file: agentPaths.config }, cause });
  }
}
