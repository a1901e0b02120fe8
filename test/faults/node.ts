/**
 * A node as a service manager keeps it: an agent that ends by itself is started again after a moment. What hinders its start, such as a full
 * disk, hinders it until it does not any more.
 */
import { createWriteStream, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Desk } from '../../src/agent/index.js';
import { readAgentPlace } from '../../src/cli/agent/directory.js';
import { doorClient } from '../../src/door/index.js';
import { openReader, type StoreReader } from '../../src/store/index.js';
import { AgentProcess } from '../e2e/support/agent-process.js';
import type { Planted } from './planted.js';
import { Line } from './proxy.js';

const program = fileURLToPath(new URL('./agent-main.js', import.meta.url));
const restartAfterMs = 250;
/** For an end in good order; then it is killed, as a service manager does it. */
const stopWithinMs = 5_000;
/** What keeps an agent from starting as long as it lasts, in the words with which this one ends. */
const hindersStart = /code: 'store\.(full|busy)'/;

export interface NodePlace {
  readonly name: string;
  readonly directory: string;
  /** Of the agencies that it serves. */
  readonly agencies: readonly string[];
  readonly vhost: string;
  readonly brokerPort: number;
  readonly planted?: Planted | undefined;
}

/** An agent that ended though nobody asked it to. */
export interface Fall {
  readonly isAsPromised: boolean;
  readonly inWords: string;
}

export class FaultNode {
  readonly name: string;
  readonly directory: string;
  readonly agencies: readonly string[];
  readonly line: Line;
  readonly desk: Desk;
  /** Where its database and its attachments are. */
  readonly data: string;
  readonly #url: string;
  readonly #planted: Planted | undefined;
  readonly #log: WriteStream;
  #reader: StoreReader | undefined;
  #agent: AgentProcess | undefined;
  #wanted = false;
  #aheadMs = 0;
  /** Each time that its agent ended by itself. */
  readonly falls: Fall[] = [];
  #toldFalls = 0;

  private constructor(place: NodePlace, line: Line, desk: Desk, data: string) {
    this.name = place.name;
    this.directory = place.directory;
    this.agencies = place.agencies;
    this.line = line;
    this.desk = desk;
    this.data = data;
    this.#url = `amqps://127.0.0.1:${line.port}/${encodeURIComponent(place.vhost)}`;
    this.#planted = place.planted;
    this.#log = createWriteStream(join(place.directory, 'agent.log'), { flags: 'a' });
  }

  /** Resolves when the agent has the directory of the axis. */
  static async start(place: NodePlace): Promise<FaultNode> {
    const { config } = await readAgentPlace(place.directory);
    const line = await Line.to(place.brokerPort);
    const node = new FaultNode(place, line, doorClient(config.socket), config.data);
    node.start();
    await node.#agent?.says('directory.in-force');
    node.#reader = await openReader(config.data);
    return node;
  }

  /** Of its store, whether the agent runs or not. */
  get reader(): StoreReader {
    if (!this.#reader) throw new Error('the first start of an agent makes its store');
    return this.#reader;
  }

  /** Those that were not asked for yet. */
  newFalls(): readonly Fall[] {
    const news = this.falls.slice(this.#toldFalls);
    this.#toldFalls = this.falls.length;
    return news;
  }

  start(): void {
    this.#wanted = true;
    if (!this.#agent) this.#run();
  }

  /** As a power cut does it; it stays off. */
  async kill(): Promise<void> {
    this.#wanted = false;
    await this.#agent?.kill();
  }

  /** In good order, unless that takes too long; it stays off. */
  async stop(): Promise<void> {
    this.#wanted = false;
    const agent = this.#agent;
    if (!agent) return;
    agent.signal('SIGTERM');
    const late = delay(stopWithinMs, 'late' as const, { ref: false });
    if ((await Promise.race([agent.ended, late])) === 'late') await agent.kill();
  }

  /** It stands still, as a machine does that is being moved, until {@link thaw}. */
  freeze(): void {
    this.#agent?.signal('SIGSTOP');
  }

  thaw(): void {
    this.#agent?.signal('SIGCONT');
  }

  /** Sets its clock: how far it is ahead of the right time. It stays so over restarts. */
  setClock(aheadMs: number): void {
    this.#aheadMs = aheadMs;
    this.#agent?.tell(String(aheadMs));
  }

  async close(): Promise<void> {
    this.thaw();
    await this.stop();
    await this.line.close();
    await this.#reader?.close();
    await new Promise((resolve) => this.#log.end(resolve));
  }

  #run(): void {
    const planted = this.#planted === undefined ? [] : [this.#planted];
    const args = [program, this.directory, this.#url, String(this.#aheadMs), ...planted];
    const agent = new AgentProcess(this.directory, {
      args,
      onLine: (line) => void this.#log.write(`${line}\n`),
    });
    this.#agent = agent;
    void agent.ended.then(async () => {
      if (this.#wanted) {
        const { how, lines } = agent.end;
        const last = lines.map((line) => JSON.stringify(line)).join('\n    ');
        this.#log.write('{"msg":"ended by itself"}\n');
        this.falls.push({
          // A node that has no room, or whose database somebody else writes to, does not start; the service manager tries again.
          isAsPromised:
            how === 'code 1' &&
            agent.count('agent.ready') === 0 &&
            lines.some(({ msg }) => hindersStart.test(msg)),
          inWords: `the agent of ${this.name} ended by itself with ${how}\n    ${last}`,
        });
      }
      await delay(restartAfterMs);
      this.#agent = undefined;
      if (this.#wanted) this.#run();
    });
  }
}
