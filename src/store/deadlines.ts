/** What time does to deliveries: publishing again while no receipt comes, and giving up at the deadline. */
import type { Commits } from './commits.js';
import type { Database } from './database.js';
import {
  changeDeliveries,
  type DeliveryRow,
  deliveriesAt,
  deliveryColumns,
  leaveOutbox,
  movable,
} from './deliveries.js';
import { askedPartsColumn, contentsAskedFor } from './part-sending.js';
import type { Lane, PublishOutcome, RetryItem } from './records.js';
import type { Unit } from './unit.js';

interface RetryRow {
  readonly packet_id: string;
  readonly node: string;
  readonly attempt: number;
  readonly lane: Lane;
  readonly parts: string;
}

/** Deliveries that one transaction lets expire. */
const expiryBatch = 1_000;

export class Deadlines {
  readonly #reading: Database;
  readonly #commits: Commits;

  constructor(reading: Database, commits: Commits) {
    this.#reading = reading;
    this.#commits = commits;
  }

  /** Packets that are due once more, one item for each node, the longest due first. */
  async retries(now: Date, limit: number): Promise<RetryItem[]> {
    const rows = await this.#reading.all<RetryRow>(
      `SELECT d.packet_id, d.node, d.attempt, packet.lane, ${askedPartsColumn('d')}
       FROM (
         SELECT packet_id, node, MAX(attempt) AS attempt, MIN(retry_at) AS due FROM delivery
         WHERE retry_at <= ?1 AND state = 'sent' AND deadline_at > ?1
         GROUP BY packet_id, node ORDER BY due LIMIT ?2
       ) d
       JOIN packet ON packet.id = d.packet_id AND packet.direction = 'out'
       ORDER BY d.due`,
      [now.getTime(), limit],
    );
    const octets = await this.#octets(new Set(rows.map((row) => row.packet_id)));
    return rows.map((row) => ({
      packetId: row.packet_id,
      node: row.node,
      lane: row.lane,
      attempt: row.attempt,
      body: octets.get(row.packet_id) ?? Buffer.alloc(0),
      parts: contentsAskedFor(row.parts, row.node),
    }));
  }

  /** The broker has it once more, or returned it (→ undeliverable). */
  retryDone(item: RetryItem, outcome: PublishOutcome, at: Date, retryAt: Date): Promise<void> {
    return this.#commits.do({
      touches: [item.packetId],
      octets: 512,
      run: async (unit) => {
        const rows = await deliveriesAt(unit, item.packetId, item.node);
        const here = rows.filter((row) => row.state === 'sent');
        await changeDeliveries(
          unit,
          item.packetId,
          here,
          outcome === 'confirmed'
            ? { cause: 'repeated', at, retryAt }
            : { state: 'undeliverable', cause: 'returned', at, retryAt },
        );
        const kind = outcome === 'confirmed' ? 'packet.repeated' : 'packet.unroutable';
        unit.event({ kind, packetId: item.packetId, detail: { node: item.node, attempt: item.attempt + 1 } });
      },
    });
  }

  /** Deliveries whose deadline passed become `expired`. Returns how many. */
  async expire(now: Date): Promise<number> {
    let expired = 0;
    while (await this.#anyToExpire(now)) {
      const count = await this.#commits.do({
        touches: 'everything',
        octets: 0,
        run: (unit) => expireSome(unit, now),
      });
      expired += count;
      if (count < expiryBatch) break;
    }
    return expired;
  }

  /** When the next retry or deadline is due. */
  async nextDue(): Promise<Date | undefined> {
    const row = await this.#reading.first<{ retry: number | null; deadline: number | null }>(
      `SELECT (SELECT MIN(retry_at) FROM delivery WHERE retry_at IS NOT NULL) AS retry,
         (SELECT MIN(deadline_at) FROM delivery WHERE state IN ('queued', 'sent')) AS deadline`,
    );
    const due = [row?.retry, row?.deadline].filter((time) => typeof time === 'number');
    return due.length === 0 ? undefined : new Date(Math.min(...due));
  }

  /** Each once, to however many nodes it goes. */
  async #octets(packetIds: ReadonlySet<string>): Promise<Map<string, Buffer>> {
    const rows = await this.#reading.all<{ packet_id: string; bytes: Buffer }>(
      `SELECT packet_id, bytes FROM packet_octets
       WHERE direction = 'out' AND packet_id IN (SELECT value FROM json_each(?))`,
      [JSON.stringify([...packetIds])],
    );
    return new Map(rows.map(({ packet_id, bytes }) => [packet_id, bytes]));
  }

  async #anyToExpire(now: Date): Promise<boolean> {
    const row = await this.#reading.first(
      `SELECT 1 FROM delivery WHERE state IN ('queued', 'sent') AND deadline_at <= ? LIMIT 1`,
      [now.getTime()],
    );
    return row !== undefined;
  }
}

async function expireSome(unit: Unit, now: Date): Promise<number> {
  const rows = await unit.all<DeliveryRow>(
    `SELECT ${deliveryColumns} FROM delivery WHERE state IN ('queued', 'sent') AND deadline_at <= ?
     ORDER BY deadline_at LIMIT ${expiryBatch}`,
    [now.getTime()],
  );
  const byPacket = new Map<string, DeliveryRow[]>();
  for (const row of movable(rows, 'expired')) {
    const group = byPacket.get(row.packet_id);
    if (group) group.push(row);
    else byPacket.set(row.packet_id, [row]);
  }
  for (const [packetId, group] of byPacket) {
    await changeDeliveries(unit, packetId, group, { state: 'expired', cause: 'deadline', at: now });
    if (group.some((row) => row.state === 'queued')) await leaveOutbox(unit, packetId);
    for (const row of group) unit.event({ kind: 'delivery.expired', packetId, agency: row.recipient });
  }
  return rows.length;
}
