/**
 * What the operator does with a message in quarantine: give its octets to the receiver once more, as if they came now
 * (`spec/transport.md`, section 9), or discard them.
 */
import { EdocError } from '../errors.js';
import type { KeptMessage } from './attention-ports.js';
import type { AgentContext } from './context.js';
import type { DiscardRequest, DiscardResult, ReplayResult } from './desk.js';
import type { Receiver } from './receiver.js';

/**
 * Idempotent: what was accepted is told again and changes nothing; what is refused again stays where it is.
 * @throws EdocError `quarantine.unknown`, `quarantine.discarded`; a trouble of this node's own, with nothing changed
 */
export async function replay(context: AgentContext, receiver: Receiver, id: number): Promise<ReplayResult> {
  const { store, clock, log } = context;
  const kept = await find(context, id);
  const told = { id, type: kept.type, messageId: kept.messageId };
  if (kept.state === 'accepted') return { ...told, outcome: 'accepted' };
  if (kept.state === 'discarded') throw new EdocError('quarantine.discarded', { detail: { id } });
  const error = await receiver.replay({
    type: kept.type,
    messageId: kept.messageId,
    sender: kept.senderNode === '' ? undefined : kept.senderNode,
    lane: kept.lane,
    body: kept.bytes,
    redelivered: true,
    sentAt: kept.sentAt,
    ...(kept.part ? { part: kept.part } : {}),
  });
  if (!error) {
    await store.replayed(kept, { outcome: 'accepted' }, clock.now());
    log.info('quarantine.replayed', { packet: kept.messageId, kind: kept.type, state: 'accepted' });
    return { ...told, outcome: 'accepted' };
  }
  await store.replayed(kept, { outcome: 'refused', code: error.code }, clock.now());
  log.info('quarantine.replayed', { packet: kept.messageId, kind: kept.type, state: 'refused', error });
  const { code, place, detail } = error;
  return { ...told, outcome: 'refused', code, ...(place === undefined ? {} : { place }), detail };
}

/** @throws EdocError `reason.missing`, `quarantine.unknown`, `quarantine.settled` */
export async function discard(context: AgentContext, { id, reason }: DiscardRequest): Promise<DiscardResult> {
  const words = reason.trim();
  if (words === '') throw new EdocError('reason.missing');
  const kept = await find(context, id);
  await context.store.discard(kept, words, context.clock.now());
  context.log.info('quarantine.discarded', { packet: kept.messageId, kind: kept.type, code: kept.code });
  return { id, type: kept.type, messageId: kept.messageId, code: kept.code };
}

async function find({ store }: AgentContext, id: number): Promise<KeptMessage> {
  const kept = await store.quarantined(id);
  if (!kept) throw new EdocError('quarantine.unknown', { detail: { id } });
  return kept;
}
