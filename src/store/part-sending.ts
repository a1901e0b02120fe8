/** How far large attachments were sent: written in windows by the sender, and by nodes that ask for parts again. */
import { allParts, countParts, type PartRange, partCount } from '../edoc/index.js';
import { EdocError } from '../errors.js';
import type { Work } from './commits.js';
import { askedFor } from './deliveries.js';
import type { RowSource } from './log-rows.js';
import type { ContentToSend, PartsRequest, PartsSent } from './records.js';
import type { Unit } from './unit.js';

/** A content of a sent document that is on its way to the broker. */
export interface PartProgress {
  readonly packetId: string;
  readonly sha256: string;
  /** Its name in the packet; the first, where it has several. */
  readonly name: string;
  /** The node that asked for parts again; absent for the first sending. */
  readonly node?: string;
  /** Parts to be sent, and those that the broker has confirmed. */
  readonly parts: number;
  readonly confirmed: number;
  readonly changedAt: Date;
}

/** Rows of sendings that are not over: of the first one, until its packet is out. */
export const onTheWay = `(node = '' OR remaining_parts > 0)`;

/** Packets among which it is looked for a receipt that lists the content. */
const packetsLookedAt = 16;

/** The contents that travel as parts, as JSON; `packet` is the alias of a row that names an outgoing packet. */
export const firstPartsColumn = (packet: string) => `(
  SELECT json_group_array(json_object('sha256', a.sha256, 'size', a.size, 'remaining', json(s.remaining)))
  FROM (SELECT DISTINCT packet_id, sha256, size FROM attachment
        WHERE packet_id = ${packet}.packet_id AND direction = 'out' AND transfer = 'parts') a
  LEFT JOIN part_sending s ON s.packet_id = a.packet_id AND s.node = '' AND s.sha256 = a.sha256) AS parts`;

/** The parts that a node asked for, as JSON; `delivery` is the alias of a row with packet and node. */
export const askedPartsColumn = (delivery: string) => `(
  SELECT json_group_array(json_object('sha256', s.sha256, 'remaining', json(s.remaining),
    'size', (SELECT size FROM attachment a
             WHERE a.packet_id = s.packet_id AND a.direction = 'out' AND a.sha256 = s.sha256 LIMIT 1)))
  FROM part_sending s
  WHERE s.packet_id = ${delivery}.packet_id AND s.node = ${delivery}.node AND s.remaining_parts > 0) AS parts`;

interface PartsJson {
  readonly sha256: string;
  readonly size: number;
  /** Null: nothing was sent yet. */
  readonly remaining: readonly PartRange[] | null;
}

/** What is to be sent to these nodes before their packet. */
export async function contentsToSend(
  source: RowSource,
  json: string,
  nodes: readonly string[],
): Promise<ContentToSend[]> {
  const contents: PartsJson[] = JSON.parse(json);
  const found: ContentToSend[] = [];
  for (const { sha256, size, remaining } of contents) {
    const have = await nodesThatHave(source, sha256, nodes);
    const need = nodes.filter((node) => !have.has(node));
    if (need.length === 0) continue;
    found.push({ sha256, size, remaining: remaining ?? allParts(partCount(size)), nodes: need });
  }
  return found;
}

/** What a node asked for; it knows best whether it has it. */
export function contentsAskedFor(json: string, node: string): ContentToSend[] {
  const contents: PartsJson[] = JSON.parse(json);
  return contents.map(({ sha256, size, remaining }) => ({
    sha256,
    size,
    remaining: remaining ?? [],
    nodes: [node],
  }));
}

/** A receipt for an earlier packet with this content proves that its node had it whole. */
async function nodesThatHave(
  source: RowSource,
  sha256: string,
  nodes: readonly string[],
): Promise<Set<string>> {
  const rows = await source.all<{ node: string }>(
    `SELECT DISTINCT node FROM delivery
     WHERE packet_id IN (
       SELECT packet_id FROM attachment WHERE sha256 = ?1 AND direction = 'out' AND transfer = 'parts'
       ORDER BY packet_id DESC LIMIT ${packetsLookedAt})
     AND state = 'delivered' AND node IN (SELECT value FROM json_each(?2))`,
    [sha256, JSON.stringify(nodes)],
  );
  return new Set(rows.map(({ node }) => node));
}

export function partsSentWork({ packetId, sha256, node = '', parts, remaining, at }: PartsSent): Work<void> {
  return {
    touches: [packetId],
    octets: 256,
    run: async (unit) => {
      await unit.run(
        `INSERT INTO part_sending (packet_id, node, sha256, parts, remaining_parts, remaining, changed_at)
         VALUES (?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET remaining_parts = excluded.remaining_parts, remaining = excluded.remaining,
           changed_at = excluded.changed_at`,
        [packetId, node, sha256, parts, countParts(remaining), JSON.stringify(remaining), at.getTime()],
      );
    },
  };
}

/** What was asked for while the packet was published without it goes at once, also where that was the last try. */
export async function makePartsDue(unit: Unit, packetId: string, node: string, at: Date): Promise<void> {
  await unit.run(
    `UPDATE delivery SET retry_at = ?3, last = 0 WHERE packet_id = ?1 AND node = ?2 AND state = 'sent' AND EXISTS (
       SELECT 1 FROM part_sending WHERE packet_id = ?1 AND node = ?2 AND remaining_parts > 0)`,
    [packetId, node, at.getTime()],
  );
}

/** Another first sending of the packet begins with all parts. */
export async function forgetFirstSending(unit: Unit, packetId: string): Promise<void> {
  await unit.change(
    `DELETE FROM part_sending WHERE packet_id IN (SELECT value FROM json_each(?1)) AND node = ''`,
    [packetId],
  );
}

/**
 * Notes what a node lacks and makes its packet due. `ignored`: the delivery is decided, or what it asked for is on its way.
 * @throws EdocError `missing.not-sent`
 */
export function askedWork(request: PartsRequest): Work<'asked' | 'ignored'> {
  return { touches: [request.packetId], octets: 1_024, run: (unit) => asked(unit, request) };
}

async function asked(
  unit: Unit,
  { packetId, node, contents, at, sendAt }: PartsRequest,
): Promise<'asked' | 'ignored'> {
  const deliveries = await unit.all<{ state: string }>(
    'SELECT state FROM delivery WHERE packet_id = ? AND node = ?',
    [packetId, node],
  );
  const sizes = await unit.all<{ sha256: string; size: number }>(
    `SELECT DISTINCT sha256, size FROM attachment WHERE packet_id = ? AND direction = 'out' AND transfer = 'parts'`,
    [packetId],
  );
  const counts = new Map(sizes.map(({ sha256, size }) => [sha256, partCount(size)]));
  const wereSent = contents.every(({ sha256, parts }) => (parts.at(-1)?.to ?? 0) < (counts.get(sha256) ?? 0));
  if (deliveries.length === 0 || !wereSent)
    throw new EdocError('missing.not-sent', { detail: { packet: packetId, node } });
  if (!deliveries.some(({ state }) => state === 'sent')) return 'ignored';
  const known = await unit.first<{ asked: number; under_way: number }>(
    `SELECT MAX(asked) AS asked, SUM(remaining_parts) AS under_way FROM part_sending WHERE packet_id = ? AND node = ?`,
    [packetId, node],
  );
  const times = (known?.asked ?? 0) + 1;
  const due = sendAt(times);
  if ((known?.under_way ?? 0) > 0 || !due) return 'ignored';
  for (const { sha256, parts } of contents) {
    const count = countParts(parts);
    await unit.run(
      `INSERT INTO part_sending (packet_id, node, sha256, parts, remaining_parts, remaining, asked, changed_at)
       VALUES (?1, ?2, ?3, ?4, ?4, ?5, ?6, ?7)
       ON CONFLICT DO UPDATE SET parts = ?4, remaining_parts = ?4, remaining = ?5, asked = ?6, changed_at = ?7`,
      [packetId, node, sha256, count, JSON.stringify(parts), times, at.getTime()],
    );
  }
  // What the clerk asked for stays so. A last try that lacked parts was none: there is one more, with them.
  await unit.run(
    `UPDATE delivery SET retry_at = CASE retry_at WHEN ${askedFor} THEN ${askedFor} ELSE ?1 END, last = 0
     WHERE packet_id = ?2 AND node = ?3 AND state = 'sent'`,
    [due.getTime(), packetId, node],
  );
  const parts = contents.reduce((sum, content) => sum + countParts(content.parts), 0);
  unit.event({ kind: 'parts.asked', packetId, detail: { node, parts, times } });
  return 'asked';
}

/** Contents on their way to the broker: of one packet, or of all. */
export async function partProgress(source: RowSource, packetId?: string): Promise<PartProgress[]> {
  const rows = await source.all<{
    packet_id: string;
    sha256: string;
    node: string;
    parts: number;
    remaining_parts: number;
    changed_at: number;
    name: string | null;
  }>(
    `SELECT packet_id, sha256, node, parts, remaining_parts, changed_at,
       (SELECT name FROM attachment a WHERE a.packet_id = part_sending.packet_id AND a.direction = 'out'
          AND a.sha256 = part_sending.sha256 ORDER BY ordinal LIMIT 1) AS name
     FROM part_sending WHERE ${onTheWay} AND (?1 IS NULL OR packet_id = ?1)
     ORDER BY packet_id, node, sha256`,
    [packetId ?? null],
  );
  return rows.map((row) => ({
    packetId: row.packet_id,
    sha256: row.sha256,
    name: row.name ?? '',
    ...(row.node === '' ? {} : { node: row.node }),
    parts: row.parts,
    confirmed: row.parts - row.remaining_parts,
    changedAt: new Date(row.changed_at),
  }));
}
