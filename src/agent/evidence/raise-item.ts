/** Raises the evidence of one file that is kept, and tells whose fault it is where that does not succeed. */
import { EdocError } from '../../errors.js';
import {
  type EvidenceSources,
  packetSeal,
  raise,
  readProperties,
  receiptSeal,
  type SignatureParts,
  sealParts,
  type Trust,
  type UnsignedProperty,
  writeProperties,
} from '../../signing/index.js';
import type { EvidenceItem, RaisedEvidence } from './ports.js';

/** A source that does not answer. */
export interface SourceDown {
  readonly source: 'time-stamp' | 'revocation';
  readonly code: string;
}

export interface ItemOutcome {
  /** To be kept, also where it is not as high as was asked for. */
  readonly changed?: RaisedEvidence;
  /** Why it is no higher. */
  readonly failure?: EdocError;
  /** Where the reason is not the file's own: every other file would fail for it too. */
  readonly down?: SourceDown;
  /** A new stamp would last no longer than the one that is there, on this file and on any other. */
  readonly futile?: boolean;
}

export interface ItemOptions {
  readonly sources: EvidenceSources;
  /** Anchors of seals. */
  readonly trust: Trust;
  /** Anchors of time-stamp authorities. */
  readonly stampTrust: Trust;
  readonly target: 'T' | 'LT' | 'LTA';
  readonly now: Date;
}

/** Never throws for what is wrong with the file or with a source. */
export async function raiseItem(item: EvidenceItem, options: ItemOptions): Promise<ItemOutcome> {
  const { target } = options;
  let parts: SignatureParts;
  let present: readonly UnsignedProperty[];
  try {
    ({ parts, present } = read(item));
  } catch (failure) {
    if (!(failure instanceof EdocError)) throw failure;
    return { failure };
  }
  const { trust, stampTrust, now } = options;
  const sources = new CountedSources(options.sources);
  const raised = await raise(parts, present, sources, { trust, stampTrust, target, now });
  const { properties, level, provenAt, renewBefore, failure } = raised;
  if (!failure && target === 'LTA' && item.renewBefore && !(renewBefore && renewBefore > item.renewBefore))
    return { futile: true };
  const changed: RaisedEvidence = {
    key: item.key,
    level,
    properties: properties.length === 0 ? '' : writeProperties(properties),
    ...(provenAt ? { provenAt } : {}),
    ...(renewBefore ? { renewBefore } : {}),
    ...(failure ? { gap: failure.code } : {}),
  };
  if (!failure) return { changed };
  // A time stamp has nothing to do with the file: whatever keeps one from being had keeps it from all. Its room has.
  const kept = stampsIn(properties) - stampsIn(present);
  const stamping = sources.stampsAsked > kept && failure.code !== 'evidence.limit';
  if (!stamping && !failure.retryable) return { changed, failure };
  return { changed, failure, down: { source: stamping ? 'time-stamp' : 'revocation', code: failure.code } };
}

function stampsIn(properties: readonly UnsignedProperty[]): number {
  return properties.filter(({ kind }) => kind === 'signature-time-stamp' || kind === 'archive-time-stamp')
    .length;
}

class CountedSources implements EvidenceSources {
  stampsAsked = 0;
  readonly #sources: EvidenceSources;

  constructor(sources: EvidenceSources) {
    this.#sources = sources;
  }

  timeStamp(imprint: Buffer): Promise<Buffer> {
    this.stampsAsked += 1;
    return this.#sources.timeStamp(imprint);
  }

  revocation(...asked: Parameters<EvidenceSources['revocation']>): ReturnType<EvidenceSources['revocation']> {
    return this.#sources.revocation(...asked);
  }
}

/** @throws EdocError `evidence.unreadable`, `evidence.form`, `evidence.limit` for what changed in the store: it was in order when it was put there */
function read({ bytes, kind, properties, packetId }: EvidenceItem) {
  const parts = sealParts(bytes, kind === 'packet' ? packetSeal : receiptSeal);
  if (!parts) throw new EdocError('evidence.unreadable', { detail: { packet: packetId } });
  return { parts, present: properties === undefined ? [] : readProperties(properties) };
}
