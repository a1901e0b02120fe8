/** Waits for the answers of the recipients, reading the agent's store. */
import { setTimeout as delay } from 'node:timers/promises';
import { isFinalDelivery } from '../../edoc/index.js';
import type { DeliveryRecord, StoreReader } from '../../store/index.js';
import type { Progress } from '../terminal/progress-bar.js';

const lookEveryMs = 150;

/** A refusal is an answer, though it may be corrected; the others can still turn into one, but nobody should wait for it. */
const settled: ReadonlySet<string> = new Set(['refused', 'undeliverable', 'expired']);

export function isAnswered({ state }: DeliveryRecord): boolean {
  return isFinalDelivery(state) || settled.has(state);
}

/** Until the packet has gone out, which it does behind the parts of its attachments, or the time is over. */
export async function waitForParts(
  register: StoreReader,
  packetId: string,
  until: number,
  progress: Progress,
): Promise<void> {
  let shown = 0;
  for (;;) {
    const deliveries = await register.deliveries(packetId);
    if (!deliveries.some(({ state }) => state === 'queued') || performance.now() >= until) return;
    const rows = await register.partProgress(packetId);
    const confirmed = rows.reduce((sum, row) => sum + (row.node === undefined ? row.confirmed : 0), 0);
    progress.advance(confirmed - shown);
    shown = confirmed;
    await delay(lookEveryMs);
  }
}

/** The deliveries as they stand when all are answered or the time is over. */
export async function waitForAnswers(
  register: StoreReader,
  packetId: string,
  until: number,
  progress: Progress,
): Promise<DeliveryRecord[]> {
  let answered = 0;
  for (;;) {
    const deliveries = await register.deliveries(packetId);
    const now = deliveries.filter(isAnswered).length;
    progress.advance(now - answered);
    answered = now;
    if (answered === deliveries.length || performance.now() >= until) return deliveries;
    await delay(lookEveryMs);
  }
}
