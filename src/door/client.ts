/** The caller's side of the door: the same desk, at the other end of the socket. */
import { Agent, type ClientRequest, type IncomingMessage, request as openRequest } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Desk } from '../agent/index.js';
import { EdocError, isEdocError } from '../errors.js';
import { readWhole } from './body.js';
import { fromJson, isRecord } from './error-json.js';
import { limits } from './limits.js';
import { paths } from './paths.js';
import { requireSocketPath } from './socket.js';

/**
 * A desk whose every method is a request to the agent at the socket. What the agent refuses is thrown as the EdocError that
 * it was there, with code, place, detail and findings.
 * @throws EdocError from every method also `agent.not-running`, `door.forbidden`, `door.interrupted`, `door.protocol`
 */
export function doorClient(socketPath: string): Desk {
  requireSocketPath(socketPath);
  const post = <Result>(path: string, value: object) =>
    exchange<Result>(socketPath, 'POST', path, Buffer.from(JSON.stringify(value)), 'application/json');
  return {
    putContent: (content) => exchange(socketPath, 'PUT', paths.contents, content, 'application/octet-stream'),
    check: (request) => post(paths.checks, request),
    send: (request) => post(paths.packets, request),
    step: (request) => post(paths.steps, request),
    recall: (request) => post(paths.recalls, request),
    resend: (request) => post(paths.resends, request),
    upgradeEvidence: (request) => post(paths.evidence, request),
    acknowledgeEvidence: (request) => post(paths.acknowledgements, request),
    sealContainer: (request) => post(paths.containers, request),
    archive: (request) => post(paths.archive, request),
    removeArchived: (request) => post(paths.archiveRemovals, request),
    ping: (request) => post(paths.pings, request),
    replay: (request) => post(paths.replays, request),
    discard: (request) => post(paths.discards, request),
    status: () => exchange(socketPath, 'GET', paths.status, undefined, undefined),
  };
}

/** @param body whole, or in pieces from the caller's source */
async function exchange<Result>(
  socketPath: string,
  method: string,
  path: string,
  body: Buffer | AsyncIterable<Uint8Array> | undefined,
  contentType: string | undefined,
): Promise<Result> {
  // One connection a request: a kept one could die between two requests, and nobody could tell whether the second arrived.
  const agent = new Agent({ keepAlive: false });
  const request = openRequest({
    socketPath,
    agent,
    method,
    path,
    headers: { host: 'agent', ...(contentType === undefined ? {} : { 'content-type': contentType }) },
  });
  try {
    const response = await responseTo(request, body);
    return await readAnswer<Result>(response, socketPath);
  } catch (error) {
    throw asDoorError(error, socketPath);
  } finally {
    request.destroy();
    agent.destroy();
  }
}

/**
 * Sends the body while waiting for the response, which may come before the body's end where the agent refuses it. A failure
 * of the caller's own source is thrown as it is.
 */
async function responseTo(
  request: ClientRequest,
  body: Buffer | AsyncIterable<Uint8Array> | undefined,
): Promise<IncomingMessage> {
  const response = new Promise<IncomingMessage>((resolve, reject) => {
    const interrupted = () => reject(new EdocError('door.interrupted'));
    request.once('response', (answer) => {
      request.off('close', interrupted);
      resolve(answer);
    });
    request.on('error', reject);
    request.once('close', interrupted);
  });
  if (body === undefined || Buffer.isBuffer(body)) {
    request.end(body);
    return response;
  }
  const source = new WatchedSource(body);
  const sent = pipeline(Readable.from(source, { objectMode: false }), request);
  const failedSource = new Promise<never>((_, reject) => {
    sent.catch(() => {
      if (source.failure) reject(source.failure.error);
    });
  });
  return Promise.race([response, failedSource]);
}

/** Remembers whether the failure of a pipeline came from its source. */
class WatchedSource implements AsyncIterable<Uint8Array> {
  failure: { readonly error: unknown } | undefined;
  readonly #body: AsyncIterable<Uint8Array>;

  constructor(body: AsyncIterable<Uint8Array>) {
    this.#body = body;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    try {
      yield* this.#body;
    } catch (error) {
      this.failure = { error };
      throw error;
    }
  }
}

async function readAnswer<Result>(response: IncomingMessage, socket: string): Promise<Result> {
  const value = parse(await readWhole(response, limits.answerBytes), socket);
  const status = response.statusCode ?? 0;
  // The agent is trusted to answer with the desk's types: it runs as the same user, from the same release.
  if (status >= 200 && status < 300) return value as Result;
  const { error } = value;
  const told = fromJson(error);
  if (told) throw told;
  throw new EdocError('door.protocol', { detail: { socket, reason: `HTTP ${status}` } });
}

function parse(octets: Buffer, socket: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(octets.toString('utf8'));
    if (isRecord(value)) return value;
  } catch {
    // Said below.
  }
  throw new EdocError('door.protocol', { detail: { socket, reason: 'no JSON' } });
}

const connectionErrors: Readonly<
  Record<string, 'agent.not-running' | 'door.forbidden' | 'door.interrupted'>
> = {
  ENOENT: 'agent.not-running',
  ECONNREFUSED: 'agent.not-running',
  ENOTDIR: 'agent.not-running',
  EACCES: 'door.forbidden',
  EPERM: 'door.forbidden',
  ECONNRESET: 'door.interrupted',
  EPIPE: 'door.interrupted',
};

function asDoorError(error: unknown, socket: string): unknown {
  if (isEdocError(error) || !(error instanceof Error) || !('syscall' in error || 'code' in error))
    return error;
  const name = 'code' in error ? String(error.code) : '';
  const connecting = 'syscall' in error && error.syscall === 'connect';
  if (name.startsWith('HPE_')) {
    return new EdocError('door.protocol', { detail: { socket, reason: name }, cause: error });
  }
  const code = connectionErrors[name];
  // The same names come from the caller's own files; those are not about the socket.
  if (code === undefined || (code !== 'door.interrupted' && !connecting)) return error;
  return new EdocError(code, { detail: { socket }, cause: error });
}
