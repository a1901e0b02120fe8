/** The words in which a trace is told. */
import type { Delivery, Message, State } from './state.js';

export function nameOf({ packets }: State, index: number): string {
  const packet = packets[index];
  if (!packet || packet.code === 'document') return 'the document';
  // Statuses are told apart by their number where there are several.
  return `status ${packet.code} of ${packet.from}${packets.length > 2 ? ` (packet ${index})` : ''}`;
}

export function describeMessage(state: State, { packet, at, receipt }: Message): string {
  if (!receipt) return `${nameOf(state, packet)} for ${at}`;
  return `receipt ${receipt.number} of ${receipt.by} for ${nameOf(state, packet)}`;
}

/** What both ends hold, a line for each packet and recipient. */
export function describeState(state: State): string[] {
  return [
    ...state.packets.flatMap(({ code, from, deliveries }, index) =>
      deliveries.map((delivery) => {
        const sender = `${from} has ${code === 'document' ? senderWords(delivery) : delivery.state}`;
        const { to, entry, standing, answer } = delivery;
        const there = entry
          ? [entry.business, recallWords(entry.recall), amendmentWords(entry.amendment)].join('')
          : (standing ?? answer ?? 'nothing');
        return `${nameOf(state, index)}: ${sender}; ${to} has ${there}`;
      }),
    ),
    ...state.wire.map((message) => `on its way: ${describeMessage(state, message)} (${message.phase})`),
  ];
}

function senderWords({ state, business, recall, amendment }: Delivery): string {
  return [state, `, ${business}`, recallWords(recall), amendmentWords(amendment)].join('');
}

function recallWords(recall: string): string {
  return recall === 'none' ? '' : `, recall ${recall}`;
}

function amendmentWords(amendment: string): string {
  return amendment === 'none' ? '' : `, amendment ${amendment}`;
}
