/** This process's end of the supervisor: starting it, hearing from it, letting it go. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { SupervisorOrder, SupervisorReport } from './supervisor.js';

export class Lifeline {
  readonly #child: ChildProcess;
  readonly #exited: Promise<unknown>;
  #pid = 0;
  #hasEnded = false;

  /** Starts a supervisor in a session of its own, so that no signal meant for this process group reaches it. */
  constructor(order: SupervisorOrder) {
    const script = fileURLToPath(new URL('./supervisor.js', import.meta.url));
    const child = spawn(process.execPath, [script], {
      detached: true,
      stdio: ['pipe', 'pipe', 'ignore'],
      cwd: '/',
    });
    this.#child = child;
    this.#exited = once(child, 'exit').catch(() => undefined);
    void this.#exited.then(() => {
      this.#hasEnded = true;
    });
    // Nobody waits for a supervisor: this process may end without stopping its broker, which ends with it.
    child.unref();
    for (const pipe of [child.stdin, child.stdout]) if (pipe instanceof Socket) pipe.unref();
    child.stdin.on('error', () => undefined);
    child.stdin.write(`${JSON.stringify(order)}\n`);
    createInterface({ input: child.stdout }).on('line', (line) => this.#hear(JSON.parse(line)));
  }

  /** Of the broker's own process; 0 until it has been started. */
  get pid(): number {
    return this.#pid;
  }

  /** The broker or its name server is gone, or could not be started. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** Resolves when everything has ended and the data directory is removed. */
  async stop(): Promise<void> {
    this.#child.ref();
    this.#child.stdin?.end();
    await this.#exited;
  }

  #hear(report: SupervisorReport): void {
    if (report.event === 'started') this.#pid = report.pid;
    else this.#hasEnded = true;
  }
}
