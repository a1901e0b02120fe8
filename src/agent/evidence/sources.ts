/** Where the stamps and answers that evidence needs come from: the services of the authority, asked and understood. */
import { EdocError, isEdocError } from '../../errors.js';
import {
  type EvidenceSources,
  type ParsedCertificate,
  readTimeStampResponse,
  writeOcspRequest,
  writeTimeStampRequest,
} from '../../signing/index.js';
import type { AgentContext } from '../context.js';
import type { Evidence } from './evidence.js';

const nonceOctets = 16;
/** Answers are asked for once for the many files that one certificate sealed in a while. */
const answersLastMs = 60_000;
const mostRemembered = 1_000;

interface Answers {
  readonly crls: readonly Buffer[];
  readonly ocsps: readonly Buffer[];
}

export class Sources implements EvidenceSources {
  readonly #context: AgentContext;
  readonly #evidence: Evidence;
  readonly #signal: AbortSignal;
  readonly #answers = new Map<string, { readonly at: number; readonly answers: Promise<Answers> }>();

  constructor(context: AgentContext, evidence: Evidence, signal: AbortSignal) {
    this.#signal = signal;
    this.#context = context;
    this.#evidence = evidence;
  }

  /** @throws EdocError `timestamp.…`, `authority.…` */
  async timeStamp(imprint: Buffer): Promise<Buffer> {
    const { services, policy } = this.#evidence;
    const request = {
      imprint,
      nonce: this.#context.random(nonceOctets),
      ...(policy.stampPolicy === undefined ? {} : { policy: policy.stampPolicy }),
    };
    return readTimeStampResponse(
      await services.timeStamp(writeTimeStampRequest(request), this.#signal),
      request,
    );
  }

  /** @throws EdocError `authority.…`, `revocation.no-source` */
  revocation(certificate: ParsedCertificate, issuer: ParsedCertificate): Promise<Answers> {
    const now = this.#context.clock.now().getTime();
    const key = certificate.certificateSha256;
    const known = this.#answers.get(key);
    if (known && now - known.at < answersLastMs && now >= known.at) return known.answers;
    if (this.#answers.size >= mostRemembered) this.#answers.clear();
    const answers = this.#ask(certificate, issuer);
    this.#answers.set(key, { at: now, answers });
    answers.catch(() => this.#answers.delete(key));
    return answers;
  }

  /** OCSP first, whose answers are small; a CRL where none comes. */
  async #ask(certificate: ParsedCertificate, issuer: ParsedCertificate): Promise<Answers> {
    const { services, policy } = this.#evidence;
    const ocspUrls = new Set([...certificate.ocspUrls, ...policy.ocsp]);
    const crlUrls = new Set([...certificate.crlUrls, ...policy.crl]);
    let failure: unknown;
    for (const url of ocspUrls) {
      try {
        const request = writeOcspRequest(certificate.certificate, issuer.certificate);
        return { crls: [], ocsps: [await services.ocsp(url, request, this.#signal)] };
      } catch (error) {
        failure = error;
      }
    }
    for (const url of crlUrls) {
      try {
        return { crls: [await services.crl(url, this.#signal)], ocsps: [] };
      } catch (error) {
        failure = error;
      }
    }
    if (isEdocError(failure)) throw failure;
    throw new EdocError('revocation.no-source', { detail: { subject: certificate.subject }, cause: failure });
  }
}
