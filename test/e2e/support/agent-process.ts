/** An agent that is a process of its own, `edoc agent run`, which a test can kill. It ends with the test, however that ends. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { program } from './edoc.js';

/** One line of its log. */
export interface LogLine {
  readonly msg: string;
  readonly [field: string]: unknown;
}

const patienceMs = 30_000;
const linesInWords = 12;

export interface AgentProgram {
  /** Arguments of node; by default those of `edoc agent run`. */
  readonly args?: readonly string[];
  /** Called with each line of its log, as it stands there. */
  readonly onLine?: (line: string) => void;
  /** Modules that are loaded into it. */
  readonly imports?: readonly string[];
  /** Further variables of its environment. */
  readonly env?: Readonly<Record<string, string>>;
}

export class AgentProcess {
  readonly lines: LogLine[] = [];
  readonly #child: ChildProcess;
  /** Resolves when the process has ended, however. */
  readonly ended: Promise<void>;
  readonly #listeners = new Set<() => void>();
  #hasEnded = false;

  /** Starts it and returns at once. */
  constructor(directory: string, { args: other, onLine, imports = [], env = {} }: AgentProgram = {}) {
    // It stops when its standard input ends, and so with the test, even where the test is killed.
    const args = other ?? [program, 'agent', 'run', '--agent', directory, '--until-stdin-ends'];
    const loaded = imports.map((url) => `--import=${url}`);
    const child = spawn(process.execPath, [...loaded, ...args], {
      stdio: ['pipe', 'ignore', 'pipe'],
      env: { ...process.env, ...env },
    });
    this.#child = child;
    child.stdin.on('error', () => {});
    createInterface({ input: child.stderr }).on('line', (line) => {
      onLine?.(line);
      this.#take(line);
    });
    this.ended = new Promise((resolve) => {
      child.once('close', () => {
        this.#hasEnded = true;
        this.#tell();
        resolve();
      });
    });
  }

  /** A started agent with which clerks can work. */
  static async ready(directory: string): Promise<AgentProcess> {
    const agent = new AgentProcess(directory);
    await agent.says('agent.ready');
    return agent;
  }

  /** 0 where it could not be started. */
  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Sends it a signal, where it still runs. */
  signal(name: NodeJS.Signals): void {
    if (!this.#hasEnded) this.#child.kill(name);
  }

  /** Writes a line to its standard input. */
  tell(line: string): void {
    this.#child.stdin?.write(`${line}\n`);
  }

  /** How many lines of its log so far are about this event. */
  count(event: string): number {
    return this.lines.filter(({ msg }) => msg === event).length;
  }

  /** Resolves once its log has told of this event so often. @throws Error with its last lines where it ends before, or after 30 s */
  async says(event: string, times = 1): Promise<void> {
    const deadline = Date.now() + patienceMs;
    while (this.count(event) < times) {
      if (this.#hasEnded || Date.now() > deadline) throw new Error(this.#inVain(event));
      await this.#news(deadline - Date.now());
    }
  }

  /** As a power cut does it: nothing is finished, nothing is closed. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.ended;
  }

  /** In good order. @throws Error where it does not end with 0 */
  async stop(): Promise<void> {
    if (!this.#hasEnded) this.#child.kill('SIGTERM');
    await this.ended;
    const { exitCode, signalCode } = this.#child;
    if (exitCode !== 0 && signalCode !== 'SIGKILL') throw new Error(this.#inVain('an end in good order'));
  }

  /** Once it has ended: with which code or signal, and the last lines that it wrote. */
  get end(): { readonly how: string; readonly lines: readonly LogLine[] } {
    const { exitCode, signalCode } = this.#child;
    return { how: signalCode ?? `code ${exitCode}`, lines: this.lines.slice(-linesInWords) };
  }

  #take(line: string): void {
    this.lines.push(parsed(line));
    this.#tell();
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }

  #news(atMostMs: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#listeners.delete(done);
        resolve();
      };
      const timer = setTimeout(done, atMostMs);
      this.#listeners.add(done);
    });
  }

  #inVain(wanted: string): string {
    const last = this.lines.slice(-linesInWords).map((line) => JSON.stringify(line));
    return `the agent did not come to ${wanted}\n${last.join('\n')}`;
  }
}

/** What is no JSON, such as the words of a command that failed, is kept as an event of its own. */
function parsed(line: string): LogLine {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === 'object' && value !== null && 'msg' in value && typeof value.msg === 'string') {
      return { ...value, msg: value.msg };
    }
  } catch {
    // Said below.
  }
  return { msg: line };
}
