/** Nodes of one axis for a test file: started when a test asks, stopped after it, with the clerk's usual moves. */
import type { Desk, Identity, SendRequest } from '../../../src/agent/index.js';
import { readAgentPlace } from '../../../src/cli/agent/directory.js';
import { readAgentSecrets } from '../../../src/cli/agent/secrets.js';
import type { DeliveryRecord } from '../../../src/store/index.js';
import {
  type TestNode as EnrolledNode,
  testAxis,
  type WholeAxis,
  type WholeAxisOptions,
} from '../../support/axis.js';
import { eventually, type NodeOptions, startNode, type TestNode } from '../../support/node.js';

export const provinces: readonly EnrolledNode[] = [
  { agencies: [{ code: 'G22', name: 'Văn phòng Chính phủ', legacyCode: '000.00.00.G22' }] },
  { agencies: [{ code: 'H41', name: 'UBND tỉnh Nghệ An', legacyCode: '000.00.00.H41' }] },
  {
    node: 'h14',
    agencies: [
      { code: 'H14', name: 'UBND tỉnh Cao Bằng' },
      { code: 'H14.05', name: 'Sở Tư pháp' },
    ],
  },
];

/** A policy under which a test need not wait. */
export const impatient = {
  retryAfterMs: [300],
  lastWaitMs: 300,
  unreachableMs: 300,
  pauseMs: 50,
  patience: 1,
} as const;

let letters = 0;

export interface LetterOptions {
  readonly to: readonly string[];
  readonly from?: string;
  readonly priority?: number;
  readonly files?: readonly { readonly name: string; readonly octets: Buffer }[];
}

export class Office {
  readonly #nodes: readonly EnrolledNode[];
  readonly #running = new Set<TestNode>();
  #axis: WholeAxis | undefined;

  /** On an axis that the caller sets up and removes; the caller also stops its nodes. */
  static on(axis: WholeAxis): Office {
    return new Office([], () => ({}), axis);
  }

  /** Sets the axis up before the first test and clears everything away after each test and the last. */
  constructor(
    nodes: readonly EnrolledNode[] = provinces,
    options: () => WholeAxisOptions = () => ({}),
    axis?: WholeAxis,
  ) {
    this.#nodes = nodes;
    this.#axis = axis;
    if (axis) return;
    before(async () => {
      this.#axis = await testAxis('Trục thử nghiệm', this.#nodes, options());
    });
    afterEach(() => this.stopAll());
    after(() => this.#axis?.remove());
  }

  get axis(): WholeAxis {
    if (!this.#axis) throw new Error('the axis is set up before the first test');
    return this.#axis;
  }

  /** The node that serves this agency, with its directory. */
  async start(code: string, options: NodeOptions = {}): Promise<TestNode> {
    const node = await startNode(this.axis.agent(code).directory, {
      ...options,
      policy: { ...impatient, ...options.policy },
    });
    this.#running.add(node);
    if (!options.urls) await eventually(`${code} has the directory`, () => node.store.directoryVersion());
    return node;
  }

  /** An agency with its real key, whether its node runs or not. */
  async identity(code: string): Promise<Identity> {
    const { config } = await readAgentPlace(this.axis.agent(code).directory);
    return (await readAgentSecrets(config)).identities.choose(code);
  }

  async stop(node: TestNode): Promise<void> {
    this.#running.delete(node);
    await node.stop();
  }

  async stopAll(): Promise<void> {
    await Promise.all([...this.#running].map((node) => this.stop(node)));
  }
}

/** A request for a new letter, with its own number each time. */
export function letter({ to, from, priority }: LetterOptions): SendRequest['message'] {
  letters += 1;
  return {
    kind: 'document',
    ...(from === undefined ? {} : { from: { organId: from } }),
    to: to.map((organId) => ({ organId })),
    code: { codeNumber: String(letters), codeNotation: 'VPCP-KSTT' },
    documentType: { typeName: 'Công văn' },
    subject: `V/v phối hợp công tác, lần ${letters}`,
    ...(priority === undefined ? {} : { otherInfo: { priority } }),
  };
}

/** Hands in the files and sends. Returns the packet id. */
export async function sendLetter(desk: Desk, options: LetterOptions): Promise<string> {
  const attachments = [];
  for (const { name, octets } of options.files ?? []) {
    attachments.push({ name, ...(await desk.putContent(once(octets))) });
  }
  return (await desk.send({ message: letter(options), attachments })).packetId;
}

export async function* once(octets: Uint8Array): AsyncGenerator<Uint8Array> {
  yield octets;
}

export async function delivery(node: TestNode, packetId: string, recipient: string): Promise<DeliveryRecord> {
  const found = (await node.reader.deliveries(packetId)).find((each) => each.recipient === recipient);
  if (!found) throw new Error(`${packetId} does not go to ${recipient}`);
  return found;
}

/** Waits until the deliveries stand so: `{ H41: 'delivered' }`. */
export async function reaches(
  node: TestNode,
  packetId: string,
  wanted: Readonly<Record<string, DeliveryRecord['state']>>,
): Promise<void> {
  await eventually(`${packetId} is ${JSON.stringify(wanted)}`, async () => {
    const deliveries = await node.reader.deliveries(packetId);
    return Object.entries(wanted).every(([recipient, state]) =>
      deliveries.some((each) => each.recipient === recipient && each.state === state),
    );
  });
}

/** Waits until the sender's mirror of the recipient stands so. */
export async function mirrors(
  node: TestNode,
  packetId: string,
  recipient: string,
  wanted: Partial<Pick<DeliveryRecord, 'business' | 'recall'>>,
): Promise<void> {
  await eventually(`${recipient} is seen as ${JSON.stringify(wanted)}`, async () => {
    const seen = await delivery(node, packetId, recipient);
    return Object.entries(wanted).every(([field, value]) => seen[field as 'business' | 'recall'] === value);
  });
}

/** How often the document stands in the inbox of a node, withdrawn or not. */
export async function timesInInbox(node: TestNode, packetId: string, agency?: string): Promise<number> {
  const shown = await node.reader.inbox({ limit: 1_000 });
  const withdrawn = await node.reader.inbox({ limit: 1_000, state: 'withdrawn' });
  return [...shown, ...withdrawn].filter(
    (entry) => entry.packetId === packetId && (agency === undefined || entry.agency === agency),
  ).length;
}

/** Waits until the document is in the inbox. */
export async function arrives(node: TestNode, packetId: string): Promise<void> {
  await eventually(`${packetId} arrives`, async () => (await timesInInbox(node, packetId)) > 0);
}

/** The code with which a promise is rejected. */
export async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
  return 'nothing was thrown';
}
