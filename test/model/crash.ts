/** A node that dies and starts again. What was delivered to it and not acknowledged is with the broker still. */
import { isFaulty, nodeOf, type Setting } from './setting.js';
import { type Message, type Node, type Packet, type State, spend } from './state.js';

/** Undefined where the budget has none left. */
export function crash(setting: Setting, state: State, node: Node): State | undefined {
  const begun = spend(state, 'crash');
  return begun && (restart(setting, begun, node) ?? begun);
}

/** The same, and undefined where the node has nothing to lose: nothing in memory, nothing taken and not acknowledged. */
export function crashThatTells(setting: Setting, state: State, node: Node): State | undefined {
  const begun = spend(state, 'crash');
  return begun && restart(setting, begun, node);
}

/** Memory is gone, and what was not acknowledged comes again. Undefined where that changes nothing. */
function restart(setting: Setting, state: State, node: Node): State | undefined {
  const packets = state.packets.map((packet) => restarted(setting, packet, node));
  const wire = state.wire.map((message) => comesAgain(message, node));
  const isSame =
    packets.every((packet, index) => packet === state.packets[index]) &&
    wire.every((message, index) => message === state.wire[index]);
  return isSame ? undefined : { ...state, packets, wire };
}

function comesAgain(message: Message, node: Node): Message {
  return message.at === node && message.phase === 'held' ? { ...message, phase: 'ready' } : message;
}

function restarted(setting: Setting, packet: Packet, node: Node): Packet {
  const owes = packet.deliveries.some(({ to, owed }) => owed && nodeOf(setting, to) === node);
  const deliveries = packet.deliveries.map((delivery) => ({ ...delivery, owed: false }));
  const answered = owes ? { ...packet, deliveries } : packet;
  return nodeOf(setting, packet.from) === node ? restartedSender(setting, answered) : answered;
}

/** What still waits counts as published: nobody can tell whether the run before had it published. */
function restartedSender(setting: Setting, packet: Packet): Packet {
  if (packet.stored === 'promised') return { ...packet, stored: 'lost', waits: false };
  const marks = packet.waits && !isFaulty(setting, 'forgets at start what may be published');
  const unmarked =
    marks && packet.deliveries.some(({ state, published }) => state === 'queued' && !published);
  if (!unmarked && !packet.handedOut && !packet.flight) return packet;
  return {
    ...packet,
    handedOut: false,
    flight: undefined,
    deliveries: packet.deliveries.map((delivery) =>
      marks && delivery.state === 'queued' ? { ...delivery, published: true } : delivery,
    ),
  };
}
