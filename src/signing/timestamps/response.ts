/** Time-stamp responses (RFC 3161, 2.4.2): a token, or why there is none. */
import { EdocError } from '../../errors.js';
import { readCms } from '../cms/read.js';
import { DerReader, tags } from '../der.js';
import * as write from '../der-write.js';
import { limits } from '../limits.js';
import { checkTimeStampLimit, type TimeStampQuery, timeStampRead } from './request.js';
import { readTstInfo, type TstInfo } from './tst-info.js';

/** PKIStatus. */
const statuses = [
  'granted',
  'grantedWithMods',
  'rejection',
  'waiting',
  'revocationWarning',
  'revocationNotification',
];

/** PKIFailureInfo: names of the bits that RFC 3161 has. */
const failureBits = {
  badAlg: 0,
  badRequest: 2,
  badDataFormat: 5,
  timeNotAvailable: 14,
  unacceptedPolicy: 15,
  unacceptedExtension: 16,
  addInfoNotAvailable: 17,
  systemFailure: 25,
} as const;

export type TimeStampFailure = keyof typeof failureBits;

export function writeGranted(token: Uint8Array): Buffer {
  return write.sequence(write.sequence(write.integer(0)), token);
}

/** @param reason for people, English. */
export function writeRejection(failure: TimeStampFailure, reason: string): Buffer {
  const text = write.sequence(write.utf8String(reason));
  return write.sequence(write.sequence(write.integer(2), text, write.namedBit(failureBits[failure])));
}

/**
 * Reads the answer to a request, which is the request's only where it repeats nonce, imprint and policy. What the token proves is
 * inspectTimeStamp's to say.
 * @returns the token, DER.
 * @throws EdocError `timestamp.rejected`, `timestamp.nonce`, `timestamp.imprint`, `timestamp.policy`, `timestamp.malformed`,
 * `timestamp.limit`.
 */
export function readTimeStampResponse(der: Uint8Array, { imprint, nonce, policy }: TimeStampQuery): Buffer {
  checkTimeStampLimit(der);
  const token = timeStampRead(() => readToken(der));
  const said = tstInfoOf(token);
  const sent = timeStampRead(() => DerReader.inside(write.sequence(write.integer(nonce))).integer());
  if (!said.nonce?.equals(sent)) throw new EdocError('timestamp.nonce');
  if (said.algorithm !== 'sha256' || !said.imprint.equals(imprint)) throw new EdocError('timestamp.imprint');
  if (policy !== undefined && said.policy !== policy) {
    throw new EdocError('timestamp.policy', { detail: { policy: said.policy } });
  }
  return token;
}

/** What a token says, before anything of it is proven. @throws EdocError `timestamp.malformed`, `cms.…`. */
export function tstInfoOf(token: Uint8Array): TstInfo {
  const { content } = readCms(token, { maxBytes: limits.tokenBytes });
  if (!content) throw new EdocError('timestamp.malformed');
  return timeStampRead(() => readTstInfo(content));
}

function readToken(der: Uint8Array): Buffer {
  const response = DerReader.inside(der);
  const info = response.enter();
  const status = info.small();
  info.optional(tags.sequence);
  const failure = info.optional(tags.bitString);
  info.end();
  if (status > 1) {
    const detail = { status: statuses[status] ?? status, failure: failureName(failure?.content) };
    throw new EdocError('timestamp.rejected', { detail });
  }
  const { octets } = response.next(tags.sequence);
  response.end();
  return octets;
}

/** The names of the bits that are set; `-` for none. */
function failureName(content: Buffer | undefined): string {
  const octets = content?.subarray(1) ?? Buffer.alloc(0);
  const names = Object.entries(failureBits)
    .filter(([, bit]) => ((octets[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0)
    .map(([name]) => name);
  return names.join(' ') || '-';
}
