/** A broker, an axis, two nodes that send and one that is away, whose store lies on a small disk. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { defaultPolicy } from '../../src/agent/index.js';
import { agentFiles } from '../../src/cli/files/agent-files.js';
import { writeSecretFile } from '../../src/cli/files/private-file.js';
import type { Log, LogFields } from '../../src/log.js';
import { openReader, type StoreReader } from '../../src/store/index.js';
import { testAxis, type WholeAxis } from '../support/axis.js';
import { clusterBroker, type TestCluster } from '../support/broker.js';
import { eventually, startNode, type TestNode } from '../support/node.js';
import { PassingClock } from './clock.js';
import { type SmallDisk, smallDisk } from './disk.js';
import { away, hourMs, type Plan, senders } from './plan.js';
import { ReceiverProcess } from './receiver.js';

export type SenderCode = (typeof senders)[number]['code'];

/** Below this many free octets the broker takes nothing: more than any disk has, and what it is in service. */
const noRoom = '1000000000000000';
const usual = '50000000';

export class Scene {
  readonly clock = new PassingClock();
  readonly disk: SmallDisk;
  readonly axis: WholeAxis;
  readonly nodes = new Map<SenderCode, TestNode>();
  /** What each sender's log has warned of, by event. */
  readonly warned = new Map<SenderCode, Map<string, number>>();
  /** Of the one that is away. */
  readonly data: string;
  receiver: ReceiverProcess | undefined;
  readonly #cluster: TestCluster;
  readonly #folder: string;

  private constructor(cluster: TestCluster, axis: WholeAxis, disk: SmallDisk, folder: string) {
    this.#cluster = cluster;
    this.axis = axis;
    this.disk = disk;
    this.#folder = folder;
    this.data = join(folder, 'disk');
  }

  static async start({ disk: kind }: Plan): Promise<Scene> {
    const cluster = await clusterBroker(1);
    let scene: Scene | undefined;
    try {
      const agencies = [...senders, away].map(({ code, name }) => ({ agencies: [{ code, name }] }));
      const axis = await testAxis('Trục thử nghiệm', agencies, { broker: cluster.broker });
      const folder = await mkdtemp(join(tmpdir(), 'edoc-away-'));
      const begun = new Scene(cluster, axis, await smallDisk(join(folder, 'disk'), kind), folder);
      scene = begun;
      await begun.#moveStore();
      await Promise.all([...senders.map(({ code }) => begun.startSender(code)), begun.startReceiver()]);
      return begun;
    } catch (error) {
      await (scene ?? cluster).stop();
      throw error;
    }
  }

  node(code: SenderCode): TestNode {
    const node = this.nodes.get(code);
    if (!node) throw new Error(`the node of ${code} does not run`);
    return node;
  }

  async startSender(code: SenderCode): Promise<TestNode> {
    const { urgentHours = 24 } = senders.find((sender) => sender.code === code) ?? {};
    const { deadlineMs } = defaultPolicy;
    const node = await startNode(this.axis.agent(code).directory, {
      now: this.clock.now,
      elapsedMs: this.clock.elapsedMs,
      policy: { deadlineMs: { ...deadlineMs, urgent: urgentHours * hourMs } },
      log: this.#listening(code),
    });
    this.nodes.set(code, node);
    await eventually(`${code} has the directory`, () => node.store.directoryVersion());
    return node;
  }

  async startReceiver(): Promise<ReceiverProcess> {
    const receiver = await ReceiverProcess.start(this.axis.agent(away.code).directory, this.clock.aheadMs);
    this.receiver = receiver;
    await eventually(
      'the directory',
      async () => ((await receiver.ask({ kind: 'directory' })).version ?? 0) > 0,
    );
    return receiver;
  }

  /** Reads the store of the one that is away, whether it runs or not. */
  async reading<Result>(read: (reader: StoreReader) => Promise<Result>): Promise<Result> {
    const reader = await openReader(this.data);
    try {
      return await read(reader);
    } finally {
      await reader.close();
    }
  }

  /** Messages at the broker for the one that is away, as it last counted them; and what it gave up on. */
  async atBroker(): Promise<{ readonly waiting: number; readonly dead: number }> {
    const nodes = await this.axis.broker.provisioning.axisOverview();
    const {
      ordinary = 0,
      urgent = 0,
      dead = 0,
    } = nodes.find(({ node }) => node === away.code.toLowerCase()) ?? {};
    return { waiting: ordinary + urgent, dead };
  }

  /** The broker's disk is full, or is not any more. */
  async brokerDisk(isFull: boolean): Promise<void> {
    const [member] = this.#cluster.cluster.members;
    if (!member) throw new Error('a cluster has members');
    const { command, env } = member.tool('rabbitmqctl');
    await promisify(execFile)(command, ['-q', 'set_disk_free_limit', isFull ? noRoom : usual], { env });
  }

  async stop(): Promise<void> {
    this.receiver?.kill();
    await Promise.all([...this.nodes.values()].map((node) => node.stop()));
    await this.axis.remove().catch(() => undefined);
    await this.disk.remove();
    await rm(this.#folder, { recursive: true, force: true });
    await this.#cluster.stop();
  }

  async #moveStore(): Promise<void> {
    const file = agentFiles(this.axis.agent(away.code).directory).config;
    const config = { ...JSON.parse(await readFile(file, 'utf8')), data: this.data };
    await writeSecretFile(file, JSON.stringify(config));
  }

  #listening(code: SenderCode): Log {
    const events = this.warned.get(code) ?? new Map<string, number>();
    this.warned.set(code, events);
    const count = (event: string, fields: LogFields = {}) =>
      void events.set(event, (events.get(event) ?? 0) + (fields.count ?? 1));
    return { debug: () => {}, info: () => {}, warn: count, error: count };
  }
}
