/** The samples of all targets: the test vectors, which are the same everywhere. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Trust, trustFromPem } from '../../../src/signing/index.js';
import type { Sample } from '../target.js';

const folder = fileURLToPath(new URL('../../../../spec/vectors', import.meta.url));
/** Larger ones cost the time in which a thousand smaller ones can be tried. */
const usualSampleOctets = 16_000;

/** The time for which the vectors are made. */
export const vectorTime = new Date('2026-06-01T08:00:00Z');
export const keyFolder = join(folder, 'keys');

export function vectorTrust(): Trust {
  return trustFromPem(readFileSync(join(folder, 'signature', 'trust.pem'), 'utf8'));
}

/** The file of that name in every case of a group, where it is there and neither empty nor large. */
export function samplesOf(group: string, file: string, mostOctets = usualSampleOctets): Sample[] {
  return readdirSync(join(folder, group), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, group, entry.name, file)))
    .map(({ name }) => ({ name: `${group}/${name}`, octets: readFileSync(join(folder, group, name, file)) }))
    .filter(({ octets }) => octets.length > 0 && octets.length <= mostOctets);
}
