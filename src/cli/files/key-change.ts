/** A further key for an agency of this node: made here, or brought by a certification service. */
import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SecretSource } from '../../agent/index.js';
import { readNodeRequest } from '../../axis/index.js';
import { EdocError } from '../../errors.js';
import {
  certificateToPem,
  describeCertificate,
  type KeyKind,
  keyName,
  readPkcs12,
  signerFromKey,
  trustFromPem,
  verifyChain,
} from '../../signing/index.js';
import type { TokenUri } from '../../token/index.js';
import { agentFiles } from './agent-files.js';
import { type PreparedAgent, prepareAgent } from './agent-request.js';
import { type NodeSecrets, nodeSecrets, presentConfig } from './node-secrets.js';
import { readIfPresent, writeOpenFile, writeSecretFile } from './private-file.js';
import { withSealKey } from './seal-config.js';
import {
  makeSealKey,
  openSealKey,
  type SealKey,
  sealCertificatePath,
  sealKeysOf,
  takeSealKey,
} from './seal-keys.js';

export interface NodeAgency {
  readonly code: string;
  readonly name: string;
}

/** As the node asked for them, with its name. @throws EdocError `init.no-request` */
export async function requestedAgencies(
  folder: string,
): Promise<{ readonly node: string; readonly agencies: readonly NodeAgency[] }> {
  const pem = await readIfPresent(agentFiles(folder).request);
  if (pem === undefined) throw new EdocError('init.no-request', { detail: { folder } });
  const { node, agencies } = readNodeRequest(pem);
  return { node, agencies: agencies.map(({ code, name }) => ({ code, name })) };
}

export interface NewKeyOptions {
  /** As the present key where it is left out. */
  readonly kind?: KeyKind | undefined;
  readonly token?: TokenUri | undefined;
  /** In a file, although the present key is in a token. */
  readonly inFile?: boolean | undefined;
  readonly passphrase?: SecretSource | undefined;
}

/**
 * Makes a key beside the present one, of its type and in the same place unless said otherwise.
 * @throws EdocError `key.no-agency`, `key.pending` where the last one still waits for its certificate, `token.…`, `key.…`
 */
export async function addSealKey(
  folder: string,
  code: string,
  options: NewKeyOptions,
): Promise<SealKey & { readonly type: string }> {
  const secrets = await nodeSecrets(folder, options.passphrase);
  const present = await newestKey(folder, code);
  if (!(await hasCertificate(folder, present))) {
    throw new EdocError('key.pending', { detail: { agency: code, key: present.name } });
  }
  const kind = options.kind ?? (await kindOf(present, secrets));
  const made = await makeSealKey(
    code,
    { kind, token: options.inFile ? undefined : tokenFor(present, options) },
    secrets,
  );
  await made.close();
  return {
    name: made.name,
    key: made.key,
    type: keyName(made.publicKey),
    ...(made.token ? { token: made.token } : {}),
  };
}

/** The node's request anew, with the newest key of each agency. @throws EdocError as {@link prepareAgent} */
export async function writeRequest(
  folder: string,
  passphrase: SecretSource | undefined,
): Promise<PreparedAgent> {
  const { node, agencies } = await requestedAgencies(folder);
  for (const { code } of agencies) await newestKey(folder, code);
  // Every key is there, so that none is made: the type is of no account.
  return prepareAgent(folder, { node, agencies, keyKind: 'rsa-2048', passphrase });
}

export interface ImportedKey extends SealKey {
  readonly subject: string;
  readonly notAfter: Date;
  readonly certificateSha256: string;
}

/**
 * Takes the key and the certificate of a PKCS#12 file for an agency of a node that is set up. They are used as soon as the
 * directory lists the certificate.
 * @throws EdocError `config.missing`, `key.no-agency`, `key.other-agency`, `key.passphrase`, `key.malformed`, `key.type`,
 * `key.mismatch`, `certificate.…` for a certificate that nobody on the axis would accept
 */
export async function importSealKey(
  folder: string,
  code: string,
  source: { readonly bytes: Uint8Array; readonly passphrase: string },
  at: Date,
): Promise<ImportedKey> {
  const config = await presentConfig(folder);
  if (!config) throw new EdocError('config.missing', { detail: { directory: folder } });
  const known = config.agencies.find((agency) => agency.code === code);
  if (!known) throw new EdocError('key.no-agency', { detail: { agency: code, directory: folder } });
  const { key, certificates } = await readPkcs12(source);
  const [leaf] = signerFromKey(key, certificates).certificates;
  if (!leaf) throw new EdocError('certificate.malformed');
  const { subject, agency = '–', notAfter, certificateSha256 } = describeCertificate(leaf);
  if (agency !== code) throw new EdocError('key.other-agency', { detail: { found: agency, agency: code } });
  const trust = trustFromPem(await readFile(join(folder, config.trust), 'utf8'));
  verifyChain(certificates, trust, { purpose: 'seal', at });
  const secrets = await nodeSecrets(folder, undefined);
  const taken = await takeSealKey(code, key, secrets);
  await writeOpenFile(join(folder, sealCertificatePath(taken)), pemOf(certificates));
  const agencies = config.agencies.map((each) => (each === known ? withSealKey(code, known, taken) : each));
  await writeSecretFile(
    agentFiles(folder).config,
    `${JSON.stringify({ ...config, agencies }, undefined, 2)}\n`,
  );
  return { name: taken.name, key: taken.key, subject, notAfter, certificateSha256 };
}

/** Whether the certificate beside the key is for it. */
async function hasCertificate(folder: string, key: SealKey): Promise<boolean> {
  return (await readIfPresent(join(folder, sealCertificatePath(key)))) !== undefined;
}

async function newestKey(folder: string, code: string): Promise<SealKey> {
  const newest = (await sealKeysOf(folder, code)).at(-1);
  if (!newest) throw new EdocError('key.no-agency', { detail: { agency: code, directory: folder } });
  return newest;
}

async function kindOf(key: SealKey, secrets: NodeSecrets): Promise<KeyKind> {
  const pem = await readIfPresent(join(secrets.folder, sealCertificatePath(key)));
  if (pem !== undefined) return kindNamed(keyName(new X509Certificate(pem).publicKey));
  const opened = await openSealKey(key, secrets);
  await opened.close();
  return kindNamed(keyName(opened.publicKey));
}

function kindNamed(type: string): KeyKind {
  if (type === 'rsa-2048') return 'rsa-2048';
  return type.startsWith('rsa-') ? 'rsa-3072' : 'ecdsa-p256';
}

/** The next key of a token is born in the same one; its own name follows from the key's. */
function tokenFor({ token }: SealKey, options: NewKeyOptions): TokenUri | undefined {
  if (options.token || !token) return options.token;
  const { object: _, id: __, ...same } = token;
  return same;
}

function pemOf(certificates: readonly Uint8Array[]): string {
  return certificates.map((der) => certificateToPem(Buffer.from(der))).join('');
}
