/** What must be true: of each step, of each state, and of a state in which nothing is left to happen. In words, for people. */
import type { BusinessState, DeliveryState } from '../../src/edoc/index.js';
import { answersBefore } from './publishing.js';
import type { Delivery, Packet, State } from './state.js';
import { nameOf } from './words.js';

/** How far a state is on its way, written down once more: a table that lets something go back must not judge itself. */
const deliveryRank: Readonly<Record<DeliveryState, number>> = {
  queued: 0,
  sent: 1,
  undeliverable: 2,
  expired: 2,
  delivered: 3,
  refused: 3,
  withdrawn: 3,
};
const businessRank: Readonly<Record<BusinessState, number>> = {
  none: 0,
  '01': 1,
  '03': 2,
  '04': 3,
  '05': 4,
  '06': 5,
  '02': 5,
};

/** What is wrong with a step; undefined where nothing is. */
export function wrongStep(before: State, after: State): string | undefined {
  for (const [index, packet] of before.packets.entries()) {
    if (packet === after.packets[index]) continue;
    for (const [at, old] of packet.deliveries.entries()) {
      const now = after.packets[index]?.deliveries[at];
      if (!now) return `${nameOf(before, index)} is gone`;
      const wrong = backwards(old, now);
      if (wrong) return `${nameOf(before, index)} for ${old.to} ${wrong}`;
    }
  }
  return undefined;
}

function backwards(old: Delivery, now: Delivery): string | undefined {
  // A new attempt at what was given up: nobody ever said that it did not come.
  const isAnew = (old.state === 'expired' || old.state === 'undeliverable') && now.state === 'queued';
  if (now.state !== old.state && !isAnew && deliveryRank[now.state] <= deliveryRank[old.state]) {
    return `goes back from ${old.state} to ${now.state}`;
  }
  if (businessRank[now.business] < businessRank[old.business]) {
    return `goes back from ${old.business} to ${now.business} at its sender`;
  }
  if (old.settledBy > 0 && now.settledBy !== old.settledBy) return 'is decided a second time';
  if (old.answer && now.receipt > 0 && now.answer !== old.answer) return 'is answered in two ways';
  if (old.entry && !now.entry) return 'is gone from the register';
  return undefined;
}

/** What is wrong with a state, whatever happens next. */
export function wrongState(state: State): string | undefined {
  for (const [index, packet] of state.packets.entries()) {
    for (const delivery of packet.deliveries) {
      const wrong = wrongDelivery(packet, delivery);
      if (wrong) return `${nameOf(state, index)}: ${wrong}`;
    }
    const waits = packet.deliveries.some(({ state: stands }) => stands === 'queued');
    const inVain = answersBefore(state, index).some(
      (stands) => stands === 'expired' || stands === 'undeliverable',
    );
    if (waits && inVain) return `${nameOf(state, index)} waits for an answer that nobody tries any more`;
  }
  return undefined;
}

function wrongDelivery(packet: Packet, delivery: Delivery): string | undefined {
  const { state, to, answer, receiptsMade, timesShown } = delivery;
  if (packet.stored === 'lost')
    return `the clerk of ${packet.from} was told that it is on its way, and it is lost`;
  if (timesShown > 1) return `shown to the clerk of ${to} ${timesShown} times`;
  if (receiptsMade > 1) return `${to} made ${receiptsMade} receipts for the same octets`;
  const isThere = packet.code === 'document' ? timesShown === 1 : answer === 'accepted';
  if (delivery.entry && timesShown === 0) return `${to} shows something of a document that it does not have`;
  if (state === 'delivered' && !isThere)
    return `${packet.from} holds it as delivered, and ${to} does not have it`;
  if (state === 'refused' && isThere) return `${packet.from} holds it as refused, and ${to} has it`;
  if (state === 'withdrawn' && isThere) return `${packet.from} holds it as withdrawn, and ${to} has it`;
  return undefined;
}

/** What is wrong with a state in which nobody has anything left to do, save what people may choose to. */
export function wrongRest(state: State): string | undefined {
  if (state.wire.length > 0) return 'a message is on its way, and nobody takes it';
  for (const [index, packet] of state.packets.entries()) {
    for (const { to, state: stands } of packet.deliveries) {
      if (stands === 'queued' || stands === 'sent') {
        return `${nameOf(state, index)} for ${to} stands at ${stands} for ever`;
      }
    }
  }
  const [document] = state.packets;
  for (const delivery of document?.deliveries ?? []) {
    const wrong = disagreement(state, delivery);
    if (wrong) return wrong;
  }
  return undefined;
}

function disagreement(state: State, delivery: Delivery): string | undefined {
  const { to, entry } = delivery;
  if (!entry) return withoutEntry(delivery);
  // Where a status is known to its sender as not delivered, that is what its sender sees and can act on.
  if (statusesOf(state, to).some(({ state: stands }) => stands !== 'delivered')) return undefined;
  const told = { business: delivery.business, recall: delivery.recall, amendment: delivery.amendment };
  // Whose receipt never came, A does not know whether it arrived, and says so.
  const unknown = delivery.state === 'expired' || delivery.state === 'undeliverable';
  if (unknown && told.business === 'none') told.business = '01';
  for (const machine of ['business', 'recall', 'amendment'] as const) {
    if (told[machine] === entry[machine]) continue;
    return `A holds the ${machine} of ${to} as ${told[machine]}, and ${to} as ${entry[machine]}, for ever`;
  }
  return undefined;
}

function withoutEntry({ to, recall, business }: Delivery): string | undefined {
  if (business !== 'none') return `A holds the document as ${business} at ${to}, which does not have it`;
  if (recall === 'agreed' || recall === 'declined')
    return `A holds the recall as ${recall}, and ${to} never had it`;
  return undefined;
}

/** The statuses between the sender of the document and one of its recipients, as their senders see them. */
function statusesOf({ packets }: State, agency: Delivery['to']): Delivery[] {
  return packets
    .filter(({ code }) => code !== 'document')
    .flatMap(({ from, deliveries }) => deliveries.filter(({ to }) => from === agency || to === agency));
}
