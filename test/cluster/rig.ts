/** Three brokers that are one, an axis on them, and three agents, each a process of its own that knows all three addresses. */
import { readFile } from 'node:fs/promises';
import type { Desk } from '../../src/agent/index.js';
import type { ClusterMember } from '../../src/broker/index.js';
import { readAgentPlace } from '../../src/cli/agent/directory.js';
import { agentFiles } from '../../src/cli/files/agent-files.js';
import { writeSecretFile } from '../../src/cli/files/private-file.js';
import { doorClient } from '../../src/door/index.js';
import { AgentProcess } from '../e2e/support/agent-process.js';
import { testAxis, type WholeAxis } from '../support/axis.js';
import { clusterBroker, type TestCluster } from '../support/broker.js';

export const from = 'G22';
export const to: readonly string[] = ['H41', 'H14'];

const size = 3;

export class Rig {
  readonly agents = new Map<string, AgentProcess>();
  readonly #axis: WholeAxis;
  readonly #cluster: TestCluster;

  private constructor(axis: WholeAxis, cluster: TestCluster) {
    this.#axis = axis;
    this.#cluster = cluster;
  }

  static async start(): Promise<Rig> {
    const cluster = await clusterBroker(size);
    try {
      const axis = await testAxis(
        'Trục ba máy chủ',
        [
          { agencies: [{ code: from, name: 'Văn phòng Chính phủ' }] },
          { agencies: [{ code: 'H41', name: 'UBND tỉnh Nghệ An' }] },
          { agencies: [{ code: 'H14', name: 'UBND tỉnh Cao Bằng' }] },
        ],
        { broker: cluster.broker },
      );
      const rig = new Rig(axis, cluster);
      for (const code of [from, ...to]) await rig.#startAgent(code);
      return rig;
    } catch (error) {
      await cluster.stop();
      throw error;
    }
  }

  get members(): readonly ClusterMember[] {
    return this.#cluster.cluster.members;
  }

  get version(): string {
    return `RabbitMQ ${this.#cluster.cluster.version}`;
  }

  directory(code: string): string {
    return this.#axis.agent(code).directory;
  }

  agent(code: string): AgentProcess {
    const agent = this.agents.get(code);
    if (!agent) throw new Error(`the agent of ${code} was not started`);
    return agent;
  }

  async desk(): Promise<Desk> {
    return doorClient((await readAgentPlace(this.directory(from))).config.socket);
  }

  async stopAgents(): Promise<void> {
    const agents = [...this.agents.values()];
    this.agents.clear();
    await Promise.all(agents.map((agent) => agent.stop()));
  }

  async stop(): Promise<void> {
    await this.stopAgents();
    await this.#axis.remove().catch(() => undefined);
    await this.#cluster.stop();
  }

  async #startAgent(code: string): Promise<void> {
    const file = agentFiles(this.directory(code)).config;
    const config = JSON.parse(await readFile(file, 'utf8'));
    const vhost = encodeURIComponent(this.#axis.broker.vhost);
    config.broker.urls = this.members.map(({ amqps: { host, port } }) => `amqps://${host}:${port}/${vhost}`);
    await writeSecretFile(file, JSON.stringify(config));
    const agent = new AgentProcess(this.directory(code));
    this.agents.set(code, agent);
    await agent.says('directory.in-force');
  }
}
