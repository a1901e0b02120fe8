/** Two nodes with their doors and a folder for the archive, for tests of `edoc agent archive`: what they do and ask. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAgentPlace } from '../../../src/cli/agent/directory.js';
import { type Door, openDoor } from '../../../src/door/index.js';
import { silentLog } from '../../../src/log.js';
import { eventually, type NodeOptions, type TestNode } from '../../support/node.js';
import { edocJson } from './edoc.js';
import { Office, reaches, sendLetter } from './office.js';

/** Octets of an attachment that travels in parts. */
export const inParts = 700_000;

export interface RunAnswer {
  readonly documents: number;
  readonly removed: { readonly count: number; readonly octets: number };
  readonly open: Readonly<Record<string, number>>;
  readonly failed: number;
  readonly failures: readonly { readonly packetId: string; readonly code: string }[];
  readonly waiting: number;
  readonly waitsFor?: string;
  readonly stopped?: { readonly code: string };
}

export interface Shown {
  readonly archived?: { readonly container: string; readonly sha256: string };
}

export class ArchiveRoom {
  readonly office = new Office();
  readonly doors: Door[] = [];
  folder = '';

  /** Within a `describe`. */
  constructor() {
    beforeEach(async () => {
      this.folder = await mkdtemp(join(tmpdir(), 'edoc-archive-'));
    });
    afterEach(async () => {
      for (const door of this.doors.splice(0)) await door.close();
      await rm(this.folder, { recursive: true, force: true });
    });
  }

  async start(code: string, options?: NodeOptions): Promise<TestNode> {
    const node = await this.office.start(code, options);
    await this.openDoor(node);
    return node;
  }

  /** @param desk behind it; the node's own where nothing is said */
  async openDoor(node: TestNode, desk = node.desk): Promise<void> {
    const { config } = await readAgentPlace(node.directory);
    this.doors.push(await openDoor({ socketPath: config.socket, desk, log: silentLog }));
  }

  /** What an operator types. */
  line(...more: string[]): string[] {
    const to = join(this.folder, 'archive');
    return ['agent', 'archive', '--before', new Date().toISOString(), '--to', to, ...more];
  }

  archive(node: TestNode, ...more: string[]): Promise<RunAnswer> {
    return edocJson<RunAnswer>(this.line(...more), node.directory);
  }
}

/** A letter from this node to H41, which took it. Returns its packet id. */
export async function exchange(sender: TestNode, octets = randomBytes(inParts)): Promise<string> {
  const id = await sendLetter(sender.desk, { to: ['H41'], files: [{ name: 'Phụ lục.bin', octets }] });
  await reaches(sender, id, { H41: 'delivered' });
  return id;
}

/** The recipient's clerk finishes it, and both ends come to rest. */
export async function finish(node: TestNode, packetId: string, sender: TestNode): Promise<void> {
  for (const code of ['03', '06'] as const) {
    const { packetId: status } = await node.desk.step({ packetId, code });
    await eventually('the receipt of the status', async () => {
      return (await node.reader.deliveries(status)).every(({ state }) => state === 'delivered');
    });
  }
  await eventually('nothing waits at the sender', async () => {
    return (await sender.reader.counts()).waiting.receipts === 0;
  });
}

export function show({ directory }: TestNode, id: string): Promise<Shown> {
  return edocJson<Shown>(['show', id], directory);
}

export async function digestsOf({ reader }: TestNode, id: string): Promise<string[]> {
  return (await reader.document(id)).attachments.map(({ sha256 }) => sha256);
}

/** Whether all attachments of the document are on the node's disk. */
export async function has(node: TestNode, id: string): Promise<boolean> {
  const { contents } = node.context;
  const there = await Promise.all((await digestsOf(node, id)).map((digest) => contents.has(digest)));
  return there.every(Boolean);
}

/** What the event log has of the document, in order. */
export async function kinds({ reader }: TestNode, id: string): Promise<string[]> {
  const entries = await reader.logRows(0, 1_000);
  return entries.filter(({ packet }) => packet === id).map(({ kind }) => kind);
}
