/** Signs with every sealing key that agent.json names, and verifies what comes of it with the certificates. */
import { verify, X509Certificate } from 'node:crypto';
import type { AgentConfig, SecretSource } from '../../agent/index.js';
import { EdocError } from '../../errors.js';
import { keyName, type Signer } from '../../signing/index.js';
import { isTokenUri, parseTokenUri } from '../../token/index.js';
import { readAgentPlace } from '../agent/directory.js';
import { readAgentSecrets } from '../agent/secrets.js';

export interface Probe {
  readonly agency: string;
  /** A file, or a token and the name of the key in it. */
  readonly key: string;
  readonly type: string;
  readonly signatures: number;
  readonly perSecond: number;
}

const text = Buffer.from('edoc key test\n');
/** As many at a time as an agent may have under way with one token. */
const together = 4;

/** @throws EdocError as `readAgentSecrets`; `key.mismatch` for a value that the certificate does not verify */
export async function probeKeys(
  folder: string,
  { count, passphrase }: { readonly count: number; readonly passphrase: SecretSource | undefined },
): Promise<Probe[]> {
  const { config } = await readAgentPlace(folder);
  const secrets = await readAgentSecrets(withPassphrase(config, passphrase), { attended: true });
  try {
    const probes: Probe[] = [];
    for (const [index, { code, key, next }] of config.agencies.entries()) {
      const identity = secrets.identities.all[index];
      if (identity) probes.push(await probe(code, placeOf(key), identity.signer, count));
      if (identity?.next && next) probes.push(await probe(code, placeOf(next.key), identity.next, count));
    }
    return probes;
  } finally {
    await secrets.close();
  }
}

async function probe(agency: string, key: string, signer: Signer, count: number): Promise<Probe> {
  const { publicKey } = new X509Certificate(signer.certificates[0] ?? Buffer.alloc(0));
  const began = performance.now();
  let left = count;
  const work = async () => {
    while (left > 0) {
      left -= 1;
      const value = await signer.sign(text);
      if (!verify('sha256', text, { key: publicKey, dsaEncoding: 'ieee-p1363' }, value)) {
        throw new EdocError('key.mismatch', { place: key });
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(together, count) }, work));
  const perSecond = Math.round((count * 1_000) / Math.max(1, performance.now() - began));
  return { agency, key, type: keyName(publicKey), signatures: count, perSecond };
}

function placeOf(key: string): string {
  if (!isTokenUri(key)) return key;
  const { token = '–', object, id } = parseTokenUri(key);
  return `${token} / ${object ?? id?.toString('hex') ?? '–'}`;
}

function withPassphrase(config: AgentConfig, passphrase: SecretSource | undefined): AgentConfig {
  if (!passphrase) return config;
  const { passphraseFile: _, ...others } = config;
  return { ...others, passphrase };
}
