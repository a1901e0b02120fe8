/** The demo's agents: each a daemon process of its own, which ends when the demo ends, however it ends. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface RunningAgent {
  readonly directory: string;
  stop(): Promise<void>;
}

const startTimeoutMs = 20_000;

/** Resolves when the agent takes messages. Its log is kept in `agent.log` in its directory. */
export async function startAgentProcess(edoc: string, directory: string): Promise<RunningAgent> {
  // The agent stops when its standard input ends: so it ends with the demo even when the demo is killed.
  const child = spawn(process.execPath, [edoc, 'agent', 'run', '--agent', directory, '--until-stdin-ends'], {
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  const log = createWriteStream(join(directory, 'agent.log'), { mode: 0o600 });
  child.stderr.pipe(log);
  await ready(child, directory);
  return {
    directory,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
      child.stdin.end();
      await ended;
    },
  };
}

function ready(child: ChildProcess, directory: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const lines: string[] = [];
    const timer = setTimeout(
      () => reject(new Error(failure('did not start in time', directory, lines))),
      startTimeoutMs,
    );
    if (!child.stderr) throw new Error('the agent has no standard error');
    createInterface({ input: child.stderr }).on('line', (line) => {
      lines.push(line);
      if (!line.includes('"agent.ready"')) return;
      clearTimeout(timer);
      resolve();
    });
    child.once('close', () => {
      clearTimeout(timer);
      reject(new Error(failure('ended at once', directory, lines)));
    });
  });
}

function failure(what: string, directory: string, lines: readonly string[]): string {
  return `the agent in ${directory} ${what}\n${lines.slice(-10).join('\n')}`;
}
