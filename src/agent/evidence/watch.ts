/**
 * Whether the certificates of peers are revoked, by the CRLs of their authority: fetched once in a while, kept for a start
 * without a network. The directory says it too (`directory.md`); this is the authority's own word, and a stated policy for
 * when it cannot be had. `spec/revocation.md`.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { EdocError, type Finding, isEdocError } from '../../errors.js';
import { requireNewerCrl, type SealSigner, type Standing, standingOfSeal } from '../../signing/index.js';
import type { AgentContext } from '../context.js';
import type { Evidence } from './evidence.js';

const refreshEveryMs = 15 * 60_000;
const againAfterMs = 60_000;
const mostRemembered = 10_000;

interface KeptCrl {
  readonly bytes: Buffer;
  /** When it came. */
  readonly at: Date;
  readonly thisUpdate: Date;
  readonly nextUpdate?: Date;
}

export class RevocationWatch {
  readonly #context: AgentContext;
  readonly #evidence: Evidence | undefined;
  readonly #crls = new Map<string, KeptCrl>();
  /** What the lists say of a certificate; forgotten when a list comes. */
  readonly #standings = new Map<string, readonly Standing[]>();
  readonly #stopping = new AbortController();
  #down: { readonly code: string; readonly since: Date } | undefined;
  #loop: Promise<void> = Promise.resolve();

  constructor(context: AgentContext) {
    this.#context = context;
    this.#evidence = context.evidence;
  }

  /** Takes what was kept, and goes on asking in the background. */
  async start(): Promise<void> {
    const { store } = this.#context;
    for (const url of this.#urls) {
      const kept = await store.evidence.crl(url);
      if (kept) this.#take(url, kept.bytes, kept.at);
    }
    if (this.#urls.length > 0) this.#loop = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#loop;
  }

  /**
   * @param at when the file came.
   * @throws EdocError `revocation.revoked`; under the hard policy `revocation.unavailable` where no list tells.
   */
  requireStanding(signer: Pick<SealSigner, 'certificateSha256' | 'path'>, at: Date): void {
    if (!this.#evidence || this.#urls.length === 0) return;
    this.requireNotRevoked(signer, at);
    if (this.#evidence.policy.revocation === 'soft') return;
    const standings = this.#standingsOf(signer);
    const known = standings.length > 0 && standings.every(({ answer }) => answer) && this.#isFresh(at);
    if (!known) {
      const subject = standings.find(({ answer }) => !answer)?.certificate.subject ?? '–';
      throw new EdocError('revocation.unavailable', { detail: { subject } });
    }
  }

  /**
   * What no list tells of passes, whatever the policy.
   * @param at as above. @throws EdocError `revocation.revoked`
   */
  requireNotRevoked(signer: Pick<SealSigner, 'certificateSha256' | 'path'>, at: Date): void {
    for (const { answer, certificate } of this.#standingsOf(signer)) {
      // A revocation stays one when the list that told of it is out of date.
      if (answer?.status !== 'revoked' || (answer.revokedAt && answer.revokedAt > at)) continue;
      const revokedAt = answer.revokedAt?.toISOString() ?? '–';
      throw new EdocError('revocation.revoked', { detail: { subject: certificate.subject, revokedAt } });
    }
  }

  /** For the status of the node. */
  findings(now: Date): Finding[] {
    if (!this.#evidence || !this.#down || this.#isFresh(now)) return [];
    const severity = this.#evidence.policy.revocation === 'hard' ? 'error' : 'warning';
    const detail = { code: this.#down.code, since: this.#down.since.toISOString() };
    return [{ code: 'revocation.source-down', severity, detail }];
  }

  get #urls(): readonly string[] {
    return this.#evidence?.policy.crl ?? [];
  }

  #isFresh(at: Date): boolean {
    const oldest = at.getTime() - (this.#evidence?.policy.maxAgeMs ?? 0);
    const crls = [...this.#crls.values()];
    const fresh = (crl: KeptCrl) => crl.at.getTime() >= oldest && !(crl.nextUpdate && crl.nextUpdate < at);
    return crls.length === this.#urls.length && crls.every(fresh);
  }

  /** As of the time of the lists themselves, for which each of them counts. */
  #standingsOf({
    certificateSha256,
    path,
  }: Pick<SealSigner, 'certificateSha256' | 'path'>): readonly Standing[] {
    const known = this.#standings.get(certificateSha256);
    if (known) return known;
    const lists = [...this.#crls.values()];
    const at = new Date(Math.min(...lists.map(({ thisUpdate }) => thisUpdate.getTime())));
    const data = { crls: lists.map(({ bytes }) => bytes), ocsps: [] };
    const now = this.#context.clock.now();
    const standings = lists.length === 0 ? [] : standingOfSeal(path, this.#context.trust, data, { at, now });
    if (this.#standings.size >= mostRemembered) this.#standings.clear();
    this.#standings.set(certificateSha256, standings);
    return standings;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      const waitMs = (await this.#refresh()) ? refreshEveryMs : againAfterMs;
      await delay(waitMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  /** True where every list came. */
  async #refresh(): Promise<boolean> {
    const { store, clock, log } = this.#context;
    let all = true;
    for (const url of this.#urls) {
      try {
        const bytes = await this.#evidence?.services.crl(url, this.#stopping.signal);
        if (!bytes || this.#stopping.signal.aborted) return all;
        const at = clock.now();
        this.#take(url, bytes, at);
        await store.evidence.keepCrl(url, bytes, at);
      } catch (error) {
        all = false;
        const code = isEdocError(error) ? error.code : 'agent.internal';
        this.#down ??= { code, since: clock.now() };
        log.warn('revocation.not-fetched', { kind: 'crl', error });
      }
    }
    if (all) this.#down = undefined;
    return all;
  }

  /** @throws EdocError `crl.…` for a list that is not the authority's, or older than the one that is there */
  #take(url: string, bytes: Buffer, at: Date): void {
    const { thisUpdate, nextUpdate } = requireNewerCrl(
      bytes,
      this.#context.trust,
      this.#crls.get(url)?.bytes,
    );
    this.#crls.set(url, { bytes, at, thisUpdate, ...(nextUpdate ? { nextUpdate } : {}) });
    this.#standings.clear();
  }
}
