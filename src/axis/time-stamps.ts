/** The operator's time-stamp authority (RFC 3161), with a key of its own: the root's is not needed. */
import { issueTimeStamp, type TimeStampAuthority } from '../signing/index.js';
import type { Clock } from './ports.js';

export interface TimeStampService {
  readonly authority: TimeStampAuthority;
  /** Object identifier. */
  readonly policy: string;
  readonly clock: Clock;
  readonly random: (octets: number) => Uint8Array;
}

/** At random they do not repeat, whatever is restored from whichever backup. */
const serialOctets = 16;
/** What an operator promises of a clock that NTP keeps. */
const accuracySeconds = 1;

/**
 * The answer to a request, DER, refusals included.
 * @throws EdocError `certificate.validity` where the clock lies outside the authority's certificate
 */
export function answerTimeStamp(
  { authority, policy, clock, random }: TimeStampService,
  request: Uint8Array,
): Promise<Buffer> {
  const serialNumber = random(serialOctets);
  return issueTimeStamp(authority, request, { time: clock.now(), serialNumber, policy, accuracySeconds });
}
