/**
 * A process of its own that owns a private broker: started by `start.ts`, in its own session. Its standard input is
 * the lifeline: the first line says what to run; when it ends, for whatever reason, SIGKILL included, everything that
 * was started is ended and the data directory removed. On standard output it says once that the broker has ended.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { descendants } from './process-tree.js';

export interface SupervisorOrder {
  readonly epmd: { readonly command: string; readonly args: readonly string[] };
  readonly broker: { readonly command: string; readonly args: readonly string[] };
  readonly env: Readonly<Record<string, string>>;
  readonly dataDir: string;
  readonly logFile: string;
}

export type SupervisorReport =
  | { readonly event: 'started'; readonly pid: number }
  | { readonly event: 'ended'; readonly status: number | null };

await main();

async function main(): Promise<void> {
  const lifeline = createInterface({ input: process.stdin });
  const cut = Promise.race([once(lifeline, 'close'), once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  // A parent that is gone cannot read what is said here.
  process.stdout.on('error', () => undefined);
  const first = await Promise.race([once(lifeline, 'line'), cut.then(() => [])]);
  const order: unknown = first[0] === undefined ? undefined : JSON.parse(String(first[0]));
  if (!isOrder(order)) return;
  const epmd = run(order, order.epmd);
  const broker = run(order, order.broker);
  report({ event: 'started', pid: broker.pid ?? 0 });
  for (const child of [epmd, broker]) {
    child.on('error', () => report({ event: 'ended', status: null }));
    child.on('exit', (status) => report({ event: 'ended', status }));
  }
  await cut;
  await end(broker);
  // Last: until then it holds its port, so that a broker still starting cannot leave a name server of its own behind.
  await end(epmd);
  await rm(order.dataDir, { recursive: true, force: true, maxRetries: 5 });
  process.exit(0);
}

function run(order: SupervisorOrder, what: SupervisorOrder['broker']): ChildProcess {
  const log = openSync(order.logFile, 'a');
  return spawn(what.command, what.args, { env: order.env, cwd: order.dataDir, stdio: ['ignore', log, log] });
}

/** Nothing that a private broker holds is wanted any more, so there is no reason to ask it politely. */
async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined) return;
  const below = await descendants(child.pid);
  if (child.exitCode === null && child.signalCode === null) {
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }
  for (const id of below) {
    try {
      process.kill(id, 'SIGKILL');
    } catch {
      // It ended with its parent.
    }
  }
}

function report(what: SupervisorReport): void {
  process.stdout.write(`${JSON.stringify(what)}\n`);
}

/** The order comes from our own `start.ts`; this only tells a whole line from a cut one. */
function isOrder(value: unknown): value is SupervisorOrder {
  return typeof value === 'object' && value !== null && 'broker' in value && 'dataDir' in value;
}
