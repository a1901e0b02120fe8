/** The node that is away, as the test sees it: a process that is started, asked, and ends in good order. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { AgentStatus, SendRequest } from '../../src/agent/index.js';

export interface Question {
  readonly id: number;
  readonly ask:
    | { readonly kind: 'directory' | 'status' | 'figures' | 'stop' }
    | { readonly kind: 'send'; readonly message: SendRequest['message'] };
}

export interface Answer {
  readonly version?: number;
  readonly status?: AgentStatus;
  readonly packetId?: string;
  /** Messages that the broker says it had offered before. */
  readonly redelivered?: number;
  /** The most memory that the process has had. */
  readonly peakOctets?: number;
  readonly failed?: string;
}

/** A warning or an error of its log. */
export interface LoudEvent {
  readonly level: 'warn' | 'error';
  readonly event: string;
  readonly code: string;
}

export type Said =
  | { readonly ready: true }
  | { readonly event: LoudEvent }
  | { readonly id: number; readonly answer: Answer };

const program = fileURLToPath(new URL('./receiver-process.js', import.meta.url));

export class ReceiverProcess {
  readonly events: LoudEvent[] = [];
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  readonly #isReady: Promise<void>;
  readonly #ended: Promise<void>;
  #questions = 0;

  private constructor(directory: string, aheadMs: number) {
    this.#child = fork(program, [directory, String(aheadMs)], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    let ready = () => {};
    this.#isReady = new Promise((resolve, reject) => {
      ready = resolve;
      this.#child.once('exit', (code) => reject(new Error(`the receiver ended with ${code}`)));
    });
    this.#ended = new Promise((resolve) => this.#child.once('exit', () => resolve()));
    this.#child.on('message', (said: Said) => {
      if ('ready' in said) ready();
      else if ('event' in said) this.events.push(said.event);
      else this.#waiting.get(said.id)?.(said.answer);
    });
  }

  static async start(directory: string, aheadMs: number): Promise<ReceiverProcess> {
    const receiver = new ReceiverProcess(directory, aheadMs);
    await receiver.#isReady;
    return receiver;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  count(event: string): number {
    return this.events.filter((each) => each.event === event).length;
  }

  async ask(ask: Question['ask']): Promise<Answer> {
    const id = ++this.#questions;
    const answered = new Promise<Answer>((resolve) => this.#waiting.set(id, resolve));
    this.#child.send({ id, ask } satisfies Question);
    const answer: Answer = await Promise.race([
      answered,
      this.#ended.then(() => ({ failed: 'the receiver ended' })),
    ]);
    this.#waiting.delete(id);
    if (answer.failed !== undefined) throw new Error(answer.failed);
    return answer;
  }

  async status(): Promise<AgentStatus> {
    const { status } = await this.ask({ kind: 'status' });
    if (!status) throw new Error('the receiver gave no status');
    return status;
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    await this.ask({ kind: 'stop' });
    await this.#ended;
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }
}
