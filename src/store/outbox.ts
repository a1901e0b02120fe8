/**
 * What waits to be published for the first time. A packet that was handed out counts as published from then on for this
 * run of the node: nobody can tell any more whether the broker has it.
 */
import { endThoseBehind, waitsForEarlierAnswer } from './answers.js';
import type { Commits } from './commits.js';
import type { Database } from './database.js';
import { changeDeliveries, leaveOutbox, movable, readDeliveries } from './deliveries.js';
import { isHeld } from './outbox-order.js';
import { contentsToSend, firstPartsColumn, forgetFirstSending } from './part-sending.js';
import type { OutboxItem, PublishEnd } from './records.js';
import type { Unit } from './unit.js';
import { unpublished } from './unpublished.js';
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
   * At most `limit` items with their octets, urgent first, then oldest first, without those in `exclude` and those that
   * would overtake what they speak of. Among them are at most `mostInParts` with attachments that travel as parts: however
   * many of these wait, the others do not wait behind them.
   */
  async take(
    limit: number,
    exclude: ReadonlySet<number>,
    now: Date,
    mostInParts = limit,
  ): Promise<OutboxItem[]> {
    let inParts = 0;
    const all = await this.#waiting(limit, exclude, now, true);
    const some = all.filter((row) => row.in_parts === 0 || ++inParts <= mostInParts);
    const left = all.length - some.length;
    const taken = new Set([...exclude, ...some.map(({ id }) => id)]);
    const others = left > 0 ? await this.#waiting(left, taken, now, false) : [];
    const waiting = within(octetsAtATime, [...some, ...others]);
    // From here on a packet is either handed out or withdrawn, never both.
    const free = waiting.filter((row) => row.type === 'receipt' || this.#withdrawals.handOut(row.packet_id));
    if (free.length === 0) return [];
    const rows = await this.#reading.all<OutboxRow>(
      `SELECT o.id, o.type, o.packet_id, o.urgent, o.nodes, COALESCE(n.bytes, r.bytes, p.bytes) AS bytes, ${firstPartsColumn('o')}
       FROM (
         SELECT id, type, packet_id, urgent, agency, packet_sha256,
           CASE type WHEN 'receipt' THEN json_array(node) ELSE (
             SELECT json_group_array(DISTINCT node) FROM delivery
             WHERE packet_id = outbox.packet_id AND state = 'queued') END AS nodes
         FROM outbox WHERE id IN (SELECT value FROM json_each(?))
       ) o
       LEFT JOIN packet_octets p ON o.type = 'packet' AND p.packet_id = o.packet_id AND p.direction = 'out'
       -- Where a refusal was corrected by an acceptance, the acceptance is the answer.
       LEFT JOIN receipt r ON o.type = 'receipt' AND r.direction = 'issued' AND r.packet_id = o.packet_id
         AND r.packet_sha256 = o.packet_sha256 AND r.agency = o.agency
         AND (r.outcome = 'accepted' OR NOT EXISTS (
           SELECT 1 FROM receipt a WHERE a.direction = 'issued' AND a.packet_id = o.packet_id
             AND a.packet_sha256 = o.packet_sha256 AND a.agency = o.agency AND a.outcome = 'accepted'))
       LEFT JOIN receipt_renewal n ON n.receipt_key = r.key
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

  #waiting(
    limit: number,
    exclude: ReadonlySet<number>,
    now: Date,
    withParts: boolean,
  ): Promise<WaitingRow[]> {
    return this.#reading.all<WaitingRow>(
      `SELECT id, type, packet_id, size, in_parts FROM (
         SELECT id, urgent, type, packet_id,
           CASE type WHEN 'packet' THEN (SELECT size FROM packet WHERE id = packet_id AND direction = 'out') END AS size,
           type = 'packet' AND EXISTS (
             SELECT 1 FROM attachment WHERE attachment.packet_id = o.packet_id AND direction = 'out'
             AND transfer = 'parts') AS in_parts
         FROM outbox o
         WHERE id NOT IN (SELECT value FROM json_each(?1)) AND NOT (${isHeld}) AND NOT ${waitsForEarlierAnswer})
       WHERE ?4 OR NOT in_parts ORDER BY urgent DESC, id LIMIT ?2`,
      [JSON.stringify([...exclude]), limit, now.getTime(), withParts ? 1 : 0],
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

  /** The broker has the item (queued → sent), or it cannot be delivered (→ undeliverable); it leaves the outbox. */
  async done(item: OutboxItem, end: PublishEnd, at: Date, retryAt: Date): Promise<void> {
    await this.#commits.do({
      // A failure ends what waits behind it.
      touches: end === 'confirmed' || item.type === 'receipt' ? [item.packetId] : 'everything',
      octets: 512,
      run: (unit) =>
        item.type === 'receipt' ? receiptDone(unit, item, end) : packetDone(unit, item, end, at, retryAt),
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
  end: PublishEnd,
  at: Date,
  retryAt: Date,
): Promise<void> {
  const failure = end === 'confirmed' ? undefined : unpublished(end);
  const to = failure ? failure.change.state : 'sent';
  const nodes = new Set(item.nodes);
  const here = (await readDeliveries(unit, item.packetId)).filter(
    (row) => nodes.has(row.node) && row.state === 'queued',
  );
  const change = failure?.change ?? { state: 'sent', cause: 'confirmed' };
  await changeDeliveries(unit, item.packetId, movable(here, to), { ...change, at, retryAt });
  await leaveOutbox(unit, item.packetId);
  // A recipient that was queued anew meanwhile has none of the parts that went to the others.
  await forgetFirstSending(unit, item.packetId);
  const kind = failure?.event ?? 'packet.published';
  unit.event({ kind, packetId: item.packetId, detail: { deliveries: here.length, ...failure?.detail } });
  if (failure) await endThoseBehind(unit, item.packetId, { state: 'undeliverable', at });
}

/** A receipt that cannot be delivered is kept; the packet's next coming puts it into the outbox again. */
async function receiptDone(unit: Unit, item: OutboxItem, end: PublishEnd): Promise<void> {
  await unit.change('DELETE FROM outbox WHERE id IN (SELECT value FROM json_each(?1))', [item.id]);
  if (end === 'unroutable') unit.event({ kind: 'receipt.unroutable', packetId: item.packetId });
  else if (end !== 'confirmed')
    unit.event({ kind: 'receipt.given-up', packetId: item.packetId, detail: { code: end.code } });
}
