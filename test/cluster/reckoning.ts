/** What sender and receivers hold once all has come to rest. */
import { setTimeout as delay } from 'node:timers/promises';
import { readAgentPlace } from '../../src/cli/agent/directory.js';
import { type EntryRecord, openReader, type StoreReader } from '../../src/store/index.js';
import { from, type Rig, to } from './rig.js';

export interface Reckoning {
  readonly acknowledged: number;
  readonly received: number;
  /** Acknowledged to a clerk and not with its recipient. */
  readonly lost: number;
  /** More than once in the register of a recipient. */
  readonly doubled: number;
  /** Not delivered by the sender's register, though it was acknowledged. */
  readonly unanswered: number;
}

const page = 1_000;

export async function reckon(rig: Rig, sent: ReadonlyMap<string, string>): Promise<Reckoning> {
  const times = new Map<string, number>();
  for (const code of to) {
    const inbox = await using(rig.directory(code), (reader) =>
      all((before) => reader.inbox({ limit: page, before })),
    );
    for (const { packetId } of inbox) {
      const key = `${packetId} ${code}`;
      times.set(key, (times.get(key) ?? 0) + 1);
    }
  }
  const outbox = await using(rig.directory(from), (reader) =>
    all((before) => reader.outbox({ limit: page, before })),
  );
  const delivered = new Set(
    outbox.filter(({ state }) => state === 'delivered').map(({ packetId }) => packetId),
  );
  const ids = [...sent];
  return {
    acknowledged: sent.size,
    received: times.size,
    lost: ids.filter(([packetId, code]) => !times.has(`${packetId} ${code}`)).length,
    doubled: [...times.values()].filter((count) => count > 1).length,
    unanswered: ids.filter(([packetId]) => !delivered.has(packetId)).length,
  };
}

/** True once no document of the sender waits for anything any more. */
export async function comesToRest(rig: Rig, withinMs: number): Promise<boolean> {
  const deadline = Date.now() + withinMs;
  return using(rig.directory(from), async (reader) => {
    for (;;) {
      if ((await underWay(reader)) === 0) return true;
      if (Date.now() > deadline) return false;
      await delay(250);
    }
  });
}

/** Documents of the sender without their receipt. */
export function waiting(rig: Rig): Promise<number> {
  return using(rig.directory(from), underWay);
}

async function underWay(reader: StoreReader): Promise<number> {
  const { entries } = await reader.counts();
  const open = entries.filter(({ box, state }) => box === 'out' && state !== 'delivered');
  return open.reduce((sum, { count }) => sum + count, 0);
}

async function using<Result>(
  directory: string,
  read: (reader: StoreReader) => Promise<Result>,
): Promise<Result> {
  const reader = await openReader((await readAgentPlace(directory)).config.data);
  try {
    return await read(reader);
  } finally {
    await reader.close();
  }
}

async function all(list: (before: number | undefined) => Promise<EntryRecord[]>): Promise<EntryRecord[]> {
  const found: EntryRecord[] = [];
  for (;;) {
    const lines = await list(found.at(-1)?.key);
    found.push(...lines);
    if (lines.length < page) return found;
  }
}
