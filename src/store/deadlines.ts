/** What time does to deliveries: publishing again while no receipt comes, and giving up at the deadline. */
import { endThoseBehind } from './answers.js';
import type { Commits } from './commits.js';
import type { Database } from './database.js';
import {
  askedFor,
  changeDeliveries,
  type DeliveryRow,
  deliveriesAt,
  deliveryColumns,
  leaveOutbox,
  movable,
} from './deliveries.js';
import { askedPartsColumn, contentsAskedFor, makePartsDue } from './part-sending.js';
import type { Lane, PublishEnd, RetryItem } from './records.js';
import type { Unit } from './unit.js';
import { unpublished } from './unpublished.js';

interface RetryRow {
  readonly packet_id: string;
  readonly node: string;
  readonly attempt: number;
  readonly due: number;
  readonly deadline: number;
  readonly lane: Lane;
  readonly parts: string;
}

/** Deliveries whose turn has come (`?1` is now): in the order of their plan, or once more because the deadline has passed. */
const dueNow = `
  SELECT packet_id, recipient, node, attempt, retry_at, deadline_at FROM delivery
  WHERE retry_at <= ?1 AND retry_at IS NOT NULL AND state = 'sent' AND last = 0
  UNION
  SELECT packet_id, recipient, node, attempt, retry_at, deadline_at FROM delivery
  WHERE deadline_at <= ?1 AND state IN ('queued', 'sent') AND state = 'sent' AND last = 0`;

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
      `SELECT d.packet_id, d.node, d.attempt, d.due, d.deadline, packet.lane, ${askedPartsColumn('d')}
       FROM (
         SELECT packet_id, node, MAX(attempt) AS attempt, MIN(retry_at) AS due, MIN(deadline_at) AS deadline
         FROM (${dueNow}) GROUP BY packet_id, node ORDER BY due LIMIT ?2
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
      asked: row.due === askedFor,
      last: row.deadline <= now.getTime(),
    }));
  }

  /** Puts off what is due to a node, but for what the clerk asked for and last tries. */
  postpone(node: string, now: Date, until: Date): Promise<void> {
    return this.#commits.do({
      touches: 'everything',
      octets: 0,
      run: async (unit) => {
        await unit.run(
          `UPDATE delivery SET retry_at = ?1 WHERE retry_at <= ?2 AND retry_at > ${askedFor} AND node = ?3
           AND state = 'sent' AND last = 0 AND deadline_at > ?2`,
          [until.getTime(), now.getTime(), node],
        );
      },
    });
  }

  /** No try is later than `latest`: such are spread by chance from `now` over `spreadMs`. */
  async limit(now: Date, latest: Date, spreadMs: number): Promise<void> {
    const late = await this.#reading.first('SELECT 1 FROM delivery WHERE retry_at > ? LIMIT 1', [
      latest.getTime(),
    ]);
    if (!late) return;
    await this.#commits.do({
      touches: 'everything',
      octets: 0,
      run: async (unit) => {
        await unit.run(
          'UPDATE delivery SET retry_at = ?1 + abs(random() % ?2) WHERE retry_at > ?3 AND retry_at IS NOT NULL',
          [now.getTime(), Math.max(1, spreadMs), latest.getTime()],
        );
      },
    });
  }

  /** The broker has it once more, or it cannot be delivered (→ undeliverable). */
  retryDone(item: RetryItem, end: PublishEnd, at: Date, retryAt: Date): Promise<void> {
    return this.#commits.do({
      touches: end === 'confirmed' ? [item.packetId] : 'everything',
      octets: 512,
      run: async (unit) => {
        const rows = await deliveriesAt(unit, item.packetId, item.node);
        const here = rows.filter((row) => row.state === 'sent');
        const failure = end === 'confirmed' ? undefined : unpublished(end);
        const change = failure?.change ?? { cause: 'repeated' };
        await changeDeliveries(unit, item.packetId, here, { ...change, at, retryAt });
        await makePartsDue(unit, item.packetId, item.node, at);
        unit.event({
          kind: failure?.event ?? 'packet.repeated',
          packetId: item.packetId,
          detail: { node: item.node, attempt: item.attempt + 1, ...failure?.detail },
        });
        if (failure) await endThoseBehind(unit, item.packetId, { state: 'undeliverable', at });
      },
    });
  }

  /** Deliveries whose last try found no answer in time become `expired`. Returns how many. */
  expireTried(now: Date): Promise<number> {
    return this.#expire(`retry_at <= ?1 AND retry_at IS NOT NULL AND last = 1 AND state = 'sent'`, now);
  }

  /** Deliveries whose deadline was at or before `moment` become `expired`, tried or not. Returns how many. */
  expire(moment: Date): Promise<number> {
    return this.#expire(`state IN ('queued', 'sent') AND deadline_at <= ?1`, moment);
  }

  /** When the next retry, deadline or end of a last wait is due. */
  async nextDue(): Promise<Date | undefined> {
    const row = await this.#reading.first<{ retry: number | null; deadline: number | null }>(
      `SELECT (SELECT MIN(retry_at) FROM delivery WHERE retry_at IS NOT NULL) AS retry,
         (SELECT deadline_at FROM delivery WHERE state IN ('queued', 'sent') AND last = 0
          ORDER BY deadline_at LIMIT 1) AS deadline`,
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

  async #expire(which: string, moment: Date): Promise<number> {
    let expired = 0;
    const any = () =>
      this.#reading.first(`SELECT 1 FROM delivery WHERE ${which} LIMIT 1`, [moment.getTime()]);
    while (await any()) {
      const count = await this.#commits.do({
        touches: 'everything',
        octets: 0,
        run: (unit) => expireSome(unit, which, moment),
      });
      expired += count;
      if (count < expiryBatch) break;
    }
    return expired;
  }
}

async function expireSome(unit: Unit, which: string, now: Date): Promise<number> {
  const rows = await unit.all<DeliveryRow>(
    `SELECT ${deliveryColumns} FROM delivery WHERE ${which} ORDER BY deadline_at LIMIT ${expiryBatch}`,
    [now.getTime()],
  );
  const byPacket = new Map<string, DeliveryRow[]>();
  for (const row of movable(rows, 'expired')) {
    const group = byPacket.get(row.packet_id);
    if (group) group.push(row);
    else byPacket.set(row.packet_id, [row]);
  }
  const ended = new Set<string>();
  for (const [packetId, group] of byPacket) {
    if (ended.has(packetId)) continue;
    await changeDeliveries(unit, packetId, group, { state: 'expired', cause: 'deadline', at: now });
    if (group.some((row) => row.state === 'queued')) await leaveOutbox(unit, packetId);
    for (const row of group) unit.event({ kind: 'delivery.expired', packetId, agency: row.recipient });
    for (const behind of await endThoseBehind(unit, packetId, { state: 'expired', at: now }))
      ended.add(behind);
  }
  return rows.length;
}
