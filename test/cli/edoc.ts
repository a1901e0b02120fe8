/** Runs the real program, as a shell would, and gives what it wrote and how it ended. */
import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const program = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/**
 * `env` goes on top of a clean English environment; with `unread` nobody reads standard output, as behind `| true`; with `into` it
 * goes to that file.
 */
export function edoc(
  args: readonly string[],
  options: {
    readonly cwd?: string;
    readonly env?: Record<string, string>;
    readonly unread?: boolean;
    readonly into?: string;
  } = {},
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const into = options.into === undefined ? undefined : openSync(options.into, 'w');
    const child = spawn(process.execPath, [program, ...args], {
      cwd: options.cwd,
      env: { PATH: process.env['PATH'], LANG: 'C', ...options.env },
      stdio: ['ignore', into ?? 'pipe', 'pipe'],
    });
    if (into !== undefined) closeSync(into);
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout?.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr?.on('data', (chunk: Buffer) => err.push(chunk));
    if (options.unread === true) child.stdout?.destroy();
    child.once('error', reject);
    child.once('close', (code) =>
      resolve({ code, out: Buffer.concat(out).toString('utf8'), err: Buffer.concat(err).toString('utf8') }),
    );
  });
}
