/** Reads the test vectors of evidence that the specification publishes (`spec/vectors/evidence`). */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type Level,
  packetSeal,
  type RevocationPolicy,
  receiptSeal,
  trustFromPem,
} from '../../../src/signing/index.js';

export interface Expectation {
  readonly about: string;
  readonly kind: keyof typeof kinds;
  readonly at: string;
  readonly revocation: RevocationPolicy;
  readonly stampTrust?: true;
  readonly given?: { readonly crls: readonly string[]; readonly ocsps: readonly string[] };
  readonly accepted?: { readonly signer: string; readonly level: Level; readonly provenAt?: string };
  readonly refused?: readonly string[];
  readonly warnings: readonly string[];
}

export interface EvidenceVector {
  readonly name: string;
  readonly input: Buffer;
  readonly expected: Expectation;
}

export const kinds = { packet: packetSeal, receipt: receiptSeal };

const folder = fileURLToPath(new URL('../../../../spec/vectors/evidence', import.meta.url));
const trustIn = (name: string) => trustFromPem(readFileSync(join(folder, name), 'utf8'));
export const trust = trustIn('trust.pem');
const stampTrust = trustIn('stamp-trust.pem');

export function evidenceVectors(): EvidenceVector[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({
      name,
      input: readFileSync(join(folder, name, 'input.xml')),
      expected: JSON.parse(readFileSync(join(folder, name, 'expect.json'), 'utf8')),
    }));
}

/** What a verifier is given beside the file and the anchors. */
export function optionsOf({ at, revocation, stampTrust: other, given }: Expectation) {
  return {
    at: new Date(at),
    revocation,
    ...(other ? { stampTrust } : {}),
    ...(given ? { data: { crls: decoded(given.crls), ocsps: decoded(given.ocsps) } } : {}),
  };
}

function decoded(values: readonly string[]): Buffer[] {
  return values.map((value) => Buffer.from(value, 'base64'));
}
