/** What is answered at which path, as HTTP: RFC 3161, 3.4; RFC 6960, appendix A; RFC 5280, 4.2.1.13. */
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { readWhole } from './body.js';
import type { AuthorityHandlers, RevocationList } from './handlers.js';
import { limits } from './limits.js';
import { mediaTypes } from './media-types.js';
import { authorityPaths } from './paths.js';
import { Refusal } from './refusal.js';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** A request that has come whole: what is left is the work. */
export interface Ready {
  /** For the log: method and path, without anything of the caller's. */
  readonly kind: string;
  readonly answer: () => Promise<Answer>;
}

const noStore = { 'cache-control': 'no-store' };
/** A list may change at any time; who keeps it asks again whether it is still the one. */
const revalidate = 'public, max-age=0, must-revalidate';
const nothing = Buffer.alloc(0);

/** @throws Refusal */
export async function readRequest(handlers: AuthorityHandlers, request: IncomingMessage): Promise<Ready> {
  const url = request.url ?? '';
  if (url.length > limits.pathCharacters) throw new Refusal(414, 'URI too long');
  const path = url.split('?', 1)[0] ?? '';
  const { timeStamp, ocsp, crl } = handlers;
  if (path === authorityPaths.timeStamp && timeStamp) {
    allow(request, 'POST');
    return posted(request, path, [mediaTypes.timeStampQuery, mediaTypes.timeStampReply], timeStamp);
  }
  if ((path === authorityPaths.ocsp || path === `${authorityPaths.ocsp}/`) && ocsp) {
    allow(request, 'POST');
    return posted(request, authorityPaths.ocsp, [mediaTypes.ocspRequest, mediaTypes.ocspResponse], ocsp);
  }
  if (path.startsWith(`${authorityPaths.ocsp}/`) && ocsp) {
    allow(request, 'GET');
    const octets = octetsOf(url.slice(authorityPaths.ocsp.length + 1));
    return {
      kind: `GET ${authorityPaths.ocsp}`,
      answer: async () => der(mediaTypes.ocspResponse, await ocsp(octets)),
    };
  }
  if (path === authorityPaths.crl && crl) {
    allow(request, 'GET', 'HEAD');
    return { kind: `${request.method} ${path}`, answer: async () => crlAnswer(await crl(), request) };
  }
  if (path === authorityPaths.health) {
    allow(request, 'GET', 'HEAD');
    return { kind: `${request.method} ${path}`, answer: () => healthAnswer(handlers) };
  }
  throw new Refusal(404, 'Not found');
}

async function posted(
  request: IncomingMessage,
  path: string,
  [expected, answered]: readonly [string, string],
  handle: (request: Buffer) => Promise<Uint8Array>,
): Promise<Ready> {
  const type = (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase();
  if (type !== expected)
    throw new Refusal(415, `Content-Type must be ${expected}`, { 'accept-post': expected });
  // Not destroyed where it is too long: the answer goes the same way.
  const octets = await readWhole(request.iterator({ destroyOnReturn: false }), limits.requestBytes);
  if (!octets) throw new Refusal(413, `At most ${limits.requestBytes} octets`);
  if (octets.length === 0) throw new Refusal(400, 'Empty request');
  return { kind: `POST ${path}`, answer: async () => der(answered, await handle(octets)) };
}

/** Base64 of the DER, percent-encoded or as it is; a `/` or `+` of base64 is none of the path's or of a form's. */
function octetsOf(encoded: string): Buffer {
  const wrong = () => new Refusal(400, 'Not the base64 of a request');
  let text: string;
  try {
    text = decodeURIComponent(encoded);
  } catch {
    throw wrong();
  }
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) throw wrong();
  const octets = Buffer.from(text, 'base64');
  if (octets.length === 0 || octets.length > limits.requestBytes) throw wrong();
  return octets;
}

function crlAnswer(list: RevocationList | undefined, request: IncomingMessage): Answer {
  if (!list) throw new Refusal(404, 'No revocation list yet');
  const { octets, modified } = list;
  const tag = `"${createHash('sha256').update(octets).digest('hex')}"`;
  const headers = {
    etag: tag,
    'last-modified': modified.toUTCString(),
    'cache-control': revalidate,
  };
  if (isKnown(request, tag, modified)) return { status: 304, headers, body: nothing };
  return { status: 200, headers: { ...headers, 'content-type': mediaTypes.crl }, body: octets };
}

/** RFC 9110, 13.2.2: a tag, where there is one, decides alone. */
function isKnown({ headers }: IncomingMessage, tag: string, modified: Date): boolean {
  const tags = headers['if-none-match'];
  if (tags !== undefined) {
    return tags.split(',').some((one) => ['*', tag].includes(one.trim().replace(/^W\//, '')));
  }
  const since = Date.parse(headers['if-modified-since'] ?? '');
  return Math.floor(modified.getTime() / 1_000) * 1_000 <= since;
}

async function healthAnswer({ health }: AuthorityHandlers): Promise<Answer> {
  const body = Buffer.from(JSON.stringify(await health()));
  return { status: 200, headers: { 'content-type': 'application/json', ...noStore }, body };
}

function der(type: string, body: Uint8Array): Answer {
  return { status: 200, headers: { 'content-type': type, ...noStore }, body };
}

function allow({ method = '' }: IncomingMessage, ...methods: readonly string[]): void {
  if (!methods.includes(method)) throw new Refusal(405, 'Method not allowed', { allow: methods.join(', ') });
}
