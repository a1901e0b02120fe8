/** The registers of all nodes as they stand, read whole. */
import type { EntryRecord, StoreReader } from '../../src/store/index.js';
import type { FaultNode } from './node.js';
import type { Rig } from './rig.js';

const page = 1_000;

export interface Sent {
  readonly node: FaultNode;
  readonly entry: EntryRecord;
}

export interface Lists {
  /** By packet. */
  readonly sent: ReadonlyMap<string, Sent>;
  /** By packet and agency, as in {@link keyOf}: each as often as it is there. */
  readonly received: ReadonlyMap<string, readonly EntryRecord[]>;
}

export function keyOf(packetId: string, agency: string): string {
  return `${packetId} ${agency}`;
}

export async function readLists({ nodes }: Rig): Promise<Lists> {
  const sent = new Map<string, Sent>();
  const received = new Map<string, EntryRecord[]>();
  for (const node of nodes) {
    for (const entry of await all((before) => node.reader.outbox({ limit: page, before }))) {
      sent.set(entry.packetId, { node, entry });
    }
    for (const entry of await inboxOf(node.reader)) {
      const key = keyOf(entry.packetId, entry.agency);
      received.set(key, [...(received.get(key) ?? []), entry]);
    }
  }
  return { sent, received };
}

/** Withdrawn documents among them. */
async function inboxOf(reader: StoreReader): Promise<EntryRecord[]> {
  return [
    ...(await all((before) => reader.inbox({ limit: page, before }))),
    ...(await all((before) => reader.inbox({ limit: page, before, state: 'withdrawn' }))),
  ];
}

async function all(list: (before: number | undefined) => Promise<EntryRecord[]>): Promise<EntryRecord[]> {
  const found: EntryRecord[] = [];
  for (;;) {
    const lines = await list(found.at(-1)?.key);
    found.push(...lines);
    if (lines.length < page) return found;
  }
}
