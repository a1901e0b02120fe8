/** Run as a process of its own: verifies all test vectors of seals and packets, and prints what they cost. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { examine } from '../../src/evidence/index.js';
import {
  directorySeal,
  inspectSeal,
  packetSeal,
  pingSeal,
  receiptSeal,
  trustFromPem,
} from '../../src/signing/index.js';
import { printCosts } from '../support/vector-costs.js';

const kinds = { packet: packetSeal, receipt: receiptSeal, ping: pingSeal, directory: directorySeal };
const vectors = fileURLToPath(new URL('../../../spec/vectors', import.meta.url));
const trust = trustFromPem(readFileSync(join(vectors, 'signature', 'trust.pem'), 'utf8'));

const folders = ['signature', 'packet'].flatMap((group) =>
  readdirSync(join(vectors, group)).map((name) => join(vectors, group, name)),
);
await printCosts(
  folders
    .filter((folder) => existsSync(join(folder, 'input.xml')))
    .map((folder) => ({ name: folder, verify: () => verify(folder) })),
);

async function verify(folder: string): Promise<void> {
  const input = readFileSync(join(folder, 'input.xml'));
  const { kind = 'packet', at } = JSON.parse(readFileSync(join(folder, 'expect.json'), 'utf8')) as {
    kind?: keyof typeof kinds;
    at: string;
  };
  await inspectSeal(input, kinds[kind], trust, { at: new Date(at) });
  await examine(folder, input, { trust, at: new Date(at), secondOpinion: false });
}
