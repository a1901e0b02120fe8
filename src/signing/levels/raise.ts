/**
 * Raising a signature to a higher level: a time stamp first, then answers on revocation, which are younger than the stamp,
 * then an archive time stamp over all. What was reached is given back also where a source does not answer, so that
 * nothing has to be asked for twice. `spec/evidence.md`, section 5.
 */
import { EdocError, throwIfErrors } from '../../errors.js';
import type { ParsedCertificate } from '../certificate.js';
import { pathTo } from '../chain.js';
import { inspectTimeStamp, type TimeStamp } from '../timestamps.js';
import type { Trust } from '../trust.js';
import { archiveImprint, signatureImprint } from './imprint.js';
import type { SignatureParts } from './parts.js';
import { gatherData, hasAnswers, writeWithinLimits } from './properties.js';
import { claimedLevel, type Level } from './split.js';
import { inspectStamps } from './stamps.js';
import { KnownAnswers, standingsOf } from './standing.js';
import type { UnsignedProperty, ValidationData } from './unsigned-property.js';

/** Where time stamps and answers come from. */
export interface EvidenceSources {
  /** A token over the imprint, SHA-256. @throws EdocError */
  timeStamp(imprint: Buffer): Promise<Buffer>;
  /** CRLs and OCSP answers, DER, on the certificate. @throws EdocError */
  revocation(
    certificate: ParsedCertificate,
    issuer: ParsedCertificate,
  ): Promise<{ readonly crls: readonly Buffer[]; readonly ocsps: readonly Buffer[] }>;
}

export interface RaiseOptions {
  /** Anchors of the seal. */
  readonly trust: Trust;
  /** Anchors of time-stamp authorities; left out, those of the seal. */
  readonly stampTrust?: Trust;
  readonly target: Exclude<Level, 'B'>;
  readonly now: Date;
}

export interface Raised {
  readonly properties: readonly UnsignedProperty[];
  readonly level: Level;
  /** When the signature certainly existed. */
  readonly provenAt?: Date;
  /** Until when the last token can be verified: its authority's certificate. Before then the evidence is to be renewed. */
  readonly renewBefore?: Date;
  /** Why it stopped short of the target. */
  readonly failure?: EdocError;
}

/** Never throws for a source that fails. @param present the properties that the file has. */
export async function raise(
  parts: SignatureParts,
  present: readonly UnsignedProperty[],
  sources: EvidenceSources,
  options: RaiseOptions,
): Promise<Raised> {
  const work = new Raising(parts, present, sources, options);
  try {
    await work.run();
  } catch (error) {
    if (!(error instanceof EdocError)) throw error;
    return { ...work.result, failure: error };
  }
  return work.result;
}

class Raising {
  readonly #parts: SignatureParts;
  readonly #sources: EvidenceSources;
  readonly #options: RaiseOptions;
  #properties: readonly UnsignedProperty[];
  #first: TimeStamp | undefined;
  #last: TimeStamp | undefined;

  constructor(
    parts: SignatureParts,
    present: readonly UnsignedProperty[],
    sources: EvidenceSources,
    options: RaiseOptions,
  ) {
    this.#parts = parts;
    this.#properties = present;
    this.#sources = sources;
    this.#options = options;
  }

  get #stampTrust(): Trust {
    return this.#options.stampTrust ?? this.#options.trust;
  }

  get result(): Raised {
    return {
      properties: this.#properties,
      level: claimedLevel(this.#properties),
      ...(this.#first ? { provenAt: this.#first.time } : {}),
      ...(this.#last?.certificates[0] ? { renewBefore: this.#last.certificates[0].notAfter } : {}),
    };
  }

  async run(): Promise<void> {
    const { target } = this.#options;
    await this.#stamp();
    if (target === 'T') return;
    await this.#answer();
    if (target === 'LTA') await this.#archive();
  }

  async #stamp(): Promise<void> {
    if (this.#properties.length > 0) return this.#takeStamps();
    const imprint = signatureImprint(this.#parts.pieces);
    const token = await this.#sources.timeStamp(imprint);
    this.#first = this.#read(token, imprint);
    this.#last = this.#first;
    this.#keep([{ kind: 'signature-time-stamp', token }]);
  }

  /**
   * The stamps that are there, judged as a verifier judges them: the first may have outlived its authority's certificate under an
   * archive time stamp.
   */
  async #takeStamps(): Promise<void> {
    const { now } = this.#options;
    const { pieces, signed } = this.#parts;
    const data = gatherData(this.#properties);
    const { stamps, findings } = await inspectStamps(
      { pieces, signed, properties: this.#properties },
      {
        trust: this.#stampTrust,
        policy: 'soft',
        known: new KnownAnswers(data, now),
        certificates: data.certificates,
        now,
      },
    );
    throwIfErrors(findings);
    const [first] = stamps;
    if (!first?.holds) {
      const [reason] = findings.filter(({ severity }) => severity === 'warning');
      throw new EdocError(reason?.code ?? 'timestamp.malformed', { detail: reason?.detail ?? {} });
    }
    this.#first = first.stamp;
    this.#last = stamps.at(-1)?.stamp;
  }

  /** @throws EdocError `evidence.limit`: what no verifier would read is not kept. */
  #keep(properties: readonly UnsignedProperty[]): void {
    writeWithinLimits(properties);
    this.#properties = properties;
  }

  /** What an archive time stamp covers is not changed any more. */
  async #answer(): Promise<void> {
    if (!this.#first || claimedLevel(this.#properties) === 'LTA') return;
    const { trust } = this.#options;
    const { time, certificates } = this.#first;
    const seal = await this.#answers(pathTo(this.#parts.certificates, trust, 'seal'), time);
    const stamp = await this.#answers(pathTo(certificates, this.#stampTrust, 'timestamp'), time, seal);
    const kept = this.#properties.filter(({ kind }) => kind === 'signature-time-stamp');
    this.#keep([
      ...kept,
      ...(hasAnswers(seal) ? [{ kind: 'revocation-values', ...seal } as const] : []),
      ...(hasAnswers(stamp)
        ? [{ kind: 'time-stamp-validation-data', data: { certificates: [], ...stamp } } as const]
        : []),
    ]);
  }

  async #archive(): Promise<void> {
    await this.#answerForArchive();
    const { pieces, signed } = this.#parts;
    const imprint = await archiveImprint(signed(), pieces, this.#properties);
    const token = await this.#sources.timeStamp(imprint);
    const last = this.#read(token, imprint);
    this.#keep([...this.#properties, { kind: 'archive-time-stamp', token }]);
    this.#last = last;
    await this.#answerForArchive();
  }

  /** Answers on the authority of an archive time stamp that stands last, which the next one will cover. */
  async #answerForArchive(): Promise<void> {
    const index = this.#properties.length - 1;
    const property = this.#properties[index];
    if (property?.kind !== 'archive-time-stamp') return;
    const { pieces, signed } = this.#parts;
    const imprint = await archiveImprint(signed(), pieces, this.#properties.slice(0, index));
    const { certificates, time } = this.#read(property.token, imprint);
    const path = pathTo(certificates, this.#stampTrust, 'timestamp');
    const fresh = await this.#answers(path, time, gatherData(this.#properties));
    if (!hasAnswers(fresh)) return;
    const data = { certificates: [], ...fresh };
    this.#keep([...this.#properties, { kind: 'time-stamp-validation-data', data }]);
  }

  /** Of the answers that are there and those that a source gives, the ones that count, for each certificate below the anchor. */
  async #answers(
    path: readonly ParsedCertificate[],
    at: Date,
    beside: Answers = none,
  ): Promise<{ readonly crls: readonly Buffer[]; readonly ocsps: readonly Buffer[] }> {
    const { now } = this.#options;
    const present = gatherData(this.#properties);
    const counted: { source: 'crl' | 'ocsp'; der: Buffer }[] = [];
    for (const [index, certificate] of path.slice(0, -1).entries()) {
      const issuer = path[index + 1];
      if (!issuer) continue;
      const known = joined(present, beside);
      const [standing] = standingsOf([certificate, issuer], known, { at, now });
      if (standing?.answer) {
        counted.push(standing.answer);
        continue;
      }
      const asked = await this.#sources.revocation(certificate, issuer);
      const [then] = standingsOf([certificate, issuer], joined(known, asked), { at, now });
      if (!then?.answer)
        throw new EdocError('revocation.unknown', { detail: { subject: certificate.subject } });
      counted.push(then.answer);
    }
    const fresh = counted.filter(
      ({ der }) => ![...beside.crls, ...beside.ocsps].some((one) => one.equals(der)),
    );
    return { crls: once(fresh, 'crl'), ocsps: once(fresh, 'ocsp') };
  }

  /** A token that does not hold is not kept: it would look like proof. */
  #read(token: Buffer, imprint: Buffer): TimeStamp {
    const { now } = this.#options;
    const { stamp, findings } = inspectTimeStamp(token, imprint, this.#stampTrust, { at: now });
    throwIfErrors(findings);
    if (!stamp) throw new EdocError('timestamp.malformed');
    return stamp;
  }
}

type Answers = Pick<ValidationData, 'crls' | 'ocsps'>;

const none: Answers = { crls: [], ocsps: [] };

function joined(one: Answers, other: Answers): Answers {
  return { crls: [...one.crls, ...other.crls], ocsps: [...one.ocsps, ...other.ocsps] };
}

function once(answers: readonly { source: 'crl' | 'ocsp'; der: Buffer }[], source: 'crl' | 'ocsp'): Buffer[] {
  const ders = answers.filter((answer) => answer.source === source).map(({ der }) => der);
  return ders.filter((der, index) => ders.findIndex((other) => other.equals(der)) === index);
}
