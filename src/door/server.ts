/** The agent's side of the door. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Desk } from '../agent/index.js';
import { EdocError } from '../errors.js';
import type { Log } from '../log.js';
import { asEdocError, httpStatus, toJson } from './error-json.js';
import { limits } from './limits.js';
import { type Route, routes } from './routes.js';
import { listen, prepareSocketPath } from './socket.js';

export interface DoorOptions {
  readonly socketPath: string;
  readonly desk: Desk;
  readonly log: Log;
}

export interface Door {
  readonly socketPath: string;
  /** Takes no new request, waits a few seconds for those under way, and removes the socket. */
  close(): Promise<void>;
}

/** @throws EdocError `door.in-use`, `door.not-a-socket`, `door.path-too-long`, `door.open-directory`, `door.cannot-open` */
export async function openDoor(options: DoorOptions): Promise<Door> {
  const { socketPath, log } = options;
  await prepareSocketPath(socketPath);
  const server = createServer((request, response) => {
    answer(options, request, response).catch((error: unknown) => {
      log.error('door.broken', { error });
      response.destroy();
    });
  });
  server.headersTimeout = limits.headersTimeoutMs;
  // An attachment may take as long as the caller's disk takes.
  server.requestTimeout = 0;
  await listen(server, socketPath);
  log.info('door.open', { address: socketPath });

  let closing: Promise<void> | undefined;
  return {
    socketPath,
    close() {
      closing ??= new Promise((resolve) => {
        const force = setTimeout(() => server.closeAllConnections(), limits.closeGraceMs);
        // Connections fall idle one after the other, when their last answer is out.
        const idle = setInterval(() => server.closeIdleConnections(), limits.closePollMs);
        server.close(() => {
          clearTimeout(force);
          clearInterval(idle);
          resolve();
        });
      });
      return closing;
    },
  };
}

async function answer(
  { desk, log }: DoorOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const started = performance.now();
  const path = (request.url ?? '').split('?', 1)[0] ?? '';
  const kind = `${request.method ?? ''} ${path}`.slice(0, 80);
  try {
    const route = findRoute(request.method, path, response);
    const result = await route.handle(desk, request);
    respond(response, route.status, result);
    log.debug('door.answered', { kind, durationMs: Math.round(performance.now() - started) });
  } catch (thrown) {
    const error = asEdocError(thrown);
    // A caller who went away is no failure of ours, and nobody is left to tell.
    if (request.socket.destroyed) {
      log.info('door.abandoned', { kind });
      return;
    }
    if (error.code === 'door.internal') log.error('door.failed', { kind, error: thrown });
    else log.info('door.refused', { kind, code: error.code });
    respond(response, httpStatus(error), { error: toJson(error) });
    // What is left of the body is passed over, so that the caller comes to reading the answer.
    request.resume();
  }
}

function findRoute(method: string | undefined, path: string, response: ServerResponse): Route {
  const route = Object.hasOwn(routes, path) ? routes[path] : undefined;
  if (!route) throw new EdocError('door.not-found', { detail: { path: path.slice(0, 200) } });
  if (route.method !== method) {
    response.setHeader('allow', route.method);
    throw new EdocError('door.method', { detail: { path, allowed: route.method } });
  }
  return route;
}

function respond(response: ServerResponse, status: number, value: object): void {
  const octets = Buffer.from(JSON.stringify(value));
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': octets.length,
    'cache-control': 'no-store',
  });
  response.end(octets);
}
