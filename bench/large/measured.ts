/** Processes whose time and memory are measured. */
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const program = fileURLToPath(new URL('../../../bin/edoc.js', import.meta.url));

export interface Figure {
  /** Absent where a process did more than this one step. */
  readonly seconds?: number;
  /** Octets resident at most. */
  readonly peakBytes?: number;
}

/** With this environment a process and its children leave their peaks in the file. */
export function measuredEnv(peakFile: string): NodeJS.ProcessEnv {
  const preload = new URL('peak.js', import.meta.url).href;
  return { ...process.env, NODE_OPTIONS: `--import=${preload}`, EDOC_BENCH_PEAK: peakFile };
}

/** The largest where several processes left theirs. @throws Error where none did */
export async function readPeak(peakFile: string): Promise<number> {
  const lines = (await readFile(peakFile, 'utf8')).trim().split('\n');
  const peak = Math.max(...lines.map(Number));
  if (!(peak > 0)) throw new Error(`no figure in ${peakFile}`);
  return peak;
}

/** Runs `edoc ARGS --json` to its end. @throws Error with what it said where it does not end with 0 */
export async function measure(
  args: readonly string[],
  folder: string,
): Promise<Required<Figure> & { answer: Record<string, unknown> }> {
  const peakFile = join(folder, `peak-${process.hrtime.bigint()}`);
  const began = performance.now();
  const child = spawn(process.execPath, [program, ...args, '--json'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: measuredEnv(peakFile),
  });
  const said: Buffer[] = [];
  const complained: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => said.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => complained.push(chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const seconds = (performance.now() - began) / 1_000;
  const text = Buffer.concat(said).toString();
  if (code !== 0) {
    throw new Error(`edoc ${args.join(' ')} ended with ${code}\n${text}${Buffer.concat(complained)}`);
  }
  return { seconds, peakBytes: await readPeak(peakFile), answer: JSON.parse(text) };
}
