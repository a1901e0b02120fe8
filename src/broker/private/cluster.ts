/**
 * A private cluster: several brokers on this computer that are one, each of which can be killed and started again with
 * what it had. As a private broker it keeps to the loopback address and ends with the process that started it.
 */
import { cp, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EdocError } from '../../errors.js';
import { newCookie, prepareEnvironment } from './environment.js';
import { renderConfig } from './files.js';
import { Lifeline } from './lifeline.js';
import { type Installation, locateRabbitmq } from './locate.js';
import { areFree, freePorts, loopback } from './ports.js';
import { makeSlimHome } from './slim-home.js';
import {
  brokerCommand,
  type Endpoint,
  isReady,
  makeDataDir,
  nameServer,
  startFailed,
  startsIn,
} from './start.js';
import type { Program } from './supervisor.js';

export interface PrivateClusterOptions {
  /** As for a private broker. With `tls/cluster.pem` in it members speak TLS with each other, else in the clear. */
  readonly filesDir: string;
  readonly size: number;
  /** Made for this cluster and removed with it; by default in the system's temporary directory. */
  readonly dataDir?: string;
  /** For a member to start, alone or with the others. */
  readonly startTimeoutMs?: number;
}

export interface ClusterMember {
  /** Erlang's, such as `mq1@localhost`. */
  readonly name: string;
  readonly amqps: Endpoint;
  readonly management: Endpoint;
  readonly logFile: string;
  /** Of the member's own process as it runs now. */
  readonly pid: number;
  /** As a power cut does it; what it had stays. */
  kill(): Promise<void>;
  /** After {@link kill}; resolves when it serves again. @throws EdocError `broker.start-failed` */
  start(): Promise<void>;
  /** The command and environment of RabbitMQ's own tools for this member, such as `rabbitmqctl`. */
  tool(name: string): { readonly command: string; readonly env: Readonly<Record<string, string>> };
}

export interface PrivateCluster {
  readonly members: readonly ClusterMember[];
  /** RabbitMQ's, such as `3.10.8`. */
  readonly version: string;
  /** Ends every process that was started and removes the data directory. Never rejects. */
  stop(): Promise<void>;
}

const portAttempts = 3;
const portsEach = 3;

/** Resolves when all members serve. @throws EdocError `broker.not-installed`, `broker.start-failed` */
export async function startPrivateCluster(options: PrivateClusterOptions): Promise<PrivateCluster> {
  const installation = await locateRabbitmq(process.env);
  for (let attempt = 1; ; attempt += 1) {
    const [epmd = 0, ...ports] = await freePorts(1 + portsEach * options.size);
    const cluster = await Cluster.create(options, installation, epmd, ports);
    const failure = await cluster.startAll();
    if (!failure) return cluster;
    await cluster.stop();
    if (attempt === portAttempts || (await areFree([epmd, ...ports]))) throw failure;
  }
}

class Cluster implements PrivateCluster {
  readonly members: readonly Member[];
  readonly version: string;
  readonly #lifeline: Lifeline;

  private constructor(lifeline: Lifeline, version: string, members: readonly Member[]) {
    this.#lifeline = lifeline;
    this.version = version;
    this.members = members;
  }

  static async create(
    { filesDir, size, dataDir, startTimeoutMs = 120_000 }: PrivateClusterOptions,
    installation: Installation,
    epmd: number,
    ports: readonly number[],
  ): Promise<Cluster> {
    const root = await makeDataDir(dataDir);
    const lifeline = new Lifeline(root);
    try {
      const home = await makeSlimHome(installation.home, join(root, 'home'));
      const names = Array.from({ length: size }, (_, index) => `mq${index + 1}@localhost`);
      const cookie = newCookie();
      const members: Member[] = [];
      for (const [index, nodename] of names.entries()) {
        const [amqps = 0, management = 0, distribution = 0] = ports.slice(portsEach * index);
        const folder = join(root, `mq${index + 1}`);
        await mkdir(join(folder, 'log'), { recursive: true, mode: 0o700 });
        await cp(filesDir, folder, { recursive: true });
        const where = { amqps, management, distribution, epmd };
        const listening = { host: loopback, ports: where, directory: folder, limited: false };
        await writeFile(join(folder, 'rabbitmq.conf'), renderConfig({ ...listening, members: names }));
        const env = await prepareEnvironment(installation, home, folder, where, { nodename, cookie });
        const program = {
          ...brokerCommand(home),
          env,
          cwd: folder,
          logFile: join(folder, 'log', 'broker.log'),
        };
        members.push(new Member(lifeline, nodename, where, home, program, startTimeoutMs));
      }
      const [first] = members;
      const surroundings = { env: first?.program.env ?? {}, cwd: root, logFile: join(root, 'epmd.log') };
      lifeline.start('epmd', { ...nameServer(installation, epmd), ...surroundings });
      return new Cluster(lifeline, await versionOf(home), members);
    } catch (error) {
      await lifeline.stop();
      throw error;
    }
  }

  async startAll(): Promise<EdocError | undefined> {
    const outcomes = await Promise.all(this.members.map((member) => member.tryToStart()));
    return outcomes.find((outcome) => outcome !== undefined);
  }

  stop(): Promise<void> {
    return this.#lifeline.stop();
  }
}

/** The main plugin's folder or archive is named after it. */
async function versionOf(home: string): Promise<string> {
  const names = await readdir(join(home, 'plugins'));
  return names.map((name) => /^rabbit-(\d[\d.]*\d)/.exec(name)?.[1]).find((found) => found) ?? 'unknown';
}

class Member implements ClusterMember {
  readonly name: string;
  readonly amqps: Endpoint;
  readonly management: Endpoint;
  readonly logFile: string;
  readonly program: Program;
  readonly #lifeline: Lifeline;
  readonly #home: string;
  readonly #startTimeoutMs: number;

  constructor(
    lifeline: Lifeline,
    name: string,
    ports: { readonly amqps: number; readonly management: number },
    home: string,
    program: Program,
    startTimeoutMs: number,
  ) {
    this.#lifeline = lifeline;
    this.name = name;
    this.amqps = { host: loopback, port: ports.amqps };
    this.management = { host: loopback, port: ports.management };
    this.logFile = program.logFile;
    this.program = program;
    this.#home = home;
    this.#startTimeoutMs = startTimeoutMs;
  }

  get pid(): number {
    return this.#lifeline.pid(this.name);
  }

  kill(): Promise<void> {
    return this.#lifeline.kill(this.name);
  }

  async start(): Promise<void> {
    const failure = await this.tryToStart();
    if (failure) throw failure;
  }

  async tryToStart(): Promise<EdocError | undefined> {
    const times = await startsIn(this.logFile);
    this.#lifeline.start(this.name, this.program);
    const hasEnded = () => this.#lifeline.hasEnded(this.name);
    if (await isReady(hasEnded, this.logFile, times, this.#startTimeoutMs)) return undefined;
    return startFailed(this.logFile, this.#startTimeoutMs);
  }

  tool(name: string) {
    return { command: join(this.#home, 'sbin', name), env: this.program.env };
  }
}
