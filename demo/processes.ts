/** The demo's daemons: agents and the operator's services, each a process that ends when the demo ends, however it ends. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface RunningProcess {
  stop(): Promise<void>;
}

const startTimeoutMs = 20_000;

/** Resolves when the agent takes messages. Its log is kept in `agent.log` in its directory. */
export function startAgentProcess(
  edoc: string,
  directory: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<RunningProcess> {
  const command = [edoc, 'agent', 'run', '--agent', directory];
  return start(command, join(directory, 'agent.log'), 'agent.ready', env);
}

/** Resolves when the operator's services answer. @param listen `host:port`. */
export function startServicesProcess(edoc: string, axis: string, listen: string): Promise<RunningProcess> {
  const command = [edoc, 'axis', 'tsa', '--dir', axis, '--listen', listen];
  return start(command, join(axis, 'services.log'), 'authority.ready');
}

async function start(
  command: readonly string[],
  logFile: string,
  readyEvent: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<RunningProcess> {
  // It stops when its standard input ends: so it ends with the demo even when the demo is killed.
  const child = spawn(process.execPath, [...command, '--until-stdin-ends'], {
    stdio: ['pipe', 'ignore', 'pipe'],
    env,
  });
  const log = createWriteStream(logFile, { mode: 0o600 });
  child.stderr.pipe(log);
  await ready(child, command.slice(1).join(' '), readyEvent);
  return {
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
      child.stdin.end();
      await ended;
    },
  };
}

function ready(child: ChildProcess, command: string, event: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const lines: string[] = [];
    const timer = setTimeout(
      () => reject(new Error(failure('did not start in time', command, lines))),
      startTimeoutMs,
    );
    if (!child.stderr) throw new Error('the process has no standard error');
    createInterface({ input: child.stderr }).on('line', (line) => {
      lines.push(line);
      if (!line.includes(`"${event}"`)) return;
      clearTimeout(timer);
      resolve();
    });
    child.once('close', () => {
      clearTimeout(timer);
      reject(new Error(failure('ended at once', command, lines)));
    });
  });
}

function failure(what: string, command: string, lines: readonly string[]): string {
  return `edoc ${command} ${what}\n${lines.slice(-10).join('\n')}`;
}
