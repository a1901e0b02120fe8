/** Faults on purpose, one for each kind that the fuzzer must find: without them nobody would notice that it finds nothing. */
import type { FuzzTarget, Outcome } from '../target.js';

const corpus = [
  { name: 'sample', octets: Buffer.from('<a Id="x"><b>12</b><c>aGVsbG8gd29ybGQgaGVsbG8=</c></a>\n') },
];
const refused: Outcome = { verdict: 'refused', codes: [] };

function planted(name: string, run: (input: Buffer) => Outcome): () => Promise<FuzzTarget> {
  return async () => ({
    name,
    corpus,
    run: async (input) => run(input),
    oracle: async (_input, { verdict }) => (verdict === 'accepted' ? 'accepted' : undefined),
  });
}

export const plantedTargets = {
  'planted-throws': planted('planted-throws', (input) => {
    if (input.includes('<!DOCTYPE')) throw new TypeError('a fault on purpose');
    return refused;
  }),
  'planted-accepts': planted('planted-accepts', (input) =>
    input.includes('<!--') ? { verdict: 'accepted', codes: [] } : refused,
  ),
  'planted-hangs': planted('planted-hangs', (input) => {
    while (input.includes('xi:include'));
    return refused;
  }),
  'planted-slow': planted('planted-slow', (input) => {
    const until = performance.now() + (input.includes('CDATA') ? 400 : 0);
    while (performance.now() < until);
    return refused;
  }),
  'planted-grows': planted('planted-grows', (input) => {
    const kept: object[] = [];
    while (input.includes('HMACOutputLength')) kept.push({ kept: kept.length });
    return refused;
  }),
};
