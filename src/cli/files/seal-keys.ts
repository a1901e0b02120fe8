/**
 * The sealing keys of a node's agencies. Each has a name: `seal-H41`, then `seal-H41-2` and so on, the newest with the
 * highest number; none is ever written over. A key lies in `keys/NAME.key`, or in a token: then `keys/NAME.uri` says where.
 */
import { createPublicKey, type KeyObject, randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { EdocError, isEdocError } from '../../errors.js';
import { decryptKey, encryptKey, generateKey, type KeyKind, type RequestKey } from '../../signing/index.js';
import {
  generateTokenKey,
  openTokenKey,
  parseTokenUri,
  type TokenKey,
  type TokenUri,
  writeTokenUri,
} from '../../token/index.js';
import { agentFiles, agentPaths, sealKeyName } from './agent-files.js';
import { certificatePath, keyPath } from './key-pairs.js';
import type { NodeSecrets } from './node-secrets.js';
import { isAbsent, readSecretFile, writeSecretFile } from './private-file.js';
import { tokenLogin } from './token-login.js';

export interface SealKey {
  readonly name: string;
  /** As agent.json names it: a path in the node's directory, or a `pkcs11:` URI. */
  readonly key: string;
  readonly token?: TokenUri;
}

export interface OpenSealKey extends SealKey {
  readonly publicKey: KeyObject;
  /** What a certificate request is signed with. */
  readonly signs: KeyObject | RequestKey;
  close(): Promise<void>;
}

/** In a token where one is named, else in a file. A PIN source in it may be relative to the node's directory. */
export interface NewSealKey {
  readonly kind: KeyKind;
  readonly token?: TokenUri | undefined;
}

/** Enough that no two keys of a token share a CKA_ID. */
const keyIdOctets = 8;

/** Oldest first. */
export async function sealKeysOf(folder: string, code: string): Promise<SealKey[]> {
  const { keys } = agentFiles(folder);
  const names = await readdir(keys).catch((error: unknown) => {
    if (isAbsent(error)) return [];
    throw error;
  });
  const own = new RegExp(`^(${sealKeyName(code).replaceAll('.', '\\.')}(?:-(\\d{1,4}))?)\\.(key|uri)$`);
  const found = names.flatMap((file) => {
    const [, name = '', number = '1', form] = own.exec(file) ?? [];
    return name === '' ? [] : [{ name, number: Number(number), form }];
  });
  found.sort((a, b) => a.number - b.number);
  return Promise.all(
    found.map(async ({ name, form }) => {
      if (form === 'key') return { name, key: keyPath({ keys: agentPaths.keys }, name) };
      const uri = (await readSecretFile(uriPath(keys, name))).trim();
      return { name, key: uri, token: parseTokenUri(uri) };
    }),
  );
}

/** Path in agent.json of the certificate of a key. */
export function sealCertificatePath({ name }: Pick<SealKey, 'name'>): string {
  return certificatePath({ certificates: agentPaths.certificates }, name);
}

/** @throws EdocError `key.…`, `token.…`, `secret.…` */
export async function openSealKey(key: SealKey, secrets: NodeSecrets): Promise<OpenSealKey> {
  if (key.token) {
    const login = await tokenLogin(key.token, secrets.reader, { attended: true, directory: secrets.folder });
    return inToken(key, await openTokenKey(key.token, login));
  }
  const pem = await readSecretFile(join(secrets.folder, key.key));
  const opened = decryptKey(pem, secrets.passphrase);
  return { ...key, publicKey: createPublicKey(opened), signs: opened, close: async () => {} };
}

/** The newest key, or a first one. */
export async function provideSealKey(
  code: string,
  wanted: NewSealKey,
  secrets: NodeSecrets,
): Promise<OpenSealKey> {
  const newest = (await sealKeysOf(secrets.folder, code)).at(-1);
  if (!newest) return makeSealKey(code, wanted, secrets);
  return newest.token ? provideInToken(newest, wanted.kind, secrets) : openSealKey(newest, secrets);
}

/** One more key, the newest of the agency from then on. @throws EdocError `token.key-exists`, `key.…`, `token.…` */
export async function makeSealKey(
  code: string,
  { kind, token }: NewSealKey,
  secrets: NodeSecrets,
): Promise<OpenSealKey> {
  const present = await sealKeysOf(secrets.folder, code);
  const name = nextName(code, present);
  if (!token) return storeSealKey(name, await generateKey(kind), secrets);
  const uri = { ...token, object: token.object ?? name };
  const taken = present.some((key) => key.token?.token === uri.token && key.token?.object === uri.object);
  if (taken) {
    throw new EdocError('token.key-exists', { detail: { token: uri.token ?? '–', key: uri.object } });
  }
  const text = writeTokenUri(uri);
  // Where the key will be is written first: a key that is made and then forgotten would stay in the token for good.
  await writeSecretFile(uriPath(agentFiles(secrets.folder).keys, name), `${text}\n`);
  return provideInToken({ name, key: text, token: uri }, kind, secrets);
}

/** A key that was made elsewhere, under the next name. */
export async function takeSealKey(code: string, key: KeyObject, secrets: NodeSecrets): Promise<OpenSealKey> {
  return storeSealKey(nextName(code, await sealKeysOf(secrets.folder, code)), key, secrets);
}

async function storeSealKey(name: string, key: KeyObject, secrets: NodeSecrets): Promise<OpenSealKey> {
  const files = agentFiles(secrets.folder);
  await writeSecretFile(keyPath(files, name), await encryptKey(key, secrets.passphrase));
  const place = { name, key: keyPath({ keys: agentPaths.keys }, name) };
  return { ...place, publicKey: createPublicKey(key), signs: key, close: async () => {} };
}

/** The key of the URI; made where the token has none, as after a command that was interrupted. */
async function provideInToken(key: SealKey, kind: KeyKind, secrets: NodeSecrets): Promise<OpenSealKey> {
  if (!key.token) throw new EdocError('token.uri', { detail: { reason: 'it must begin with pkcs11:' } });
  const login = await tokenLogin(key.token, secrets.reader, { attended: true, directory: secrets.folder });
  try {
    return inToken(key, await openTokenKey(key.token, login));
  } catch (error) {
    if (!isEdocError(error, 'token.key-missing')) throw error;
    return inToken(key, await generateTokenKey(key.token, login, { kind, id: randomBytes(keyIdOctets) }));
  }
}

function inToken(key: SealKey, opened: TokenKey): OpenSealKey {
  return { ...key, publicKey: opened.publicKey, signs: opened, close: () => opened.close() };
}

function nextName(code: string, present: readonly SealKey[]): string {
  const last = present.at(-1);
  if (!last) return sealKeyName(code);
  const number = Number(/-(\d+)$/.exec(last.name.slice(sealKeyName(code).length))?.[1] ?? '1');
  return `${sealKeyName(code)}-${number + 1}`;
}

function uriPath(keys: string, name: string): string {
  return join(keys, `${name}.uri`);
}
