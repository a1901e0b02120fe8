/** Where a secret comes from, as people write it: `file:PATH`, `fd:3`, `credential:NAME`, `socket:PATH`. */
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SecretSource } from '../../agent/index.js';
import { EdocError } from '../../errors.js';

const credentialName = /^[A-Za-z0-9_.@-]{1,255}$/;
const leastDescriptor = 3;
const mostDescriptor = 1_023;

/**
 * An absolute path and a file URL mean a file too, as other programs write `pin-source`.
 * @param directory relative paths start here
 * @throws EdocError `secret.source`; the text is not repeated, somebody may have written the secret itself
 */
export function parseSecretSource(text: string, directory: string): SecretSource {
  if (text.startsWith('/')) return { file: text };
  if (text.startsWith('file:///')) return { file: fileURLToPath(text) };
  const [, kind, value = ''] = /^(file|fd|credential|socket):(.+)$/s.exec(text) ?? [];
  if (kind === 'file') return { file: resolve(directory, value) };
  if (kind === 'socket') return { socket: resolve(directory, value) };
  if (kind === 'credential' && credentialName.test(value) && !/^\.+$/.test(value))
    return { credential: value };
  const fd = Number(value);
  if (kind === 'fd' && /^\d{1,4}$/.test(value) && fd >= leastDescriptor && fd <= mostDescriptor)
    return { fd };
  throw new EdocError('secret.source');
}

export function writeSecretSource(source: SecretSource): string {
  if ('file' in source) return `file:${source.file}`;
  if ('fd' in source) return `fd:${source.fd}`;
  return 'credential' in source ? `credential:${source.credential}` : `socket:${source.socket}`;
}

export function withAbsolutePath(source: SecretSource, directory: string): SecretSource {
  if ('file' in source) return { file: resolve(directory, source.file) };
  return 'socket' in source ? { socket: resolve(directory, source.socket) } : source;
}
