/** The agent's keys, opened once at start: from files that nobody but their owner can read, or in tokens that keep them. */
import { readFile, stat } from 'node:fs/promises';
import { type AgentConfig, Identities, type Identity, passphraseSource } from '../../agent/index.js';
import { organId } from '../../edoc/index.js';
import { EdocError, type Finding, throwIfErrors } from '../../errors.js';
import {
  certificatesFromPem,
  decryptKey,
  type Signer,
  signerFromPkcs8,
  type Trust,
  trustFromPem,
} from '../../signing/index.js';
import { isTokenUri, openTokenKey, parseTokenUri, signerFromToken } from '../../token/index.js';
import { SecretReader } from '../files/secret-reader.js';
import { tokenLogin } from '../files/token-login.js';
import { fileError } from '../files-read.js';

const rightsOfOthers = 0o077;

export interface AgentSecrets {
  readonly identities: Identities;
  readonly trust: Trust;
  readonly tls: { readonly ca: string; readonly cert: string; readonly key: string };
  /** Gives the tokens back. */
  close(): Promise<void>;
}

/** What an agency seals with: as in {@link AgentConfig}, with absolute paths. */
export interface SealKeyPlace {
  readonly certificate: string;
  readonly key: string;
}

/**
 * @param options.attended a person waits for the outcome: a service that is restarted again and again must not use up the
 * tries for a PIN
 * @throws EdocError `key.permissions` naming every such file, `key.passphrase`, `key.malformed`, `key.mismatch`,
 *   `key.type`, `certificate.malformed`, `cli.file-missing`, `cli.file-unreadable`, `secret.…`, `token.…`
 */
export async function readAgentSecrets(
  config: AgentConfig,
  { attended } = { attended: false },
): Promise<AgentSecrets> {
  const { broker, agencies, trust } = config;
  await requirePrivate(privateFiles(config));
  const secrets = new SecretReader();
  const passphrase = await secrets.read(passphraseSource(config));
  const closers: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const end of closers.splice(0)) await end();
  };
  try {
    const open = (place: SealKeyPlace) => openSigner(place, { passphrase, secrets, attended, closers });
    const identities: Identity[] = [];
    for (const { code, next, ...present } of agencies) {
      const signer = await open(present);
      identities.push({ code: organId(code), signer, ...(next ? { next: await open(next) } : {}) });
    }
    const nodeKey = await read(broker.key);
    return {
      identities: new Identities(identities),
      trust: trustFromPem(await read(trust)),
      tls: {
        ca: await read(broker.ca),
        cert: await read(broker.certificate),
        // Opened once: opening it costs a fifth of a second by design, and a lost connection is opened again many times.
        key: await at(broker.key, async () =>
          decryptKey(nodeKey, passphrase).export({ type: 'pkcs8', format: 'pem' }).toString(),
        ),
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

interface Opening {
  readonly passphrase: string;
  readonly secrets: SecretReader;
  readonly attended: boolean;
  readonly closers: (() => Promise<void>)[];
}

async function openSigner(
  { certificate, key }: SealKeyPlace,
  { passphrase, secrets, attended, closers }: Opening,
): Promise<Signer> {
  const certificatesPem = await read(certificate);
  if (!isTokenUri(key)) {
    const keyPem = await read(key);
    return at(key, async () => signerFromPkcs8({ keyPem, passphrase, certificatesPem }));
  }
  const uri = parseTokenUri(key);
  const opened = await openTokenKey(uri, await tokenLogin(uri, secrets, { attended }));
  closers.push(() => opened.close());
  return at(certificate, async () => signerFromToken(opened, certificatesFromPem(certificatesPem)));
}

function privateFiles(config: AgentConfig): string[] {
  const passphrase = passphraseSource(config);
  const keys = config.agencies.flatMap(({ key, next }) => (next ? [key, next.key] : [key]));
  return [
    ...('file' in passphrase ? [passphrase.file] : []),
    config.broker.key,
    ...keys.filter((key) => !isTokenUri(key)),
  ];
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
async function at<Result>(file: string, open: () => Promise<Result>): Promise<Result> {
  try {
    return await open();
  } catch (error) {
    if (!(error instanceof EdocError)) throw error;
    throw new EdocError(error.code, { place: file, detail: error.detail, cause: error });
  }
}
