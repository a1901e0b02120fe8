/** What a node needs to keep evidence, from its configuration: the authority's services over HTTP, and whom to trust. */
import type { AgentConfig, AgentContext } from '../../agent/index.js';
import { fetchCrl, fetchOcsp, fetchTimeStamp } from '../../authority/index.js';
import { EdocError } from '../../errors.js';
import { type Trust, trustFromPem } from '../../signing/index.js';
import { readNamedFile } from '../files-read.js';

const hourMs = 3_600_000;

/**
 * Undefined where the configuration names no service.
 * @param trust of seals, and of stamps where the configuration names no other.
 * @throws EdocError `cli.file-missing`, `certificate.malformed`
 */
export async function readEvidence(
  { timeStamp, revocation }: AgentConfig,
  trust: Trust,
): Promise<AgentContext['evidence']> {
  if (!timeStamp && !revocation) return undefined;
  const stampTrust =
    timeStamp?.trust === undefined
      ? trust
      : trustFromPem((await readNamedFile(timeStamp.trust)).toString('utf8'));
  return {
    stampTrust,
    services: {
      timeStamp: async (request, signal) => {
        if (!timeStamp) throw new EdocError('evidence.no-source');
        return fetchTimeStamp(timeStamp.url, request, { signal });
      },
      ocsp: (url, request, signal) => fetchOcsp(url, request, { signal }),
      crl: (url, signal) => fetchCrl(url, { signal }),
    },
    policy: {
      target: 'LT',
      timeStamp: timeStamp !== undefined,
      ...(timeStamp?.policy === undefined ? {} : { stampPolicy: timeStamp.policy }),
      revocation: revocation?.policy ?? 'soft',
      ocsp: revocation?.ocsp ?? [],
      crl: revocation?.crl ?? [],
      maxAgeMs: (revocation?.maxAgeHours ?? 24) * hourMs,
    },
  };
}
