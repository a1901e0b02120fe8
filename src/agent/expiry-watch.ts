/** Tells in time, in the status and once a day in the log, that a seal certificate ends. */
import type { Finding } from '../errors.js';
import type { AgentContext } from './context.js';
import { describeSigner, presentSigner } from './signers.js';

const dayMs = 24 * 3_600_000;
/** Before a seal certificate's end, from when on the people are told. */
const warnBeforeMs = 30 * dayMs;

/** What there is to say of a certificate with this end. @param notAfter RFC 3339 */
export function certificateFindings(agency: string, notAfter: string, now: Date): Finding[] {
  const leftMs = new Date(notAfter).getTime() - now.getTime();
  if (leftMs > warnBeforeMs) return [];
  const code = leftMs <= 0 ? 'agent.certificate-expired' : 'agent.certificate-expires';
  return [{ code, severity: leftMs <= 0 ? 'error' : 'warning', detail: { agency, notAfter } }];
}

export class ExpiryWatch {
  readonly #context: AgentContext;
  #timer: NodeJS.Timeout | undefined;
  #looking = Promise.resolve();

  constructor(context: AgentContext) {
    this.#context = context;
  }

  /** Looks at once, and then every day. */
  start(): void {
    const look = () => {
      this.#looking = this.#look().catch((error: unknown) => {
        this.#context.log.warn('certificates.not-looked-at', { error });
      });
    };
    this.#timer = setInterval(look, dayMs);
    this.#timer.unref();
    look();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
  }

  async #look(): Promise<void> {
    const { identities, clock, log } = this.#context;
    for (const identity of identities.all) {
      const { notAfter } = describeSigner(await presentSigner(this.#context, identity));
      for (const { code, severity } of certificateFindings(identity.code, notAfter, clock.now())) {
        // The event is the code: whoever watches the log looks for it by the name that the status shows.
        const days = Math.floor((new Date(notAfter).getTime() - clock.now().getTime()) / dayMs);
        log[severity === 'error' ? 'error' : 'warn'](code, { agency: identity.code, days });
      }
    }
  }
}
