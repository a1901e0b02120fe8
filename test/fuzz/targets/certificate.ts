/** Certificates by themselves: any octets, and DER of which one element was changed. */
import { describeCertificate, verifyChain } from '../../../src/signing/index.js';
import { asn1Mutation } from '../mutate-asn1.js';
import { octetMutations } from '../mutate-octets.js';
import type { FuzzTarget, Sample } from '../target.js';
import { refusal } from './content.js';
import { samplesOf, vectorTime, vectorTrust } from './vectors.js';

const inKeyInfo = /(?<=<ds:X509Certificate>)[^<]*/g;

export async function certificateTarget(): Promise<FuzzTarget> {
  const trust = vectorTrust();
  const corpus = certificateSamples();
  const known = new Set(corpus.map(({ octets }) => octets.toString('base64')));
  return {
    name: 'certificate',
    corpus,
    mutations: [...Array.from({ length: 20 }, () => asn1Mutation), ...octetMutations],
    run: async (input) =>
      refusal(() => {
        describeCertificate(input);
        verifyChain([input], trust, { at: vectorTime, purpose: 'seal' });
        return [];
      }),
    oracle: async (input, { verdict }) =>
      verdict === 'accepted' && !known.has(input.toString('base64'))
        ? 'accepted, and issued by nobody'
        : undefined,
  };
}

/** All that stand in the vectors, each once. */
function certificateSamples(): Sample[] {
  const all = new Map<string, Sample>();
  for (const { name, octets } of samplesOf('signature', 'input.xml')) {
    for (const text of octets.toString('latin1').match(inKeyInfo) ?? []) {
      const der = Buffer.from(text, 'base64');
      if (der.length > 0) all.set(der.toString('base64'), { name, octets: der });
    }
  }
  return [...all.values()];
}
