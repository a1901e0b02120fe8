/** This process's end of the supervisor: telling it what to run, hearing from it, letting it go. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Program, SupervisorOrder, SupervisorReport } from './supervisor.js';

interface Run {
  pid: number;
  hasEnded: boolean;
  readonly onEnd: (() => void)[];
}

export class Lifeline {
  readonly #child: ChildProcess;
  readonly #exited: Promise<unknown>;
  readonly #runs = new Map<string, Run>();
  #hasExited = false;

  /**
   * Starts a supervisor in a session of its own, so that no signal meant for this process group reaches it.
   * @param directory is removed in the end
   */
  constructor(directory: string) {
    const script = fileURLToPath(new URL('./supervisor.js', import.meta.url));
    const child = spawn(process.execPath, [script], {
      detached: true,
      stdio: ['pipe', 'pipe', 'ignore'],
      cwd: '/',
    });
    this.#child = child;
    this.#exited = once(child, 'exit').catch(() => undefined);
    void this.#exited.then(() => this.#gone());
    // Nobody waits for a supervisor: this process may end without stopping its broker, which ends with it.
    child.unref();
    for (const pipe of [child.stdin, child.stdout]) if (pipe instanceof Socket) pipe.unref();
    child.stdin.on('error', () => undefined);
    createInterface({ input: child.stdout }).on('line', (line) => this.#hear(JSON.parse(line)));
    this.#tell({ order: 'own', directory });
  }

  /** Starts a program; a name is used again only after its program has ended. Those started first are ended last. */
  start(name: string, program: Program): void {
    this.#runs.set(name, { pid: 0, hasEnded: this.#hasExited, onEnd: [] });
    this.#tell({ order: 'start', name, program });
  }

  /** As a power cut does it. Resolves when the program has ended. */
  async kill(name: string): Promise<void> {
    const run = this.#runs.get(name);
    if (!run || run.hasEnded) return;
    const ended = new Promise<void>((resolve) => run.onEnd.push(resolve));
    // Whoever kills a program waits for it, and must not end for want of anything else to do.
    const { stdout } = this.#child;
    if (stdout instanceof Socket) stdout.ref();
    this.#tell({ order: 'kill', name });
    await ended;
    if (stdout instanceof Socket) stdout.unref();
  }

  /** Of the program's own process; 0 until it has been started. */
  pid(name: string): number {
    return this.#runs.get(name)?.pid ?? 0;
  }

  /** One of the programs is gone, or could not be started. */
  hasEnded(...names: readonly string[]): boolean {
    return names.some((name) => this.#runs.get(name)?.hasEnded ?? true);
  }

  /** Resolves when everything has ended and the directory is removed. */
  async stop(): Promise<void> {
    this.#child.ref();
    this.#child.stdin?.end();
    await this.#exited;
  }

  #tell(order: SupervisorOrder): void {
    this.#child.stdin?.write(`${JSON.stringify(order)}\n`);
  }

  #hear(report: SupervisorReport): void {
    const run = this.#runs.get(report.name);
    if (!run) return;
    if (report.event === 'started') run.pid = report.pid;
    else ended(run);
  }

  #gone(): void {
    this.#hasExited = true;
    for (const run of this.#runs.values()) ended(run);
  }
}

function ended(run: Run): void {
  run.hasEnded = true;
  for (const resolve of run.onEnd.splice(0)) resolve();
}
