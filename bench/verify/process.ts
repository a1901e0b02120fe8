/** A Node process from start to end: how long it took, and what it used. */
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

export interface Process {
  readonly wallMs: number;
  /** What processors worked for it in all its threads, the work of the system for it included. */
  readonly cpuMs: number;
  readonly peakRssBytes: number;
}

/** Standard output goes to /dev/null. @throws Error where it does not end with 0 */
export async function runProcess(args: readonly string[]): Promise<Process> {
  const began = performance.now();
  const child = spawn(process.execPath, ['--import', new URL('./usage.js', import.meta.url).href, ...args], {
    stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
  });
  const usage = child.stdio[3];
  if (!usage || !('read' in usage)) throw new Error('the process has no pipe');
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const [used, code] = await Promise.all([text(usage), ended]);
  const wallMs = performance.now() - began;
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}`);
  return { wallMs, ...JSON.parse(used) };
}
