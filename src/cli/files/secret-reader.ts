/**
 * Reads passphrases and PINs from where they are kept. Each reader reads a source once: an agent that holds secrets may ask a
 * person each time. A file descriptor is read once in the process, since what it gives is gone then.
 */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { SecretSource } from '../../agent/index.js';
import { EdocError } from '../../errors.js';
import { fileError } from '../files-read.js';
import { writeSecretSource } from './secret-source.js';

const mostOctets = 1_024;
const socketPatienceMs = 30_000;
const rightsOfGroupAndOthers = 0o077;
/** systemd gives a service its credentials by an access list, which shows as a right of the group. */
const rightsOfOthers = 0o007;

type Environment = Readonly<Record<string, string | undefined>>;

/** What the descriptors of this process gave. */
const descriptors = new Map<string, Promise<string>>();

export class SecretReader {
  readonly #env: Environment;
  readonly #read = new Map<string, Promise<string>>();

  constructor(env: Environment = process.env) {
    this.#env = env;
  }

  /**
   * The secret, without the end of its line.
   * @throws EdocError `key.permissions`, `cli.file-missing`, `cli.file-unreadable`, `secret.unavailable`, `secret.empty`,
   * `secret.too-long`
   */
  read(source: SecretSource): Promise<string> {
    const name = writeSecretSource(source);
    const read = 'fd' in source ? descriptors : this.#read;
    const present = read.get(name) ?? this.#first(source, name);
    read.set(name, present);
    return present;
  }

  async #first(source: SecretSource, name: string): Promise<string> {
    const octets = await this.#octets(source, name);
    if (octets.length > mostOctets) {
      throw new EdocError('secret.too-long', { detail: { source: name, max: mostOctets } });
    }
    const secret = octets.toString('utf8').replace(/\r?\n$/, '');
    octets.fill(0);
    if (secret === '') throw new EdocError('secret.empty', { detail: { source: name } });
    return secret;
  }

  #octets(source: SecretSource, name: string): Promise<Buffer> {
    if ('file' in source) return privateFile(source.file, rightsOfGroupAndOthers);
    if ('fd' in source) return available(name, () => collected(createReadStream('', { fd: source.fd })));
    if ('socket' in source) return available(name, () => lineFrom(source.socket));
    const folder = this.#env['CREDENTIALS_DIRECTORY'];
    if (folder === undefined || folder === '') {
      const reason = 'CREDENTIALS_DIRECTORY';
      return Promise.reject(new EdocError('secret.unavailable', { detail: { source: name, reason } }));
    }
    return privateFile(join(folder, source.credential), rightsOfOthers);
  }
}

/** Rights and content of the same file, whatever happens to its name meanwhile. */
async function privateFile(path: string, forbidden: number): Promise<Buffer> {
  try {
    const file = await open(path, 'r');
    try {
      const { mode } = await file.stat();
      if ((mode & forbidden) !== 0) {
        const detail = { file: path, mode: (mode & 0o7777).toString(8) };
        throw new EdocError('key.permissions', { detail });
      }
      const buffer = Buffer.alloc(mostOctets + 1);
      const { bytesRead } = await file.read(buffer, 0, buffer.length, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw fileError(path, error);
  }
}

async function available(name: string, read: () => Promise<Buffer>): Promise<Buffer> {
  try {
    return await read();
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    throw new EdocError('secret.unavailable', { detail: { source: name, reason }, cause });
  }
}

async function collected(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let octets = 0;
  for await (const piece of stream) {
    pieces.push(piece);
    octets += piece.length;
    if (octets > mostOctets || piece.includes('\n')) break;
  }
  const all = Buffer.concat(pieces);
  const end = all.indexOf('\n');
  return end === -1 ? all : all.subarray(0, end);
}

async function lineFrom(path: string): Promise<Buffer> {
  const socket = connect(path);
  socket.setTimeout(socketPatienceMs, () => {
    socket.destroy(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' }));
  });
  try {
    return await collected(socket);
  } finally {
    socket.destroy();
  }
}
