/**
 * Asking a time-stamp authority, an OCSP responder or a distribution point: any that keeps to RFC 3161, 3.4, RFC 6960,
 * appendix A, and RFC 5280, 4.2.1.13. What comes back is opaque DER; whether it is right is for whoever reads it.
 */
import { type IncomingMessage, request as openHttp, type RequestOptions } from 'node:http';
import { request as openHttps } from 'node:https';
import { EdocError, isEdocError } from '../errors.js';
import { readWhole } from './body.js';
import { limits } from './limits.js';
import { mediaTypes } from './media-types.js';
import { addressOf, serviceUrl } from './service-url.js';

export interface FetchOptions {
  /** From connecting to the last octet; 20 seconds where left out. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal | undefined;
}

interface Question {
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string | number>>;
  readonly body?: Uint8Array;
  readonly maxBytes: number;
}

/**
 * @param url of any authority, `http:` or `https:`, with `user:password@` where it asks for that
 * @param request TimeStampReq, DER
 * @returns TimeStampResp, DER, refusals included
 * @throws EdocError `authority.url`, `authority.unavailable`, `authority.answer`, `authority.too-large`
 */
export function fetchTimeStamp(url: string, request: Uint8Array, options?: FetchOptions): Promise<Buffer> {
  const { timeStampQuery, timeStampReply } = mediaTypes;
  return ask(url, posted(request, timeStampQuery, timeStampReply, limits.timeStampBytes), options);
}

/** @param request OCSPRequest, DER. @returns OCSPResponse, DER. @throws EdocError as {@link fetchTimeStamp} */
export function fetchOcsp(url: string, request: Uint8Array, options?: FetchOptions): Promise<Buffer> {
  const { ocspRequest, ocspResponse } = mediaTypes;
  return ask(url, posted(request, ocspRequest, ocspResponse, limits.ocspBytes), options);
}

/** The revocation list at the address, DER. @throws EdocError as {@link fetchTimeStamp} */
export function fetchCrl(url: string, options?: FetchOptions): Promise<Buffer> {
  return ask(
    url,
    { method: 'GET', headers: { accept: `${mediaTypes.crl}, */*` }, maxBytes: limits.crlBytes },
    options,
  );
}

function posted(body: Uint8Array, type: string, accept: string, maxBytes: number): Question {
  return {
    method: 'POST',
    headers: { 'content-type': type, 'content-length': body.length, accept },
    body,
    maxBytes,
  };
}

async function ask(
  address: string,
  question: Question,
  { timeoutMs = limits.answerTimeoutMs, signal }: FetchOptions = {},
): Promise<Buffer> {
  const late = AbortSignal.timeout(timeoutMs);
  const ended = signal ? AbortSignal.any([late, signal]) : late;
  let url = serviceUrl(address);
  for (let redirects = 0; ; redirects += 1) {
    const moved = await exchange(url, question, ended);
    if (Buffer.isBuffer(moved)) return moved;
    if (question.method !== 'GET' || redirects >= limits.redirects) throw unfit(url, 'redirect');
    url = serviceUrl(moved.location, url);
  }
}

/** The answer, or where the server says that it is now. */
async function exchange(
  url: URL,
  question: Question,
  signal: AbortSignal,
): Promise<Buffer | { readonly location: string }> {
  try {
    const response = await responseTo(url, question, signal);
    try {
      return await readAnswer(url, response, question.maxBytes);
    } finally {
      response.destroy();
    }
  } catch (error) {
    if (isEdocError(error)) throw error;
    throw new EdocError('authority.unavailable', {
      detail: { address: addressOf(url), reason: signal.aborted ? 'timeout' : reasonOf(error) },
      cause: error,
    });
  }
}

function responseTo(
  url: URL,
  { method, headers, body }: Question,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  // One connection a question: they are rare, and a kept one dies unseen.
  const options: RequestOptions = {
    method,
    headers: { ...headers, 'user-agent': 'edoc' },
    signal,
    agent: false,
  };
  return new Promise((resolve, reject) => {
    const request = url.protocol === 'https:' ? openHttps(url, options) : openHttp(url, options);
    request.once('response', resolve);
    request.on('error', reject);
    request.end(body);
  });
}

async function readAnswer(
  url: URL,
  response: IncomingMessage,
  maxBytes: number,
): Promise<Buffer | { readonly location: string }> {
  const { statusCode: status = 0, headers } = response;
  if ([301, 302, 303, 307, 308].includes(status)) return { location: headers.location ?? '' };
  if (status === 429 || status >= 500) {
    throw new EdocError('authority.unavailable', {
      detail: { address: addressOf(url), reason: `HTTP ${status}` },
    });
  }
  if (status !== 200) throw unfit(url, `HTTP ${status}`);
  const octets = await readWhole(response, maxBytes);
  if (!octets) {
    throw new EdocError('authority.too-large', { detail: { address: addressOf(url), max: maxBytes } });
  }
  // A page of words, such as a gateway's login, is told here from an answer in DER.
  if (octets[0] !== derSequence) throw unfit(url, headers['content-type']?.slice(0, 60) ?? 'no DER');
  return octets;
}

const derSequence = 0x30;

function unfit(url: URL, reason: string): EdocError {
  return new EdocError('authority.answer', { detail: { address: addressOf(url), reason } });
}

function reasonOf(error: unknown): string {
  if (error instanceof Error && 'code' in error) return String(error.code);
  return error instanceof Error ? error.name : typeof error;
}
