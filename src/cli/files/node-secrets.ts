/** What a command needs to open the keys of a node: the passphrase of its key files, and the PINs of its tokens. */
import { readdir } from 'node:fs/promises';
import {
  type AgentConfig,
  parseAgentConfig,
  passphraseSource,
  type SecretSource,
} from '../../agent/index.js';
import { EdocError } from '../../errors.js';
import { agentFiles, agentPaths } from './agent-files.js';
import { isAbsent, providePassphrase, readIfPresent, readSecretFile } from './private-file.js';
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
 * @throws EdocError as {@link SecretReader.read}, `config.…`, `key.permissions`; `cli.file-missing` where the file was lost
 */
export async function nodeSecrets(folder: string, from: SecretSource | undefined): Promise<NodeSecrets> {
  const reader = new SecretReader();
  const config = await presentConfig(folder);
  const source = from ?? (config && passphraseSource(config));
  const own = source === undefined || ('file' in source && source.file === agentPaths.passphrase);
  const passphrase = own ? await ownPassphrase(folder) : await reader.read(withAbsolutePath(source, folder));
  return { folder, passphrase, reader };
}

/** One made in the place of one that was lost would lock new keys, and none of those that are there. */
async function ownPassphrase(folder: string): Promise<string> {
  const { passphrase: file, keys } = agentFiles(folder);
  const names = await readdir(keys).catch((error: unknown) => {
    if (isAbsent(error)) return [];
    throw error;
  });
  const isLost = (await readIfPresent(file, readSecretFile)) === undefined;
  if (isLost && names.some((name) => name.endsWith('.key'))) {
    throw new EdocError('cli.file-missing', { detail: { file } });
  }
  return providePassphrase(file);
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
