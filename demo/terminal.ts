/**
 * Runs the product's own commands as a person would, one process each, and shows the command and what it printed. With
 * `--json` each step is one JSON object on a line of its own instead.
 */
import { spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { styleText } from 'node:util';
import { type Chapter, type Language, story } from './story.js';

export interface Outcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  /** The directory of the agent whose clerk types the command. */
  readonly agent?: string;
  /** Exit codes that the story expects; anything else ends the demo. */
  readonly expect?: readonly number[];
  /** False for commands that only prepare the stage: they are run and not shown. */
  readonly shown?: boolean;
}

/** What `edoc track --json` says of one recipient. */
export interface Delivery {
  readonly recipient: string;
  readonly state: string;
  readonly business: string;
}

/** For a status to cross from one agent to another. */
const patienceMs = 20_000;

export class Terminal {
  readonly #json: boolean;
  readonly #language: Language;
  readonly #edoc: string;
  readonly #started = Date.now();
  #chapter: Chapter = 'title';

  constructor(options: { json: boolean; language: Language; edoc: string }) {
    this.#json = options.json;
    this.#language = options.language;
    this.#edoc = options.edoc;
  }

  /** Seconds since the start, to a tenth. */
  get seconds(): string {
    return ((Date.now() - this.#started) / 1000).toFixed(1);
  }

  words(chapter: Chapter, values: Readonly<Record<string, string>> = {}): string {
    return story[chapter][this.#language].replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
  }

  chapter(chapter: Chapter, values: Readonly<Record<string, string>> = {}): void {
    this.#chapter = chapter;
    const words = this.words(chapter, values);
    if (this.#json) this.#line({ step: chapter, words });
    else process.stdout.write(`\n${this.#style('bold', chapter === 'title' ? words : `▸ ${words}`)}\n`);
  }

  /** A remark under the present chapter. */
  note(text: string): void {
    if (this.#json) this.#line({ step: this.#chapter, note: text });
    else process.stdout.write(`  ${text}\n`);
  }

  /** Runs `edoc ARGS`. @throws Error with what it printed, where the exit code is not one that the story expects. */
  async edoc(args: readonly string[], options: CommandOptions = {}): Promise<Outcome> {
    const { agent, expect = [0], shown = true } = options;
    const outcome = await this.#run([...args, ...(this.#json ? ['--json'] : [])], agent);
    const command = `edoc ${args.map(quoted).join(' ')}`;
    if (!expect.includes(outcome.exitCode)) {
      throw new Error(`${command} ended with ${outcome.exitCode}\n${outcome.stdout}${outcome.stderr}`);
    }
    if (!shown) return outcome;
    if (this.#json) {
      this.#line({
        step: this.#chapter,
        command,
        exitCode: outcome.exitCode,
        output: parsed(outcome.stdout),
      });
    } else {
      process.stdout.write(`  ${this.#style('cyan', `$ ${command}`)}\n`);
      process.stdout.write(indented(outcome.stdout + outcome.stderr));
    }
    return outcome;
  }

  /** Waits until every delivery of the document, as its sender's `track` tells, is as wanted. */
  async until(agent: string, id: string, wanted: (delivery: Delivery) => boolean): Promise<void> {
    const deadline = Date.now() + patienceMs;
    for (;;) {
      const { stdout } = await this.#run(['track', id, '--json'], agent);
      const { deliveries } = JSON.parse(stdout) as { deliveries: Delivery[] };
      if (deliveries.every(wanted)) return;
      if (Date.now() > deadline)
        throw new Error(`the sender did not learn in time what became of ${id}\n${stdout}`);
      await delay(100);
    }
  }

  #run(args: readonly string[], agent: string | undefined): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [this.#edoc, ...args], {
        stdio: ['ignore', 'pipe', 'pipe'],
        env: {
          ...process.env,
          EDOC_LANG: this.#language,
          ...(agent === undefined ? {} : { EDOC_AGENT: agent }),
          ...(process.stdout.isTTY && !this.#json
            ? { FORCE_COLOR: '1', COLUMNS: String(process.stdout.columns - 4) }
            : {}),
        },
      });
      const stdout: Buffer[] = [];
      const stderr: Buffer[] = [];
      child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
      child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
      child.once('error', reject);
      child.once('close', (code) =>
        resolve({
          exitCode: code ?? 1,
          stdout: Buffer.concat(stdout).toString('utf8'),
          stderr: Buffer.concat(stderr).toString('utf8'),
        }),
      );
    });
  }

  #line(value: unknown): void {
    process.stdout.write(`${JSON.stringify(value)}\n`);
  }

  #style(style: 'bold' | 'cyan', text: string): string {
    return process.stdout.isTTY && process.env['NO_COLOR'] === undefined ? styleText(style, text) : text;
  }
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, '    ').replace(/\n?$/, '\n');
}

function quoted(argument: string): string {
  return /^[\w./:=,@+-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;
}

/** The command's JSON, or its lines where it prints several documents. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text.trim().split('\n');
  }
}
