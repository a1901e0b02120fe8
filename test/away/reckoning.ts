/** What both sides hold in the end: everything once, in order, and the same on both. */
import type { EntryRecord, StoreReader } from '../../src/store/index.js';
import type { Correspondence, Written } from './correspondence.js';
import type { Day } from './day.js';
import { away, senders } from './plan.js';
import type { Scene } from './scene.js';

export interface Reckoning {
  readonly delivered: number;
  /** Told as expired before their receipt came all the same. */
  readonly expiredFirst: number;
  /** Urgent reminders that were taken before the ordinary document they name: the urgent lane goes first. */
  readonly urgentFirst: number;
  readonly events: number;
  readonly wrong: readonly string[];
}

const page = 1_000;

export async function reckon(scene: Scene, day: Day): Promise<Reckoning> {
  const wrong: string[] = [];
  const there = await scene.reading((reader) => receiverHolds(reader, day, wrong));
  let [delivered, expiredFirst, urgentFirst] = [0, 0, 0];
  for (const { code } of senders) {
    const { reader } = scene.node(code);
    const outbox = await all((before) => reader.outbox({ limit: page, before }));
    const states = new Map(outbox.map(({ packetId, state }) => [packetId, state]));
    for (const correspondence of day.correspondences.get(code) ?? []) {
      const { documents } = correspondence;
      for (const { packetId } of documents) {
        const state = states.get(packetId);
        if (state === 'delivered' && there.times.get(packetId) === 1) delivered += 1;
        else
          wrong.push(`${packetId} of ${code} is ${state}, and ${there.times.get(packetId) ?? 0} times there`);
      }
      urgentFirst += inOrder(documents, there.sequence, wrong);
      if (correspondence.recalled) await recallAgrees(correspondence, reader, there.entries, wrong);
    }
    expiredFirst += await expired(reader, day.correspondences.get(code) ?? []);
    await reader.verifyLog();
  }
  await statusesAgree(scene, day, wrong);
  return { delivered, expiredFirst, urgentFirst, events: there.events, wrong };
}

interface Holding {
  readonly times: ReadonlyMap<string, number>;
  readonly entries: ReadonlyMap<string, EntryRecord>;
  /** In which order packets were taken, by the event log. */
  readonly sequence: ReadonlyMap<string, number>;
  readonly events: number;
}

async function receiverHolds(reader: StoreReader, { withdrawn }: Day, wrong: string[]): Promise<Holding> {
  const inbox = await all((before) => reader.inbox({ limit: page, before }));
  const times = new Map<string, number>();
  for (const { packetId } of inbox) times.set(packetId, (times.get(packetId) ?? 0) + 1);
  for (const packetId of withdrawn)
    if (times.has(packetId)) wrong.push(`${packetId} was withdrawn, and is there`);
  const sequence = new Map<string, number>();
  for (let last = 0; ; ) {
    const rows = await reader.logRows(last, page);
    for (const { kind, packet, sequence: place } of rows) {
      last = place;
      if (kind === 'packet.accepted' && packet !== undefined && !sequence.has(packet))
        sequence.set(packet, place);
    }
    if (rows.length < page) break;
  }
  const { quarantined } = await reader.counts();
  if (quarantined > 0) wrong.push(`${quarantined} messages are in quarantine`);
  const { entries: events } = await reader.verifyLog();
  return { times, entries: new Map(inbox.map((entry) => [entry.packetId, entry])), sequence, events };
}

/** In each lane, in the order of writing; returns how many urgent ones went before an ordinary one. */
function inOrder(
  documents: readonly Written[],
  sequence: ReadonlyMap<string, number>,
  wrong: string[],
): number {
  let ahead = 0;
  for (const [index, document] of documents.entries()) {
    const place = sequence.get(document.packetId) ?? 0;
    for (const earlier of documents.slice(0, index)) {
      if ((sequence.get(earlier.packetId) ?? 0) < place) continue;
      if (earlier.lane === document.lane)
        wrong.push(`${document.packetId} was taken before ${earlier.packetId}`);
      else ahead = 1;
    }
  }
  return ahead;
}

async function recallAgrees(
  { documents: [first] }: Correspondence,
  sender: StoreReader,
  entries: ReadonlyMap<string, EntryRecord>,
  wrong: string[],
): Promise<void> {
  if (!first) return;
  const [delivery] = await sender.deliveries(first.packetId);
  const here = delivery?.recall ?? 'none';
  const there = entries.get(first.packetId)?.recall ?? 'none';
  if (here !== 'requested' || there !== 'requested') {
    wrong.push(`the recall of ${first.packetId} is ${here} here and ${there} there`);
  }
}

async function expired(reader: StoreReader, correspondences: readonly Correspondence[]): Promise<number> {
  let count = 0;
  for (const { documents } of correspondences) {
    for (const { packetId } of documents) {
      if ((await reader.history(packetId)).some(({ to }) => to === 'expired')) count += 1;
    }
  }
  return count;
}

/** The clerks' steps came in their order, and none came too late to count. */
async function statusesAgree(scene: Scene, { earlier }: Day, wrong: string[]): Promise<void> {
  for (const [code, packetId] of earlier) {
    const [theirs] = await scene.node(code).reader.inbox({ limit: 1 });
    const { mine, statuses } = await scene.reading(async (reader) => ({
      mine: (await reader.deliveries(packetId))[0]?.business,
      statuses: await reader.statuses(packetId),
    }));
    if (mine !== theirs?.business) wrong.push(`${code} has ${theirs?.business}, ${away.code} sees ${mine}`);
    const late = statuses.filter(({ standing }) => standing !== 'applied');
    if (late.length > 0) wrong.push(`statuses of ${code} came out of order`);
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
