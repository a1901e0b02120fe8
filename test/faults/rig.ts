/** A broker, an axis on it, and three nodes with four agencies, each node an agent of its own behind a line of its own. */
import { join } from 'node:path';
import type { ClusterMember } from '../../src/broker/index.js';
import { type TestNode, testAxis, type WholeAxis } from '../support/axis.js';
import type { TestCluster } from '../support/broker.js';
import { Disk } from './disk.js';
import { Meddler } from './meddler.js';
import { FaultNode } from './node.js';
import type { Planted } from './planted.js';

const nodes: readonly (TestNode & { readonly node: string })[] = [
  { node: 'g22', agencies: [{ code: 'G22', name: 'Văn phòng Chính phủ' }] },
  { node: 'h41', agencies: [{ code: 'H41', name: 'UBND tỉnh Nghệ An' }] },
  {
    node: 'h14',
    agencies: [
      { code: 'H14', name: 'UBND tỉnh Cao Bằng' },
      { code: 'H14.05', name: 'Sở Tư pháp tỉnh Cao Bằng' },
    ],
  },
];

export interface RigOptions {
  /** What is wrong with the agent of a node, by its name. */
  readonly planted?: Readonly<Record<string, Planted>>;
}

export class Rig {
  readonly axis: WholeAxis;
  readonly broker: ClusterMember;
  readonly meddler: Meddler;
  readonly nodes: readonly FaultNode[];
  /** By the name of the node; none where nothing can be mounted. */
  readonly disks: ReadonlyMap<string, Disk>;

  private constructor(
    axis: WholeAxis,
    broker: ClusterMember,
    meddler: Meddler,
    started: readonly FaultNode[],
    disks: ReadonlyMap<string, Disk>,
  ) {
    this.axis = axis;
    this.broker = broker;
    this.meddler = meddler;
    this.nodes = started;
    this.disks = disks;
  }

  static async start({ broker, cluster }: TestCluster, { planted = {} }: RigOptions = {}): Promise<Rig> {
    const [member] = cluster.members;
    if (!member) throw new Error('a cluster has members');
    const axis = await testAxis('Trục thử sự cố', nodes, { broker });
    const meddler = await Meddler.on(axis.broker);
    const disks = new Map<string, Disk>();
    try {
      for (const { node, agencies } of nodes) {
        const { directory } = axis.agent(agencies[0]?.code ?? '');
        const disk = await Disk.mount(join(directory, 'data'));
        if (disk) disks.set(node, disk);
      }
      return new Rig(axis, member, meddler, await startNodes(axis, planted), disks);
    } catch (error) {
      await removed(axis, disks);
      throw error;
    }
  }

  /** Codes of every agency. */
  get agencies(): readonly string[] {
    return this.nodes.flatMap((node) => node.agencies);
  }

  /** The node that serves an agency. */
  nodeOf(agency: string): FaultNode {
    const found = this.nodes.find((node) => node.agencies.includes(agency));
    if (!found) throw new Error(`nobody serves ${agency}`);
    return found;
  }

  /** Ends every process. @param keep leaves the directories where they are, for whoever looks into what went wrong */
  async stop({ keep = false } = {}): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.close()));
    if (!keep) await removed(this.axis, this.disks);
  }
}

function startNodes(
  axis: WholeAxis,
  planted: Readonly<Record<string, Planted>>,
): Promise<readonly FaultNode[]> {
  return Promise.all(
    nodes.map(({ node, agencies }) => {
      const codes = agencies.map(({ code }) => code);
      return FaultNode.start({
        name: node,
        directory: axis.agent(codes[0] ?? '').directory,
        agencies: codes,
        vhost: axis.broker.vhost,
        brokerPort: axis.broker.broker.amqps.port,
        planted: planted[node],
      });
    }),
  );
}

async function removed(axis: WholeAxis, disks: ReadonlyMap<string, Disk>): Promise<void> {
  for (const disk of disks.values()) await disk.unmount();
  await axis.remove();
}
