/**
 * Withdrawing a delivery that was never published (`spec/lifecycle.md`, section 3). Whether it was is certain only in
 * this run of the node: what the outbox handed out counts as published, and so does what an earlier run may have had.
 */
import type { OrganId } from '../edoc/index.js';
import { codesOf } from './agencies.js';
import type { Commits } from './commits.js';
import { changeDeliveries, leaveOutbox, movable, readDeliveries } from './deliveries.js';
import type { NewEvent } from './log-entry.js';
import type { Unit } from './unit.js';

export interface Withdrawal {
  readonly packetId: string;
  /** Together: a node that serves one of them gets the packet as long as another one there is left. */
  readonly recipients: readonly OrganId[];
  readonly reason: string;
  readonly at: Date;
  readonly events: readonly NewEvent[];
}

export class Withdrawals {
  readonly #commits: Commits;
  readonly #handedOut = new Set<string>();
  /** Packets being withdrawn now, with how many calls are at it. */
  readonly #underWay = new Map<string, number>();

  constructor(commits: Commits) {
    this.#commits = commits;
  }

  /** Called before a packet's octets leave the store; false where it is being withdrawn at this moment. */
  handOut(packetId: string): boolean {
    if (this.#underWay.has(packetId)) return false;
    this.#handedOut.add(packetId);
    return true;
  }

  /** Called when the deliveries themselves say that they were published. */
  isRecorded(packetId: string): void {
    this.#handedOut.delete(packetId);
  }

  wasHandedOut(packetId: string): boolean {
    return this.#handedOut.has(packetId);
  }

  /** queued → withdrawn for all the recipients, or nothing at all. True where it was done. */
  async withdraw(withdrawal: Withdrawal): Promise<boolean> {
    const { packetId } = withdrawal;
    if (this.#handedOut.has(packetId)) return false;
    this.#underWay.set(packetId, (this.#underWay.get(packetId) ?? 0) + 1);
    try {
      return await this.#commits.do({
        touches: [packetId],
        octets: 512,
        run: (unit) => withdrawUnpublished(unit, withdrawal),
      });
    } finally {
      const others = (this.#underWay.get(packetId) ?? 1) - 1;
      if (others > 0) this.#underWay.set(packetId, others);
      else this.#underWay.delete(packetId);
    }
  }
}

async function withdrawUnpublished(unit: Unit, withdrawal: Withdrawal): Promise<boolean> {
  const { packetId, reason, at } = withdrawal;
  const asked = (
    await Promise.all(withdrawal.recipients.map((recipient) => codesOf(unit, recipient)))
  ).flat();
  const rows = await readDeliveries(unit, packetId);
  const chosen = rows.filter((row) => asked.includes(row.recipient));
  const free = movable(chosen, 'withdrawn').filter((row) => row.published === 0);
  if (free.length === 0 || free.length < chosen.length) return false;
  // The packet names all its recipients: at a node that gets it for another one, it would be shown to these as well.
  const nodes = new Set(free.map((row) => row.node));
  const othersThere = rows.some(
    (row) => row.state !== 'withdrawn' && nodes.has(row.node) && !free.includes(row),
  );
  if (othersThere) return false;
  await changeDeliveries(unit, packetId, free, { state: 'withdrawn', cause: 'withdrawn', at, reason });
  await leaveOutbox(unit, packetId);
  for (const event of withdrawal.events) unit.event(event);
  return true;
}
