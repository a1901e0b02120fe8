/**
 * Whether the certificates of peers are revoked, by the CRLs of their authority: fetched once in a while, kept for a start
 * without a network. The directory says it too (`directory.md`); this is the authority's own word, and a stated policy for
 * when it cannot be had. `spec/revocation.md`.
 */
import { EdocError, type Finding } from '../../errors.js';
import { type SealSigner, type Standing, standingOfSeal } from '../../signing/index.js';
import type { AgentContext } from '../context.js';
import type { Evidence } from './evidence.js';

const refreshEveryMs = 15 * 60_000;
const againAfterMs = 60_000;
const mostRemembered = 10_000;

interface KeptCrl {
  readonly bytes: Buffer;
  /** When it came. */
  readonly at: Date;
}

export class RevocationWatch {
  readonly #context: AgentContext;
  readonly #evidence: Evidence | undefined;
  readonly #crls = new Map<string, KeptCrl>();
  /** By certificate; forgotten when a CRL comes. */
  readonly #standings = new Map<string, readonly Standing[]>();
  #down: { readonly code: string; readonly since: Date } | undefined;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(context: AgentContext) {
    this.#context = context;
    this.#evidence = context.evidence;
  }

  /** Takes what was kept, and goes on asking in the background. */
  async start(): Promise<void> {
    const { store } = this.#context;
    for (const url of this.#urls) {
      const kept = await store.keptCrl(url);
      if (kept) this.#crls.set(url, kept);
    }
    if (this.#urls.length > 0) void this.#refresh();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  /**
   * @param at when the file came.
   * @throws EdocError `revocation.revoked`; under the hard policy `revocation.unknown` where no CRL tells.
   */
  requireStanding(signer: Pick<SealSigner, 'certificateSha256' | 'path'>, at: Date): void {
    if (!this.#evidence || this.#urls.length === 0) return;
    const fresh = this.#freshCrls(at);
    for (const { status, answer, certificate } of this.#standingsOf(signer, fresh, at)) {
      const { subject } = certificate;
      // A revocation stays one when the CRL that told of it is out of date.
      if (answer?.revokedAt && answer.revokedAt <= at) {
        throw new EdocError('revocation.revoked', {
          detail: { subject, revokedAt: answer.revokedAt.toISOString() },
        });
      }
      if ((status === 'unknown' || !fresh) && this.#evidence.policy.revocation === 'hard') {
        throw new EdocError('revocation.unknown', { detail: { subject } });
      }
    }
  }

  /** For the status of the node. */
  findings(now: Date): Finding[] {
    if (!this.#evidence || !this.#down || this.#freshCrls(now)) return [];
    const severity = this.#evidence.policy.revocation === 'hard' ? 'error' : 'warning';
    const detail = { code: this.#down.code, since: this.#down.since.toISOString() };
    return [{ code: 'revocation.source-down', severity, detail }];
  }

  get #urls(): readonly string[] {
    return this.#evidence?.policy.crl ?? [];
  }

  #freshCrls(at: Date): boolean {
    const oldest = at.getTime() - (this.#evidence?.policy.maxAgeMs ?? 0);
    return this.#crls.size > 0 && [...this.#crls.values()].every((crl) => crl.at.getTime() >= oldest);
  }

  #standingsOf(
    { certificateSha256, path }: Pick<SealSigner, 'certificateSha256' | 'path'>,
    fresh: boolean,
    at: Date,
  ): readonly Standing[] {
    const known = this.#standings.get(certificateSha256);
    if (known && fresh) return known;
    const crls = [...this.#crls.values()].map(({ bytes }) => bytes);
    const standings = standingOfSeal(path, this.#context.trust, { crls, ocsps: [] }, { at, now: at });
    if (this.#standings.size >= mostRemembered) this.#standings.clear();
    this.#standings.set(certificateSha256, standings);
    return standings;
  }

  async #refresh(): Promise<void> {
    const { store, clock, log } = this.#context;
    let waitMs = refreshEveryMs;
    for (const url of this.#urls) {
      try {
        const bytes = await this.#evidence?.services.crl(url);
        if (!bytes || this.#stopped) return;
        const at = clock.now();
        this.#crls.set(url, { bytes, at });
        this.#standings.clear();
        await store.keepCrl(url, bytes, at);
        this.#down = undefined;
      } catch (error) {
        waitMs = againAfterMs;
        this.#down ??= {
          code: error instanceof EdocError ? error.code : 'agent.internal',
          since: clock.now(),
        };
        log.warn('revocation.not-fetched', { address: url, error });
      }
    }
    if (this.#stopped) return;
    this.#timer = setTimeout(() => void this.#refresh(), waitMs);
    this.#timer.unref();
  }
}
