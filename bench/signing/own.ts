/** The engines in this process: ours, its second opinion (xml-crypto), and the bare RSA operations that none can do without. */
import { createPublicKey, sign, verify } from 'node:crypto';
import { assemblePacket } from '../../src/edoc/index.js';
import { packetSeal, seal, secondOpinion, trustFromPem, verifySeal } from '../../src/signing/index.js';
import { type Engine, timed } from './engine.js';
import { type SealedPacket, sealedAt } from './sealed.js';

/** Certificates and paths that were checked are remembered, as in an agent that runs. */
export function ours({ file, envelope, signer, trust }: SealedPacket): Engine {
  return {
    name: 'ours',
    verify: (count) => timed(count, () => verifySeal(file, packetSeal, trust, { at: sealedAt })),
    sign: (count) =>
      timed(count, async () =>
        assemblePacket(envelope, await seal(envelope, packetSeal, signer, sealedAt), [], []),
      ),
  };
}

/** Each time with a trust that has seen no path yet. */
export function oursAnew({ file, trustPem }: SealedPacket): Engine {
  return {
    name: 'ours, path checked anew',
    verify: (count) =>
      timed(count, () => verifySeal(file, packetSeal, trustFromPem(trustPem), { at: sealedAt })),
  };
}

export function xmlCrypto({ file, certificate }: SealedPacket): Engine {
  return {
    name: 'xml-crypto',
    verify: (count) =>
      timed(count, async () => {
        const { agrees } = await secondOpinion(file, packetSeal, certificate);
        if (!agrees) throw new Error('xml-crypto does not verify');
      }),
  };
}

export function bareRsa({ file, key }: SealedPacket): Engine {
  const value = sign('sha256', file, key);
  const publicKey = createPublicKey(key);
  return {
    name: 'bare RSA',
    verify: (count) =>
      timed(count, () => {
        if (!verify('sha256', file, publicKey, value)) throw new Error('bare RSA does not verify');
      }),
    sign: (count) => timed(count, () => sign('sha256', file, key)),
  };
}
