/** What is fuzzed: every kind of input that comes from outside is a target of its own. */
import type { Random } from './random.js';

export interface Sample {
  readonly name: string;
  readonly octets: Buffer;
}

/** What became of an input. */
export interface Outcome {
  readonly verdict: 'accepted' | 'refused';
  /** The codes found, in their order. */
  readonly codes: readonly string[];
  /** What the oracle needs beside, such as the octets that are said to be signed. */
  readonly detail?: unknown;
}

/** Makes another input out of one. `corpus` is there to take pieces from; what comes back may be the input itself. */
export type Mutation = (input: Buffer, random: Random, corpus: readonly Sample[]) => Buffer;

export interface FuzzTarget {
  readonly name: string;
  readonly corpus: readonly Sample[];
  /** Left out: those for XML, {@link import('./mutations.js').markupMutations}. */
  readonly mutations?: readonly Mutation[];
  /** Throws only what would be a fault: a refusal is an outcome. */
  run(input: Buffer): Promise<Outcome>;
  /** What is wrong with an outcome; undefined where nothing is. */
  oracle(input: Buffer, outcome: Outcome): Promise<string | undefined>;
}
