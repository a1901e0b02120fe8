/** Run as a process of its own: verifies all test vectors and prints what the dearest one costs, and the memory of all. */
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

export interface VectorCosts {
  readonly cases: number;
  readonly slowest: string;
  readonly slowestMs: number;
  /** Octets that the process has more than before the first case, at most. */
  readonly grownBytes: number;
}

const runs = 3;
/** What takes longer is verified again. */
const longMs = 100;
const kinds = { packet: packetSeal, receipt: receiptSeal, ping: pingSeal, directory: directorySeal };
const vectors = fileURLToPath(new URL('../../../spec/vectors', import.meta.url));
const trust = trustFromPem(readFileSync(join(vectors, 'signature', 'trust.pem'), 'utf8'));

const folders = ['signature', 'packet'].flatMap((group) =>
  readdirSync(join(vectors, group)).map((name) => join(vectors, group, name)),
);
const cases = folders.filter((folder) => existsSync(join(folder, 'input.xml')));
const before = process.memoryUsage.rss();
let costs: VectorCosts = { cases: cases.length, slowest: '', slowestMs: 0, grownBytes: 0 };
for (const folder of cases) {
  const slowestMs = await bestOf(runs, folder);
  const grownBytes = Math.max(costs.grownBytes, process.memoryUsage.rss() - before);
  costs =
    slowestMs > costs.slowestMs
      ? { ...costs, slowest: folder, slowestMs, grownBytes }
      : { ...costs, grownBytes };
}
process.stdout.write(`${JSON.stringify(costs)}\n`);

/** The quickest of several runs: what else the machine does is no part of it. */
async function bestOf(times: number, folder: string): Promise<number> {
  const input = readFileSync(join(folder, 'input.xml'));
  const { kind = 'packet', at } = JSON.parse(readFileSync(join(folder, 'expect.json'), 'utf8')) as {
    kind?: keyof typeof kinds;
    at: string;
  };
  let best = Number.POSITIVE_INFINITY;
  for (let time = 0; time < times && best > longMs; time += 1) {
    const from = performance.now();
    await inspectSeal(input, kinds[kind], trust, { at: new Date(at) });
    await examine(folder, input, { trust, at: new Date(at), secondOpinion: false });
    best = Math.min(best, performance.now() - from);
  }
  return best;
}
