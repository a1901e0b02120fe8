/** One input out of the corpus: a sample, changed a few times over. */

import { structureMutations } from './mutate-markup.js';
import { encodingMutations, octetMutations } from './mutate-octets.js';
import { valueMutations } from './mutate-values.js';
import type { Random } from './random.js';
import type { FuzzTarget, Mutation, Sample } from './target.js';

/** Octets no input goes beyond: a little more than a sealed file may have. */
export const mostOctets = 2_200_000;

/** Twice what knows the structure: octets changed blindly seldom get past the first step. */
export const markupMutations: readonly Mutation[] = [
  ...structureMutations,
  ...structureMutations,
  ...valueMutations,
  ...valueMutations,
  ...octetMutations,
  ...encodingMutations,
];

const mostChanges = 4;

/** @param found inputs that led somewhere new; now and then one of them is changed further. */
export function makeInput(
  { corpus, mutations = markupMutations }: FuzzTarget,
  random: Random,
  found: readonly Sample[] = [],
): Buffer {
  const start = found.length > 0 && random.chance(3) ? random.pick(found) : random.pick(corpus);
  let input = start.octets;
  for (let left = 1 + random.below(mostChanges); left > 0; left -= 1) {
    if (input.length === 0) break;
    const changed = random.pick(mutations)(input, random, corpus);
    if (changed.length <= mostOctets) input = changed;
  }
  return input;
}
