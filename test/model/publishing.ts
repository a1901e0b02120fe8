/** Publishing for the first time (`src/agent/dispatcher.ts`, `src/store/outbox.ts`, `answers.ts`): hand out, publish, confirm. */
import { type DeliveryState, deliveryStep } from '../../src/edoc/index.js';
import { type Act, homeOf, isFaulty, nodeOf, type Setting, type Step } from './setting.js';
import {
  type Delivery,
  type Message,
  type Node,
  type Packet,
  replaceDelivery,
  replacePacket,
  type State,
  send,
  spend,
} from './state.js';
import { nameOf } from './words.js';

export function* publishing(setting: Setting, state: State, index: number, packet: Packet): Generator<Step> {
  const node = nodeOf(setting, packet.from);
  const name = nameOf(state, index);
  const { flight } = packet;
  if (!flight) {
    if (!packet.waits || !isNext(setting, state, index)) return;
    const nodes = nodesOf(setting, packet, ({ state: stands }) => stands === 'queued');
    if (packet.code === 'document') {
      const handed = { handedOut: true, flight: { nodes, taken: false } };
      const what = `${node} hands ${name} out to be published`;
      const acts = [{ do: 'hand out', packet: index }] as const;
      yield { kind: 'node', what, next: replacePacket(state, index, handed), acts };
    } else yield* publishingStatus(setting, state, index, nodes);
    return;
  }
  const { nodes, taken } = flight;
  const lost = spend(state, 'lose');
  if (!taken) {
    yield {
      kind: 'node',
      what: `${node} publishes ${name}, and the broker has it`,
      next: send(
        replacePacket(state, index, { flight: { nodes, taken: true } }),
        ...nodes.map((at) => packetTo(index, at)),
      ),
    };
    if (lost) {
      const next = replacePacket(lost, index, { flight: undefined });
      yield { kind: 'fault', what: `the connection breaks before the broker has ${name}`, next };
    }
    const returned = spend(state, 'unroutable');
    if (returned) {
      const next = published(setting, returned, index, nodes, 'undeliverable');
      yield {
        kind: 'fault',
        what: `the broker has no queue for ${name} and returns it`,
        next,
        acts: [{ do: 'return', packet: index }],
      };
    }
    return;
  }
  yield {
    kind: 'node',
    what: `${node} stores the broker's confirm of ${name}`,
    next: published(setting, state, index, nodes, confirmed(setting)),
    acts: [{ do: 'confirm', packet: index }],
  };
  if (lost) {
    const next = replacePacket(lost, index, { flight: undefined });
    yield { kind: 'fault', what: `the connection breaks before the confirm of ${name} comes`, next };
  }
}

/** A status cannot be withdrawn, so that publishing it is one step here, or one and what may go wrong in its middle. */
function* publishingStatus(
  setting: Setting,
  state: State,
  index: number,
  nodes: readonly Node[],
): Generator<Step> {
  const name = nameOf(state, index);
  const messages = nodes.map((at) => packetTo(index, at));
  const handOut: Act = { do: 'hand out', packet: index };
  const next = send(published(setting, state, index, nodes, confirmed(setting)), ...messages);
  yield {
    kind: 'node',
    what: `${homeOf(setting, state, index)} publishes ${name} and stores the confirm`,
    next,
    acts: [handOut, { do: 'confirm', packet: index }],
  };
  const lost = spend(state, 'lose');
  if (!lost) return;
  const what = `the broker has ${name}, and the connection breaks before the confirm comes`;
  yield { kind: 'fault', what, next: send(lost, ...messages), acts: [handOut] };
}

function confirmed(setting: Setting): 'sent' | 'delivered' {
  return isFaulty(setting, 'takes the confirm for a receipt') ? 'delivered' : 'sent';
}

/**
 * An answer (15, 16) or a refusal (02) waits until the one before it, about the same document, is known to have come: what it
 * means depends on which of them comes first.
 */
function isNext(setting: Setting, state: State, index: number): boolean {
  if (overtakes(setting, state, index)) return false;
  if (isFaulty(setting, 'sends answers in any order')) return true;
  return answersBefore(state, index).every((stands) => stands === 'delivered' || stands === 'refused');
}

/** What a status speaks of, or an earlier status of the same node about it, is not yet out to the same node. */
function overtakes(setting: Setting, { packets }: State, index: number): boolean {
  const packet = packets[index];
  if (!packet || packet.code === 'document') return false;
  const isQueued = ({ state: stands }: Delivery) => stands === 'queued';
  const nodes = nodesOf(setting, packet, isQueued);
  const home = nodeOf(setting, packet.from);
  return packets
    .slice(0, index)
    .filter(({ from }, at) => nodeOf(setting, from) === home && !waitsForAnswer({ packets }, at))
    .some((earlier) => nodesOf(setting, earlier, isQueued).some((node) => nodes.includes(node)));
}

/** What is no answer does not wait behind one that waits itself. */
function waitsForAnswer(state: Pick<State, 'packets'>, index: number): boolean {
  return answersBefore(state, index).some((stands) => stands !== 'delivered' && stands !== 'refused');
}

/** An answer was given up: those that wait for it end with it. */
export function endThoseBehind(
  setting: Setting,
  state: State,
  index: number,
  to: 'expired' | 'undeliverable',
): State {
  const packet = state.packets[index];
  if (!packet || !isAnswer(packet) || isFaulty(setting, 'lets answers wait for what was given up'))
    return state;
  let next = state;
  for (const [at, later] of state.packets.entries()) {
    if (at <= index || !isAnswer(later) || later.from !== packet.from) continue;
    for (const { to: agency, state: stands } of later.deliveries)
      if (stands === 'queued') next = replaceDelivery(next, at, agency, { state: to });
    next = leaveOutbox(next, at);
  }
  return next;
}

/** An answer is stored: those before it that were given up begin anew. */
export function keepEarlierGoing(setting: Setting, state: State, packet: Packet): State {
  if (!isAnswer(packet) || isFaulty(setting, 'lets answers wait for what was given up')) return state;
  let next = state;
  for (const [at, earlier] of state.packets.entries()) {
    if (!isAnswer(earlier) || earlier.from !== packet.from) continue;
    for (const { to, state: stands } of earlier.deliveries)
      if (stands === 'expired' || stands === 'undeliverable')
        next = replaceDelivery(next, at, to, { state: 'queued' });
    next = leaveOutbox(next, at);
  }
  return next;
}

export function answersBefore({ packets }: Pick<State, 'packets'>, index: number): DeliveryState[] {
  const packet = packets[index];
  if (!packet || !isAnswer(packet)) return [];
  return packets
    .slice(0, index)
    .filter((other) => isAnswer(other) && other.from === packet.from)
    .flatMap(({ deliveries }) => deliveries.map(({ state }) => state));
}

function isAnswer({ code }: Pick<Packet, 'code'>): boolean {
  return code === '02' || code === '15' || code === '16';
}

export function nodesOf(setting: Setting, packet: Packet, which: (delivery: Delivery) => boolean): Node[] {
  return [...new Set(packet.deliveries.filter(which).map(({ to }) => nodeOf(setting, to)))];
}

export function packetTo(packet: number, at: Node): Message {
  return { packet, at, receipt: undefined, phase: 'ready' };
}

/** The broker answered: queued → sent or undeliverable for those who are still queued; the packet leaves the outbox. */
function published(
  setting: Setting,
  state: State,
  index: number,
  nodes: readonly Node[],
  to: 'sent' | 'undeliverable' | 'delivered',
): State {
  let next = replacePacket(state, index, { flight: undefined, handedOut: false });
  for (const delivery of state.packets[index]?.deliveries ?? []) {
    if (!nodes.includes(nodeOf(setting, delivery.to)) || delivery.state !== 'queued') continue;
    if (deliveryStep(delivery.state, to)) {
      next = replaceDelivery(next, index, delivery.to, { state: to, published: true });
    }
  }
  next = leaveOutbox(next, index);
  return to === 'undeliverable' ? endThoseBehind(setting, next, index, to) : next;
}

export function leaveOutbox(state: State, index: number): State {
  const waits = state.packets[index]?.deliveries.some(({ state: stands }) => stands === 'queued') ?? false;
  return replacePacket(state, index, { waits });
}
