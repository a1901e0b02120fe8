/** The directory of the agent that a command works with: its configuration, with every path made absolute. */
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type AgentConfig, parseAgentConfig } from '../../agent/index.js';
import { EdocError } from '../../errors.js';
import { isTokenUri, parseTokenUri, writeTokenUri } from '../../token/index.js';
import { parseSecretSource, withAbsolutePath, writeSecretSource } from '../files/secret-source.js';

export interface AgentPlace {
  readonly directory: string;
  /** Paths in it are absolute. */
  readonly config: AgentConfig;
}

/** @throws EdocError `config.missing`, `config.not-json`, `config.invalid`, `cli.file-unreadable` */
export async function readAgentPlace(directory: string): Promise<AgentPlace> {
  const file = join(directory, 'agent.json');
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    if (reason === 'ENOENT' || reason === 'ENOTDIR') {
      throw new EdocError('config.missing', { detail: { directory }, cause: error });
    }
    throw new EdocError('cli.file-unreadable', { detail: { file, reason }, cause: error });
  }
  return { directory, config: withAbsolutePaths(directory, parseAgentConfig(parsed(file, text))) };
}

function parsed(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new EdocError('config.not-json', { detail: { file }, cause: error });
  }
}

function withAbsolutePaths(directory: string, config: AgentConfig): AgentConfig {
  const at = (path: string) => resolve(directory, path);
  const sealKey = ({ certificate, key }: { certificate: string; key: string }) => ({
    certificate: at(certificate),
    key: isTokenUri(key) ? absoluteUri(directory, key) : at(key),
  });
  const { passphrase, passphraseFile, ...others } = config;
  const { broker, agencies, attachments, timeStamp } = config;
  return {
    ...others,
    broker: { ...broker, ca: at(broker.ca), certificate: at(broker.certificate), key: at(broker.key) },
    trust: at(config.trust),
    attachments: {
      ...attachments,
      ...(attachments.trust === undefined ? {} : { trust: at(attachments.trust) }),
    },
    ...(timeStamp?.trust === undefined ? {} : { timeStamp: { ...timeStamp, trust: at(timeStamp.trust) } }),
    agencies: agencies.map(({ next, ...agency }) => ({
      ...agency,
      ...sealKey(agency),
      ...(next ? { next: sealKey(next) } : {}),
    })),
    ...(passphrase ? { passphrase: withAbsolutePath(passphrase, directory) } : {}),
    ...(passphraseFile === undefined ? {} : { passphraseFile: at(passphraseFile) }),
    data: at(config.data),
    socket: at(config.socket),
  };
}

/** A relative file in `pin-source` lies in the directory, as every other path of the configuration. */
function absoluteUri(directory: string, text: string): string {
  const uri = parseTokenUri(text);
  if (uri.pinSource === undefined) return text;
  return writeTokenUri({ ...uri, pinSource: writeSecretSource(parseSecretSource(uri.pinSource, directory)) });
}
