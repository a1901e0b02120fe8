/** The keys of the test vectors: made once, kept in `spec/vectors/keys`, public, and good for nothing else. */
import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const makers = {
  root: () => rsa(2048),
  'other-root': () => rsa(2048),
  intermediate: () => rsa(2048),
  'second-intermediate': () => rsa(2048),
  agency: () => rsa(2048),
  'agency-ecdsa': () => ec('prime256v1'),
  'agency-rsa-3072': () => rsa(3072),
  'agency-rsa-4096': () => rsa(4096),
  'agency-rsa-8192': () => rsa(8192),
  'agency-exponent-65539': () => rsa(2048, 65539),
  'intermediate-ecdsa': () => ec('prime256v1'),
  'intermediate-p384': () => ec('secp384r1'),
  'weak-ed25519': () => generateKeyPairSync('ed25519').privateKey,
  'wrong-curve-p521': () => ec('secp521r1'),
  'weak-rsa-1024': () => rsa(1024),
  'weak-exponent-3': () => rsa(2048, 3),
  'wrong-curve-p384': () => ec('secp384r1'),
  tsa: () => rsa(2048),
  ocsp: () => rsa(2048),
};

export type TestKey = keyof typeof makers;

const note = 'TEST KEY OF THE PUBLIC TEST VECTORS. Everybody has it. Never use it for anything else.\n';

/** Reads a key, making and keeping it where it is not there yet. */
export function testKey(folder: string, name: TestKey): KeyObject {
  const path = join(folder, `${name}.pem`);
  if (!existsSync(path)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, note + makers[name]().export({ type: 'pkcs8', format: 'pem' }));
  }
  const pem = readFileSync(path, 'utf8');
  return createPrivateKey(pem.slice(pem.indexOf('-----BEGIN')));
}

function rsa(modulusLength: number, publicExponent = 65537): KeyObject {
  return generateKeyPairSync('rsa', { modulusLength, publicExponent }).privateKey;
}

function ec(namedCurve: string): KeyObject {
  return generateKeyPairSync('ec', { namedCurve }).privateKey;
}
