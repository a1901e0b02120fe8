/** Which keys of an agency agent.json names: the present one and, in a roll-over, the next. */
import type { AgentConfig } from '../../agent/index.js';
import { isTokenUri, parseTokenUri } from '../../token/index.js';
import { type SealKey, sealCertificatePath } from './seal-keys.js';

export type AgencyConfig = AgentConfig['agencies'][number];

/**
 * With the key in it: as the only one, as it stands there already, or as the next beside the one in use. Where there was a
 * next one before, that is the one in use by now; the oldest leaves the configuration, its files stay.
 */
export function withSealKey(code: string, known: AgencyConfig | undefined, key: SealKey): AgencyConfig {
  const place = { certificate: sealCertificatePath(key), key: key.key };
  if (!known) return { code, ...place };
  const { next, ...present } = known;
  if (isSameKey(present.key, place.key)) return { ...known, certificate: place.certificate };
  if (!next) return { ...present, next: place };
  if (isSameKey(next.key, place.key))
    return { ...present, next: { ...next, certificate: place.certificate } };
  return { code: present.code, ...next, next: place };
}

/** The node's people may have given a URI in agent.json another PIN source, or module. */
function isSameKey(one: string, other: string): boolean {
  if (one === other) return true;
  if (!isTokenUri(one) || !isTokenUri(other)) return false;
  const [a, b] = [parseTokenUri(one), parseTokenUri(other)];
  return a.token === b.token && a.serial === b.serial && a.object === b.object;
}
