/**
 * Every state that can be reached, each once, nearest first: so what is found wrong is found by one of the shortest ways to it.
 * Beside the properties it checks that from every state the nodes come to rest by themselves, with no further fault.
 */
import { initialAmendment } from '../../src/edoc/index.js';
import { clerkSteps } from './clerks.js';
import { faultSteps } from './faults.js';
import { wrongRest, wrongState, wrongStep } from './properties.js';
import { recipientSteps } from './recipient.js';
import { senderSteps } from './sender.js';
import { isFaulty, type Setting, type Step } from './setting.js';
import { canonical, newDelivery, newPacket, type State } from './state.js';
import { describeState } from './words.js';

export interface Counterexample {
  readonly wrong: string;
  /** What happened, in order. */
  readonly steps: readonly string[];
  /** What both ends hold then. */
  readonly end: readonly string[];
}

export interface Found {
  readonly states: number;
  readonly steps: number;
  /** States in which the nodes have nothing left to do. */
  readonly atRest: number;
  readonly counterexample?: Counterexample;
}

/** @throws RangeError where there are more states than `mostStates`: then the search says nothing */
export function search(setting: Setting, mostStates: number): Found {
  return new Search(setting, mostStates).run();
}

export function initialState(setting: Setting): State {
  const recipients = Object.keys(setting.recipients) as (keyof typeof setting.recipients)[];
  const document = newPacket(
    'document',
    'A',
    recipients.map((to) => newDelivery(to, initialAmendment(setting.businessDocType))),
  );
  const toldFirst = isFaulty(setting, 'tells the clerk before it has stored');
  return {
    packets: [toldFirst ? { ...document, stored: 'promised' } : document],
    wire: [],
    budget: setting.budget,
  };
}

export function* stepsFrom(setting: Setting, state: State): Generator<Step> {
  yield* senderSteps(setting, state);
  yield* recipientSteps(setting, state);
  yield* clerkSteps(setting, state);
  yield* faultSteps(setting, state);
}

class Search {
  readonly #setting: Setting;
  readonly #mostStates: number;
  readonly #numbers = new Map<string, number>();
  /** By number of the state: the one before it, and the step from there. */
  readonly #before: number[] = [];
  readonly #whats: string[] = [];
  readonly #words = new Map<string, string>();
  /** Steps that nodes take by themselves, as pairs of numbers; and the states without any. */
  readonly #byThemselves: number[] = [];
  readonly #atRest: number[] = [];
  #waiting: { number: number; state: State }[] = [];
  #steps = 0;

  constructor(setting: Setting, mostStates: number) {
    this.#setting = setting;
    this.#mostStates = mostStates;
  }

  run(): Found {
    const first = initialState(this.#setting);
    this.#numberOf(first, 0, '');
    while (this.#waiting.length > 0) {
      const ring = this.#waiting;
      this.#waiting = [];
      for (const { number, state } of ring) {
        const counterexample = this.#look(number, state);
        if (counterexample) return this.#found(counterexample);
      }
    }
    return this.#found(this.#restless());
  }

  #look(number: number, state: State): Counterexample | undefined {
    let isAtRest = true;
    for (const { kind, what, next } of stepsFrom(this.#setting, state)) {
      this.#steps += 1;
      const seen = this.#before.length;
      const reached = this.#numberOf(next, number, what);
      if (kind === 'node') {
        isAtRest = false;
        this.#byThemselves.push(number, reached);
      }
      const wrong = wrongStep(state, next) ?? (reached === seen ? wrongState(next) : undefined);
      if (wrong) return { wrong, steps: [...this.#way(number), what], end: describeState(next) };
    }
    if (!isAtRest) return undefined;
    this.#atRest.push(number);
    const wrong = wrongRest(state);
    return wrong === undefined ? undefined : { wrong, steps: this.#way(number), end: describeState(state) };
  }

  #numberOf(state: State, before: number, what: string): number {
    const key = canonical(state);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.#before.length;
    if (number >= this.#mostStates) throw new RangeError(`${this.#setting.name}: more than ${number} states`);
    this.#numbers.set(key, number);
    this.#before.push(before);
    // The same words come again and again; kept once.
    const kept = this.#words.get(what) ?? what;
    this.#words.set(kept, kept);
    this.#whats.push(kept);
    this.#waiting.push({ number, state });
    return number;
  }

  #way(to: number): string[] {
    const way: string[] = [];
    for (let number = to; number > 0; number = this.#before[number] ?? 0)
      way.unshift(this.#whats[number] ?? '');
    return way;
  }

  /** A state from which the nodes go round in a circle for ever: they would never come to rest. */
  #restless(): Counterexample | undefined {
    // From the states at rest backwards, along the steps that led there. Few rounds: most steps lead to a later number.
    const rests = new Uint8Array(this.#before.length);
    for (const number of this.#atRest) rests[number] = 1;
    for (let isMore = true; isMore; ) {
      isMore = false;
      for (let at = this.#byThemselves.length - 2; at >= 0; at -= 2) {
        const [from, to] = [this.#byThemselves[at] ?? 0, this.#byThemselves[at + 1] ?? 0];
        if (rests[to] !== 1 || rests[from] === 1) continue;
        rests[from] = 1;
        isMore = true;
      }
    }
    for (const number of this.#before.keys()) {
      if (rests[number] !== 1) return { wrong: 'it never comes to rest', steps: this.#way(number), end: [] };
    }
    return undefined;
  }

  #found(counterexample: Counterexample | undefined): Found {
    return {
      states: this.#before.length,
      steps: this.#steps,
      atRest: this.#atRest.length,
      ...(counterexample ? { counterexample } : {}),
    };
  }
}

/** A trace as people read it: what is wrong, each step with its number, and what both ends hold then. */
export function tell(setting: Setting, { wrong, steps, end }: Counterexample): string {
  const title = `${setting.name}${setting.faults ? ` (a node that ${setting.faults.join(', and ')})` : ''}`;
  return [
    `${title}: ${wrong}`,
    ...steps.map((step, index) => `  ${String(index + 1).padStart(2)}. ${step}`),
    ...end.map((line) => `      ${line}`),
  ].join('\n');
}
