/** The demo as a process of its own, in a directory of its own, telling its story as JSON lines. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../../', import.meta.url));

export interface Step {
  readonly step: string;
  readonly command?: string;
  readonly exitCode?: number;
  readonly output?: unknown;
}

export interface RunningDemo {
  readonly pid: number;
  readonly steps: Step[];
  /** Resolves when this step was told. */
  reached(step: string): Promise<void>;
  /** Resolves with the exit code. */
  readonly ended: Promise<number>;
  /** What it has written to its standard error so far. */
  errors(): string;
  interrupt(): void;
}

export function startDemo(directory: string, args: readonly string[] = []): RunningDemo {
  const child = spawn(process.execPath, ['dist/demo/main.js', '--json', '--dir', directory, ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const steps: Step[] = [];
  const waiting: { step: string; resolve: () => void; reject: (error: Error) => void }[] = [];
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString('utf8');
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    const step = JSON.parse(line) as Step;
    steps.push(step);
    for (const one of waiting) if (one.step === step.step) one.resolve();
  });
  const ended = new Promise<number>((resolve) => {
    child.once('close', (code) => {
      for (const { reject } of waiting) reject(new Error(`the demo ended early: ${errors}`));
      resolve(code ?? 1);
    });
  });
  return {
    pid: child.pid ?? 0,
    steps,
    ended,
    errors: () => errors,
    reached: (step) =>
      new Promise((resolve, reject) => {
        if (steps.some((one) => one.step === step)) resolve();
        else waiting.push({ step, resolve, reject });
      }),
    interrupt: () => child.kill('SIGINT'),
  };
}
