/** Key pairs as files: the private key encrypted (PKCS#8), the certificate beside it, both in PEM. */
import { type KeyObject, X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import { EdocError } from '../../errors.js';
import {
  certificatesFromPem,
  certificateToPem,
  decryptKey,
  encryptKey,
  generateKey,
  type KeyKind,
} from '../../signing/index.js';
import { readIfPresent, readSecretFile, writeOpenFile, writeSecretFile } from './private-file.js';

export interface KeyPairFiles {
  /** Folders of keys and of certificates. */
  readonly keys: string;
  readonly certificates: string;
}

/** `certificate` is DER. */
export interface KeyPair {
  readonly key: KeyObject;
  readonly certificate: Buffer;
}

export function keyPath({ keys }: Pick<KeyPairFiles, 'keys'>, name: string): string {
  return join(keys, `${name}.key`);
}

export function certificatePath({ certificates }: Pick<KeyPairFiles, 'certificates'>, name: string): string {
  return join(certificates, `${name}.pem`);
}

/** The pair in the files, undefined where one of them is not there. @throws EdocError `key.mismatch`, `key.…`, `certificate.…` */
export async function readKeyPair(
  files: KeyPairFiles,
  name: string,
  passphrase: string,
): Promise<KeyPair | undefined> {
  const keyPem = await readIfPresent(keyPath(files, name), readSecretFile);
  const pem = await readIfPresent(certificatePath(files, name));
  if (keyPem === undefined || pem === undefined) return undefined;
  const key = decryptKey(keyPem, passphrase);
  const [certificate] = certificatesFromPem(pem);
  if (!certificate || !belongs(key, certificate))
    throw new EdocError('key.mismatch', { place: keyPath(files, name) });
  return { key, certificate };
}

/** The key goes first: a certificate never lies there without its key. */
export async function writeKeyPair(
  files: KeyPairFiles,
  name: string,
  passphrase: string,
  { key, certificate }: KeyPair,
): Promise<void> {
  await writeSecretFile(keyPath(files, name), await encryptKey(key, passphrase));
  await writeOpenFile(certificatePath(files, name), certificateToPem(certificate));
}

/** The pair in the files; made and written there where it is not. */
export async function provideKeyPair(
  files: KeyPairFiles,
  name: string,
  passphrase: string,
  create: () => Promise<KeyPair>,
): Promise<KeyPair> {
  const present = await readKeyPair(files, name, passphrase);
  if (present) return present;
  const made = await create();
  await writeKeyPair(files, name, passphrase, made);
  return made;
}

/** The private key alone; made and written where it is not. */
export async function provideKey(
  files: Pick<KeyPairFiles, 'keys'>,
  name: string,
  passphrase: string,
  kind: KeyKind,
): Promise<KeyObject> {
  const path = keyPath(files, name);
  const present = await readIfPresent(path, readSecretFile);
  if (present !== undefined) return decryptKey(present, passphrase);
  const key = await generateKey(kind);
  await writeSecretFile(path, await encryptKey(key, passphrase));
  return key;
}

export function belongs(key: KeyObject, certificate: Uint8Array): boolean {
  return new X509Certificate(certificate).checkPrivateKey(key);
}
