/**
 * The operator's side: time stamps and revocation over HTTP. Plain HTTP is what the standards ask for: every answer is signed
 * by itself, and whoever checks a TLS certificate would need these services first.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { EdocError } from '../errors.js';
import type { Log } from '../log.js';
import { Connections } from './connections.js';
import type { AuthorityHandlers } from './handlers.js';
import { limits } from './limits.js';
import { Refusal } from './refusal.js';
import { type Answer, readRequest } from './routes.js';
import { Turns } from './turns.js';

export interface AuthorityOptions {
  readonly handlers: AuthorityHandlers;
  /** Where to listen; port 0 takes any that is free. */
  readonly host: string;
  readonly port: number;
  readonly log: Log;
  /** For tests: other bounds than the usual ones. */
  readonly bounds?: Partial<ServerBounds> | undefined;
}

export interface ServerBounds {
  readonly connections: number;
  readonly answering: number;
  readonly waiting: number;
  readonly headersTimeoutMs: number;
  readonly requestTimeoutMs: number;
}

export interface Authority {
  /** Such as `http://127.0.0.1:8318`, with the port that it really has. */
  readonly url: string;
  /** Takes no new request, waits a few seconds for those under way. */
  close(): Promise<void>;
}

/** @throws EdocError `authority.cannot-listen` */
export async function openAuthority(options: AuthorityOptions): Promise<Authority> {
  const bounds: ServerBounds = { ...limits, ...options.bounds };
  const turns = new Turns(bounds.answering, bounds.waiting);
  const server = createServer({ connectionsCheckingInterval: limits.checkIntervalMs });
  const connections = new Connections(server, bounds.connections);
  server.on('request', (request, response) => {
    answer(options, connections, turns, request, response).catch((error: unknown) => {
      options.log.error('authority.broken', { error });
      response.destroy();
    });
  });
  server.headersTimeout = bounds.headersTimeoutMs;
  server.requestTimeout = bounds.requestTimeoutMs;
  server.keepAliveTimeout = limits.keepAliveTimeoutMs;
  server.timeout = limits.idleTimeoutMs;
  await listen(server, options);
  const url = urlOf(server, options.host);
  let closing: Promise<void> | undefined;
  return {
    url,
    close() {
      closing ??= close(server);
      return closing;
    },
  };
}

async function answer(
  { handlers, log }: AuthorityOptions,
  connections: Connections,
  turns: Turns,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const started = performance.now();
  let kind = request.method ?? '';
  try {
    const ready = await readRequest(handlers, request);
    kind = ready.kind;
    const turn = await turns.take(() => connections.whileAnswering(request.socket, ready.answer));
    if (!turn) throw new Refusal(503, 'Busy', { 'retry-after': '1' });
    respond(request, response, turn.result);
    const { status, body } = turn.result;
    const durationMs = Math.round(performance.now() - started);
    log.debug('authority.answered', { kind, state: String(status), bytes: body.length, durationMs });
  } catch (error) {
    // A caller who went away is no failure of ours, and nobody is left to tell.
    if (request.socket.destroyed) return log.debug('authority.abandoned', { kind });
    if (error instanceof Refusal) log.debug('authority.refused', { kind, state: String(error.status) });
    else log.error('authority.failed', { kind, error });
    respond(request, response, refused(error));
    // What is left of the body is passed over, so that the caller comes to reading the answer.
    request.resume();
  }
}

function refused(error: unknown): Answer {
  const { status, message, headers } =
    error instanceof Refusal ? error : new Refusal(500, 'The service cannot answer');
  return {
    status,
    headers: { ...headers, 'content-type': 'text/plain', 'cache-control': 'no-store', connection: 'close' },
    body: Buffer.from(`${message}\n`),
  };
}

function respond(
  { method }: IncomingMessage,
  response: ServerResponse,
  { status, headers, body }: Answer,
): void {
  const length = status === 304 ? {} : { 'content-length': body.length };
  response.writeHead(status, { ...headers, ...length, 'x-content-type-options': 'nosniff' });
  response.end(method === 'HEAD' || status === 304 ? undefined : body);
}

function listen(server: Server, { host, port }: AuthorityOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => {
      const reason = 'code' in cause ? String(cause.code) : cause.name;
      reject(
        new EdocError('authority.cannot-listen', { detail: { address: `${host}:${port}`, reason }, cause }),
      );
    });
    server.listen({ host, port }, resolve);
  });
}

function urlOf(server: Server, host: string): string {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => server.closeAllConnections(), limits.closeGraceMs);
    // Connections fall idle one after the other, when their last answer is out.
    const idle = setInterval(() => server.closeIdleConnections(), limits.closePollMs);
    server.close(() => {
      clearTimeout(force);
      clearInterval(idle);
      resolve();
    });
  });
}
