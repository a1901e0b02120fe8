/**
 * The floor of `edoc verify` as a process: reading files and verifying their seals on all cores, and nothing else. No command line,
 * no content, no report. `node dist/bench/verify/bare.js TRUST FOLDER…`; ends with an error where a seal does not hold.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { packetSeal, trustFromPem, verifySeal } from '../../src/signing/index.js';

interface Share {
  readonly trustFile: string;
  readonly paths: readonly string[];
}

async function verify({ trustFile, paths }: Share): Promise<void> {
  const trust = trustFromPem(readFileSync(trustFile, 'utf8'));
  const at = new Date();
  for (const path of paths) await verifySeal(readFileSync(path), packetSeal, trust, { at });
}

function inThread(share: Share): Promise<void> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(fileURLToPath(import.meta.url), { workerData: share });
    thread.once('error', reject);
    thread.once('exit', () => resolve());
  });
}

if (isMainThread) {
  const [trustFile = '', ...folders] = process.argv.slice(2);
  const all = folders.flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)));
  const cores = availableParallelism();
  const shareOf = (core: number): Share => ({
    trustFile,
    paths: all.filter((_, index) => index % cores === core),
  });
  const others = Array.from({ length: cores - 1 }, (_, index) => inThread(shareOf(index + 1)));
  await Promise.all([verify(shareOf(0)), ...others]);
} else {
  const share: Share = workerData;
  await verify(share);
}
