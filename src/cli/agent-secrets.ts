/** The agent's keys: read once at start, from files that nobody but their owner can read. */
import { readFile, stat } from 'node:fs/promises';
import type { AgentConfig } from '../agent/index.js';
import { Identities } from '../agent/index.js';
import { organId } from '../edoc/index.js';
import { EdocError, type Finding, throwIfErrors } from '../errors.js';
import { decryptKey, signerFromPkcs8, type Trust, trustFromPem } from '../signing/index.js';
import { fileError } from './files-read.js';

const rightsOfOthers = 0o077;

export interface AgentSecrets {
  readonly identities: Identities;
  readonly trust: Trust;
  readonly tls: { readonly ca: string; readonly cert: string; readonly key: string };
}

/**
 * @throws EdocError `key.permissions` naming every such file, `key.passphrase`, `key.malformed`, `key.mismatch`,
 *   `key.type`, `certificate.malformed`, `cli.file-missing`, `cli.file-unreadable`
 */
export async function readAgentSecrets(config: AgentConfig): Promise<AgentSecrets> {
  const { broker, agencies, passphraseFile, trust } = config;
  await requirePrivate([passphraseFile, broker.key, ...agencies.map(({ key }) => key)]);
  const passphrase = (await read(passphraseFile)).replace(/\r?\n$/, '');
  const signers = [];
  for (const { code, certificate, key } of agencies) {
    const [keyPem, certificatesPem] = [await read(key), await read(certificate)];
    signers.push({
      code: organId(code),
      signer: at(key, () => signerFromPkcs8({ keyPem, passphrase, certificatesPem })),
    });
  }
  const nodeKey = await read(broker.key);
  return {
    identities: new Identities(signers),
    trust: trustFromPem(await read(trust)),
    tls: {
      ca: await read(broker.ca),
      cert: await read(broker.certificate),
      // Opened once: opening it costs a fifth of a second by design, and a lost connection is opened again many times.
      key: at(broker.key, () =>
        decryptKey(nodeKey, passphrase).export({ type: 'pkcs8', format: 'pem' }).toString(),
      ),
    },
  };
}

async function requirePrivate(files: readonly string[]): Promise<void> {
  const findings: Finding[] = [];
  for (const file of new Set(files)) {
    const { mode } = await stat(file).catch((error: unknown) => {
      throw fileError(file, error);
    });
    if ((mode & rightsOfOthers) === 0) continue;
    findings.push({
      code: 'key.permissions',
      severity: 'error',
      detail: { file, mode: (mode & 0o7777).toString(8) },
    });
  }
  throwIfErrors(findings);
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw fileError(file, error);
  }
}

/** Says which file it was that could not be used. */
function at<Result>(file: string, open: () => Result): Result {
  try {
    return open();
  } catch (error) {
    if (!(error instanceof EdocError)) throw error;
    throw new EdocError(error.code, { place: file, detail: error.detail, cause: error });
  }
}
