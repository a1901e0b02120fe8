/** A Node process from start to end: what it printed, how long it took, and what it used. */
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

export interface Process {
  /** Standard output. */
  readonly output: string;
  readonly wallMs: number;
  /** What processors worked for it in all its threads, the work of the system for it included. */
  readonly cpuMs: number;
  readonly peakRssBytes: number;
}

/** @throws Error where it does not end with 0 */
export async function runProcess(args: readonly string[]): Promise<Process> {
  const began = performance.now();
  const child = spawn(process.execPath, ['--import', new URL('./usage.js', import.meta.url).href, ...args], {
    stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
  });
  const usage = child.stdio[3];
  if (!child.stdout || !usage || !('read' in usage)) throw new Error('the process has no pipes');
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const [output, used, code] = await Promise.all([text(child.stdout), text(usage), ended]);
  const wallMs = performance.now() - began;
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}`);
  return { output, wallMs, ...JSON.parse(used) };
}
