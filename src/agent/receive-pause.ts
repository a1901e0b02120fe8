/**
 * Nothing is taken in while the node's disk takes nothing, and no packet while a key is out of reach. Messages stay in hand, unanswered, in the order in which they came: the
 * broker offers no more, and none uses up a delivery that it has left (`spec/transport.md`, section 4). Now and then one of them
 * is tried; the first that is stored lets all the others go on.
 */
import type { EdocError, Finding } from '../errors.js';
import type { AgentContext } from './context.js';
import { isOfTheDisk, isOfTheKey } from './trouble.js';

/** What a pause waits to be over. */
export interface Hindrance {
  readonly is: (error: unknown) => error is EdocError;
  /** Whether one message can have it by itself, while others are taken. */
  readonly mayBeOfOne: (error: EdocError) => boolean;
}

export const ofTheDisk: Hindrance = { is: isOfTheDisk, mayBeOfOne: ({ code }) => code !== 'store.full' };

/** A node that serves several agencies may have lost the key of one of them. */
export const ofTheKey: Hindrance = { is: isOfTheKey, mayBeOfOne: () => true };

/** Before one is tried; doubled each time, up to the longest. Who made room does not wait longer than that. */
const defaultPauses = { firstMs: 1_000, longestMs: 5_000 };
/** What is hindered again so soon begins with a longer pause: small messages may find room on a disk that large ones do not. */
const soonMs = 60_000;
/** So often a message may fail while others are stored, and still be held: then the trouble is its own. */
const mostAlone = 5;

interface Held {
  /** In the order of coming. */
  readonly place: number;
  /** It was tried, and failed by this trouble. */
  readonly tried: boolean;
  /** Taking it in writes to the disk, and so shows whether there is room. */
  readonly writes: boolean;
  go(isProbe: boolean): void;
}

export class ReceivePause {
  readonly #context: Pick<AgentContext, 'clock' | 'log'>;
  readonly #hindrance: Hindrance;
  readonly #held = new Set<Held>();
  #trouble: { readonly since: Date; readonly error: EdocError } | undefined;
  #timer: NodeJS.Timeout | undefined;
  readonly #pauses: { readonly firstMs: number; readonly longestMs: number };
  #beginMs = 0;
  #pauseMs = 0;
  #openedAtMs = Number.NEGATIVE_INFINITY;
  #places = 0;
  #openings = 0;
  #turns = 0;
  /** Nothing is held, since the connection was lost: the next one that comes is tried. */
  #mayTry = false;

  constructor(
    context: Pick<AgentContext, 'clock' | 'log'>,
    hindrance: Hindrance,
    pauses: typeof defaultPauses = defaultPauses,
  ) {
    this.#context = context;
    this.#hindrance = hindrance;
    this.#pauses = pauses;
  }

  /**
   * Does `work` with a message, again and again while it is hindered. Resolves with `lost` where the broker has the message
   * back.
   * @param writes false where it may be done all the same, and so shows nothing
   * @throws what `work` throws, but for a hindrance that others have too
   */
  async run<Result>(
    work: () => Promise<Result>,
    { lost, writes = true }: { readonly lost?: AbortSignal | undefined; readonly writes?: boolean } = {},
  ): Promise<Result | 'lost'> {
    const place = this.#places++;
    let openings = this.#openings;
    let alone = 0;
    for (let tried = false; ; tried = true) {
      const turn = this.#trouble ? await this.#turn({ place, tried, writes }, lost) : 'open';
      if (turn === 'lost') return 'lost';
      try {
        const result = await work();
        // What failed by it and is done now has shown it too.
        if (turn === 'probe' && (writes || tried) && result !== 'lost') this.#over();
        return result;
      } catch (error) {
        if (!this.#hindrance.is(error)) throw error;
        if (tried && openings !== this.#openings && this.#hindrance.mayBeOfOne(error)) alone += 1;
        openings = this.#openings;
        if (alone >= mostAlone) throw error;
        this.#stop(error);
      }
    }
  }

  /** What hinders messages now. */
  get trouble(): EdocError | undefined {
    return this.#trouble?.error;
  }

  /** What the status says; nothing where messages are taken. */
  findings(): Finding[] {
    if (!this.#trouble) return [];
    const { since, error } = this.#trouble;
    return [
      { code: error.code, severity: 'error', detail: error.detail },
      {
        code: 'agent.not-receiving',
        severity: 'error',
        detail: { since: since.toISOString(), code: error.code, count: this.#held.size },
      },
    ];
  }

  #turn(one: Omit<Held, 'go'>, lost: AbortSignal | undefined): Promise<'open' | 'probe' | 'lost'> {
    if (this.#mayTry && one.writes) {
      this.#mayTry = false;
      return Promise.resolve('probe');
    }
    return new Promise((resolve) => {
      const leave = (turn: 'open' | 'probe' | 'lost') => {
        this.#held.delete(held);
        lost?.removeEventListener('abort', onLost);
        resolve(turn);
      };
      const onLost = () => leave('lost');
      const held: Held = { ...one, go: (isProbe) => leave(isProbe ? 'probe' : 'open') };
      if (lost?.aborted) {
        resolve('lost');
        return;
      }
      lost?.addEventListener('abort', onLost);
      this.#held.add(held);
    });
  }

  #stop(error: EdocError): void {
    if (this.#trouble) return;
    const { clock, log } = this.#context;
    const isSoon = clock.elapsedMs() - this.#openedAtMs < soonMs;
    const { firstMs, longestMs } = this.#pauses;
    this.#beginMs = isSoon ? Math.min(longestMs, 2 * this.#beginMs) : firstMs;
    this.#pauseMs = this.#beginMs;
    this.#trouble = { since: clock.now(), error };
    log.error('receive.stopped', { error });
    this.#tryLater();
  }

  #tryLater(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#try(), this.#pauseMs);
    this.#timer.unref();
  }

  /**
   * Lets the oldest that failed be tried, which others may wait for, and another in turn: what is the trouble of one message alone is
   * to be found out. What may need no write is among them: those that write may wait for a page of the directory. Goes on without waiting
   * for how that ends.
   */
  #try(): void {
    const all = this.#inOrder();
    const oldest = all.find(({ tried }) => tried) ?? all.find(({ writes }) => writes) ?? all[0];
    const others = all.filter((held) => held !== oldest);
    const other = others[this.#turns++ % Math.max(1, others.length)];
    this.#mayTry = oldest === undefined;
    oldest?.go(true);
    other?.go(true);
    this.#pauseMs = Math.min(this.#pauses.longestMs, 2 * this.#pauseMs);
    this.#tryLater();
  }

  #over(): void {
    if (!this.#trouble) return;
    const { clock, log } = this.#context;
    const { since, error } = this.#trouble;
    const inOrder = this.#inOrder();
    this.#trouble = undefined;
    this.#mayTry = false;
    this.#openings += 1;
    this.#openedAtMs = clock.elapsedMs();
    clearTimeout(this.#timer);
    log.warn('receive.resumed', {
      code: error.code,
      count: inOrder.length,
      durationMs: clock.now().getTime() - since.getTime(),
    });
    for (const held of inOrder) held.go(false);
  }

  #inOrder(): Held[] {
    return [...this.#held].sort((one, other) => one.place - other.place);
  }
}
