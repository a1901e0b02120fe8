/**
 * A process of its own that owns the programs of a private broker or cluster: started by `lifeline.ts`, in its own
 * session. Its standard input is the lifeline: a line says what directory to own, further ones what to start and what to
 * kill; when it ends, for whatever reason, SIGKILL included, everything that was started is ended and the directory
 * removed. On standard output it says what started and what ended.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { descendants } from './process-tree.js';

export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly logFile: string;
}

export type SupervisorOrder =
  | { readonly order: 'own'; readonly directory: string }
  | { readonly order: 'start'; readonly name: string; readonly program: Program }
  | { readonly order: 'kill'; readonly name: string };

export type SupervisorReport =
  | { readonly event: 'started'; readonly name: string; readonly pid: number }
  | { readonly event: 'ended'; readonly name: string; readonly status: number | null };

/** In the order in which they were started: the name server, which the others need to their end, goes last. */
const running = new Map<string, ChildProcess>();
let owned: string | undefined;

await main();

async function main(): Promise<void> {
  const lifeline = createInterface({ input: process.stdin });
  const cut = Promise.race([once(lifeline, 'close'), once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  // A parent that is gone cannot read what is said here.
  process.stdout.on('error', () => undefined);
  lifeline.on('line', (line) => obey(line));
  await cut;
  for (const child of [...running.values()].reverse()) await end(child);
  if (owned !== undefined) await rm(owned, { recursive: true, force: true, maxRetries: 5 });
  process.exit(0);
}

function obey(line: string): void {
  const order: unknown = parsed(line);
  if (!isOrder(order)) return;
  if (order.order === 'own') owned = order.directory;
  else if (order.order === 'start') start(order.name, order.program);
  else kill(order.name);
}

function start(name: string, program: Program): void {
  const log = openSync(program.logFile, 'a');
  const { command, args, env, cwd } = program;
  const child = spawn(command, args, { env, cwd, stdio: ['ignore', log, log] });
  running.set(name, child);
  report({ event: 'started', name, pid: child.pid ?? 0 });
  let told = false;
  const tell = (status: number | null) => {
    if (!told) report({ event: 'ended', name, status });
    told = true;
    if (running.get(name) === child) running.delete(name);
  };
  child.on('error', () => tell(null));
  child.on('exit', (status) => tell(status));
}

function kill(name: string): void {
  const child = running.get(name);
  if (child) void end(child);
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

/** The orders come from our own `lifeline.ts`; this only tells a whole line from a cut one. */
function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function isOrder(value: unknown): value is SupervisorOrder {
  return typeof value === 'object' && value !== null && 'order' in value;
}
