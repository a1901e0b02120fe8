/**
 * The socket's place in the file system: who may reach it, and whether somebody answers there already. The socket has
 * mode 0600 from its first moment, and stands in a directory that nobody else may write into.
 */
import { lstat, mkdir, stat, unlink } from 'node:fs/promises';
import { createConnection, type Server } from 'node:net';
import { dirname } from 'node:path';
import { EdocError } from '../errors.js';
import { limits } from './limits.js';

/** @throws EdocError `door.path-too-long` */
export function requireSocketPath(socket: string): void {
  const length = Buffer.byteLength(socket);
  if (length > limits.socketPathBytes) {
    throw new EdocError('door.path-too-long', { detail: { length, max: limits.socketPathBytes } });
  }
}

/**
 * Makes the directory where it is missing (0700) and removes the socket of a process that is gone.
 * @throws EdocError `door.open-directory`, `door.in-use`, `door.not-a-socket`, `door.cannot-open`
 */
export async function prepareSocketPath(socket: string): Promise<void> {
  requireSocketPath(socket);
  try {
    await preparePrivateDirectory(dirname(socket));
    const there = await lstat(socket).catch(absent);
    if (!there) return;
    if (!there.isSocket()) throw new EdocError('door.not-a-socket', { detail: { socket } });
    if (await answers(socket)) throw new EdocError('door.in-use', { detail: { socket } });
    await unlink(socket).catch(absent);
  } catch (error) {
    throw asCannotOpen(socket, error);
  }
}

/** @throws EdocError `door.in-use`, `door.cannot-open` */
export function listen(server: Server, socket: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new EdocError('door.in-use', { detail: { socket }, cause: error })
          : asCannotOpen(socket, error),
      );
    server.once('error', failed);
    // The socket file is made inside listen(), so that this mask, and not a later chmod, gives it its mode.
    const mask = process.umask(0o177);
    try {
      server.listen(socket, () => {
        server.off('error', failed);
        resolve();
      });
    } finally {
      process.umask(mask);
    }
  });
}

/** A Unix socket that nobody listens on refuses; only a live process takes the connection. */
function answers(socket: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const connection = createConnection(socket);
    connection.once('connect', () => {
      connection.destroy();
      resolve(true);
    });
    connection.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED' || error.code === 'ENOENT') resolve(false);
      // The queue of a busy listener is full: somebody is there.
      else if (error.code === 'EAGAIN') resolve(true);
      else reject(error);
    });
  });
}

async function preparePrivateDirectory(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const { mode } = await stat(directory);
  if ((mode & 0o022) !== 0) {
    throw new EdocError('door.open-directory', { detail: { directory, mode: (mode & 0o7777).toString(8) } });
  }
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}

function asCannotOpen(socket: string, error: unknown): EdocError {
  if (error instanceof EdocError) return error;
  const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  return new EdocError('door.cannot-open', { detail: { socket, reason }, cause: error });
}
