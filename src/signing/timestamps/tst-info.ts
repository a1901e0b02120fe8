/** TSTInfo (RFC 3161, 2.4.2): what a time stamp says. */
import { contextTag, DerError, DerReader, isTrue, smallOf, tags } from '../der.js';
import * as write from '../der-write.js';
import { readImprint, writeImprint } from './request.js';

export interface TstInfo {
  readonly version: number;
  readonly policy: string;
  readonly algorithm: string;
  readonly imprint: Buffer;
  /** Content octets of the INTEGER. */
  readonly serialNumber: Buffer;
  readonly time: Date;
  /** How far the true time may lie from it, either way. Rounded up. */
  readonly accuracyMs?: number;
  /** Content octets of the INTEGER. */
  readonly nonce?: Buffer;
  /** Critical extensions; none is known here. */
  readonly criticalExtensions: readonly string[];
}

/** @throws DerError */
export function readTstInfo(der: Uint8Array): TstInfo {
  const reader = DerReader.inside(der);
  const version = reader.small();
  const policy = reader.oid();
  const { algorithm, imprint } = readImprint(reader.enter());
  const serialNumber = reader.integer();
  const time = reader.generalizedTime();
  const accuracy = reader.enterOptional(tags.sequence);
  const accuracyMs = accuracy && readAccuracy(accuracy);
  const ordering = reader.optional(tags.boolean);
  if (ordering) isTrue(ordering.content);
  const nonce = reader.tag === tags.integer ? reader.integer() : undefined;
  reader.optional(contextTag(0));
  const extensions = reader.enterOptional(contextTag(1));
  const criticalExtensions = extensions ? criticalOf(extensions) : [];
  reader.end();
  return {
    version,
    policy,
    algorithm,
    imprint,
    serialNumber,
    time,
    ...(accuracyMs === undefined ? {} : { accuracyMs }),
    ...(nonce === undefined ? {} : { nonce }),
    criticalExtensions,
  };
}

function readAccuracy(accuracy: DerReader): number {
  const seconds = accuracy.tag === tags.integer ? accuracy.small() : 0;
  const millis = accuracy.optional(contextTag(0, 'primitive'));
  const micros = accuracy.optional(contextTag(1, 'primitive'));
  accuracy.end();
  return seconds * 1000 + thousandths(millis?.content) + Math.ceil(thousandths(micros?.content) / 1000);
}

/** INTEGER (1..999), 0 where it is left out. */
function thousandths(content: Buffer | undefined): number {
  if (!content) return 0;
  const value = smallOf(content);
  if (value < 1 || value > 999) throw new DerError('no part of a thousand');
  return value;
}

/** The identifiers of the critical ones among Extensions (RFC 5280, 4.1). @throws DerError */
export function criticalOf(extensions: DerReader): string[] {
  return extensions.rest(tags.sequence).flatMap(({ octets }) => {
    const extension = DerReader.inside(octets);
    const oid = extension.oid();
    const critical = extension.optional(tags.boolean);
    return critical && isTrue(critical.content) ? [oid] : [];
  });
}

export interface TstInfoOptions {
  readonly policy: string;
  readonly imprint: Uint8Array;
  readonly serialNumber: Uint8Array;
  readonly time: Date;
  readonly accuracySeconds: number;
  /** As in the request. */
  readonly nonce: Uint8Array | undefined;
}

export function writeTstInfo(options: TstInfoOptions): Buffer {
  const { policy, imprint, serialNumber, time, accuracySeconds, nonce } = options;
  return write.sequence(
    write.integer(1),
    write.oid(policy),
    writeImprint(imprint),
    write.integer(serialNumber),
    write.generalizedTime(time),
    write.sequence(write.integer(accuracySeconds)),
    nonce && write.element(tags.integer, nonce),
  );
}
