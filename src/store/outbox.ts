/**
 * What waits to be published for the first time. A packet that was handed out counts as published from then on for this
 * run of the node: nobody can tell any more whether the broker has it.
 */
import type { Commits } from './commits.js';
import type { Database } from './database.js';
import { changeDeliveries, leaveOutbox, movable, readDeliveries } from './deliveries.js';
import { contentsToSend, firstPartsColumn } from './part-sending.js';
import type { OutboxItem, PublishOutcome } from './records.js';
import type { Unit } from './unit.js';
import type { Withdrawals } from './withdraw.js';

interface WaitingRow {
  readonly id: number;
  readonly type: string;
  readonly packet_id: string;
  readonly size: number | null;
  readonly in_parts: number;
}

interface OutboxRow {
  readonly id: number;
  readonly type: 'packet' | 'receipt';
  readonly packet_id: string;
  readonly urgent: number;
  readonly nodes: string;
  readonly bytes: Buffer;
  readonly parts: string;
}

/** Of packets handed out at once; the first one goes whatever its size. */
const octetsAtATime = 16 * 1024 * 1024;

export class Outbox {
  readonly #reading: Database;
  readonly #commits: Commits;
  readonly #withdrawals: Withdrawals;

  constructor(reading: Database, commits: Commits, withdrawals: Withdrawals) {
    this.#reading = reading;
    this.#commits = commits;
    this.#withdrawals = withdrawals;
  }

  /**
   * At most `limit` items with their octets, urgent first, then oldest first, without those in `exclude`. Among them are at most
   * `mostInParts` with attachments that travel as parts: however many of these wait, the others do not wait behind them.
   */
  async take(limit: number, exclude: ReadonlySet<number>, mostInParts = limit): Promise<OutboxItem[]> {
    let inParts = 0;
    const all = await this.#waiting(limit, exclude, true);
    const some = all.filter((row) => row.in_parts === 0 || ++inParts <= mostInParts);
    const left = all.length - some.length;
    const taken = new Set([...exclude, ...some.map(({ id }) => id)]);
    const others = left > 0 ? await this.#waiting(left, taken, false) : [];
    const waiting = within(octetsAtATime, [...some, ...others]);
    // From here on a packet is either handed out or withdrawn, never both.
    const free = waiting.filter((row) => row.type === 'receipt' || this.#withdrawals.handOut(row.packet_id));
    if (free.length === 0) return [];
    const rows = await this.#reading.all<OutboxRow>(
      `SELECT o.id, o.type, o.packet_id, o.urgent, o.nodes, COALESCE(r.bytes, p.bytes) AS bytes, ${firstPartsColumn('o')}
       FROM (
         SELECT id, type, packet_id, urgent, agency, packet_sha256,
           CASE type WHEN 'receipt' THEN json_array(node) ELSE (
             SELECT json_group_array(DISTINCT node) FROM delivery
             WHERE packet_id = outbox.packet_id AND state = 'queued') END AS nodes
         FROM outbox WHERE id IN (SELECT value FROM json_each(?))
       ) o
       LEFT JOIN packet_octets p ON o.type = 'packet' AND p.packet_id = o.packet_id AND p.direction = 'out'
       LEFT JOIN receipt r ON o.type = 'receipt' AND r.direction = 'issued' AND r.packet_id = o.packet_id
         AND r.packet_sha256 = o.packet_sha256 AND r.agency = o.agency
       ORDER BY o.urgent DESC, o.id`,
      [JSON.stringify(free.map((row) => row.id))],
    );
    const items: OutboxItem[] = [];
    for (const row of rows) {
      const nodes: string[] = JSON.parse(row.nodes);
      if (nodes.length > 0) items.push(await this.#item(row, nodes));
    }
    return items;
  }

  #waiting(limit: number, exclude: ReadonlySet<number>, withParts: boolean): Promise<WaitingRow[]> {
    return this.#reading.all<WaitingRow>(
      `SELECT id, type, packet_id, size, in_parts FROM (
         SELECT id, urgent, type, packet_id,
           CASE type WHEN 'packet' THEN (SELECT size FROM packet WHERE id = packet_id AND direction = 'out') END AS size,
           type = 'packet' AND EXISTS (
             SELECT 1 FROM attachment WHERE attachment.packet_id = outbox.packet_id AND direction = 'out'
             AND transfer = 'parts') AS in_parts
         FROM outbox WHERE id NOT IN (SELECT value FROM json_each(?1)))
       WHERE ?3 OR NOT in_parts ORDER BY urgent DESC, id LIMIT ?2`,
      [JSON.stringify([...exclude]), limit, withParts ? 1 : 0],
    );
  }

  async #item(row: OutboxRow, nodes: readonly string[]): Promise<OutboxItem> {
    return {
      id: row.id,
      type: row.type,
      packetId: row.packet_id,
      lane: row.urgent === 1 ? 'urgent' : 'ordinary',
      nodes,
      body: row.bytes,
      parts: row.type === 'packet' ? await contentsToSend(this.#reading, row.parts, nodes) : [],
    };
  }

  /** The broker has the item (queued → sent), or returned it (→ undeliverable); it leaves the outbox. */
  async done(item: OutboxItem, outcome: PublishOutcome, at: Date, retryAt: Date): Promise<void> {
    await this.#commits.do({
      touches: [item.packetId],
      octets: 512,
      run: (unit) =>
        item.type === 'receipt'
          ? receiptDone(unit, item, outcome)
          : packetDone(unit, item, outcome, at, retryAt),
    });
    if (item.type === 'packet') this.#withdrawals.isRecorded(item.packetId);
  }

  /** Whatever still waits may have been published by the run before. */
  markWaitingAsPublished(): Promise<void> {
    return this.#commits.do({
      touches: 'everything',
      octets: 0,
      run: async (unit) => {
        await unit.run(
          `UPDATE delivery SET published = 1 WHERE published = 0 AND state = 'queued'
           AND packet_id IN (SELECT packet_id FROM outbox WHERE type = 'packet')`,
        );
      },
    });
  }
}

/** Those from the first on that have so many octets together. */
function within<Row extends { readonly size: number | null }>(octets: number, rows: readonly Row[]): Row[] {
  let sum = 0;
  return rows.filter(({ size }, index) => {
    sum += size ?? 0;
    return index === 0 || sum <= octets;
  });
}

async function packetDone(
  unit: Unit,
  item: OutboxItem,
  outcome: PublishOutcome,
  at: Date,
  retryAt: Date,
): Promise<void> {
  const to = outcome === 'confirmed' ? 'sent' : 'undeliverable';
  const nodes = new Set(item.nodes);
  const here = (await readDeliveries(unit, item.packetId)).filter(
    (row) => nodes.has(row.node) && row.state === 'queued',
  );
  const cause = outcome === 'confirmed' ? 'confirmed' : 'returned';
  await changeDeliveries(unit, item.packetId, movable(here, to), { state: to, cause, at, retryAt });
  await leaveOutbox(unit, item.packetId);
  const kind = outcome === 'confirmed' ? 'packet.published' : 'packet.unroutable';
  unit.event({ kind, packetId: item.packetId, detail: { deliveries: here.length } });
}

/** A receipt that nobody's queue takes is kept; the packet's next coming puts it into the outbox again. */
async function receiptDone(unit: Unit, item: OutboxItem, outcome: PublishOutcome): Promise<void> {
  await unit.run('DELETE FROM outbox WHERE id = ?', [item.id]);
  if (outcome === 'unroutable') unit.event({ kind: 'receipt.unroutable', packetId: item.packetId });
}
