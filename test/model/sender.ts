/**
 * What the node does that sent a packet (`src/agent/dispatcher.ts`, `src/store/deadlines.ts`, `settle.ts`): publish, publish again, give
 * up, and take the receipts.
 */
import { deliveryStep, mirrorBusiness } from '../../src/edoc/index.js';
import { crash } from './crash.js';
import { endThoseBehind, leaveOutbox, nodesOf, packetTo, publishing } from './publishing.js';
import { type Act, isFaulty, nodeOf, type Setting, type Step } from './setting.js';
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
  without,
} from './state.js';
import { nameOf } from './words.js';

export function* senderSteps(setting: Setting, state: State): Generator<Step> {
  for (const [index, packet] of state.packets.entries()) {
    const name = nameOf(state, index);
    const node = nodeOf(setting, packet.from);
    if (packet.stored === 'promised') {
      yield {
        kind: 'node',
        what: `${node} stores ${name}`,
        next: replacePacket(state, index, { stored: 'yes' }),
      };
    }
    if (packet.stored !== 'yes') continue;
    yield* publishing(setting, state, index, packet);
    yield* again(setting, state, index, packet);
    yield* givingUp(setting, state, index, packet);
  }
  for (const message of state.wire) if (message.receipt) yield* settling(setting, state, message);
}

/** Publishing once more while no receipt comes. It happens in the end where nothing of the first is on its way any more. */
function* again(setting: Setting, state: State, index: number, packet: Packet): Generator<Step> {
  if (isFaulty(setting, 'does not publish again')) return;
  const from = nodeOf(setting, packet.from);
  for (const node of nodesOf(setting, packet, ({ state: stands }) => stands === 'sent')) {
    const isOver = !isUnderWay(setting, state, index, node);
    const begun = isOver ? state : spend(state, 'earlyRetry');
    if (!begun) continue;
    const what = `${from} publishes ${nameOf(state, index)} again, to ${node} alone`;
    yield { kind: isOver ? 'node' : 'fault', what, next: send(begun, packetTo(index, node)) };
  }
}

function isUnderWay(setting: Setting, state: State, index: number, node: Node): boolean {
  const there = state.packets[index]?.deliveries.filter(({ to }) => nodeOf(setting, to) === node) ?? [];
  return (
    there.some(({ receiptWaits, owed }) => receiptWaits || owed) ||
    state.wire.some(
      ({ packet, at, receipt }) =>
        packet === index && (receipt ? there.some(({ to }) => to === receipt.by) : at === node),
    )
  );
}

function* givingUp(setting: Setting, state: State, index: number, packet: Packet): Generator<Step> {
  const late = packet.deliveries.filter(
    ({ state: stands }) => (stands === 'queued' || stands === 'sent') && deliveryStep(stands, 'expired'),
  );
  const begun = spend(state, 'expire');
  if (!begun || late.length === 0) return;
  let next = begun;
  for (const { to } of late) next = replaceDelivery(next, index, to, { state: 'expired' });
  yield {
    kind: 'fault',
    what: `the deadline of ${nameOf(state, index)} passes at ${nodeOf(setting, packet.from)}`,
    next: endThoseBehind(setting, leaveOutbox(next, index), index, 'expired'),
  };
}

function* settling(setting: Setting, state: State, message: Message): Generator<Step> {
  const { packet: index, at: node, receipt } = message;
  const delivery = state.packets[index]?.deliveries.find(({ to }) => to === receipt?.by);
  if (!delivery || !receipt) return;
  const name = `receipt ${receipt.number} (${receipt.outcome}) for ${nameOf(state, index)}`;
  const settled = settle(state, index, delivery, receipt);
  const act: Act = { do: 'settle', packet: index, receipt };
  const what = `${node} stores ${name}`;
  yield { kind: 'node', what: `${what} and acknowledges it`, next: without(settled, message), acts: [act] };
  const died = crash(setting, settled, node);
  if (!died) return;
  const acts: readonly Act[] = [act, { do: 'restart', node }];
  yield { kind: 'fault', what: `${what} and dies before it acknowledges`, next: died, acts };
}

function settle(
  state: State,
  index: number,
  delivery: Delivery,
  receipt: NonNullable<Message['receipt']>,
): State {
  const to = receipt.outcome === 'accepted' ? 'delivered' : 'refused';
  if (!deliveryStep(delivery.state, to)) return state;
  const arrived = to === 'delivered' ? mirrorBusiness(delivery.business, '01') : 'late';
  const isDocument = state.packets[index]?.code === 'document';
  const settled = replaceDelivery(state, index, delivery.to, {
    state: to,
    settledBy: receipt.number,
    ...(isDocument && arrived !== 'late' ? { business: arrived.next } : {}),
  });
  return delivery.state === 'queued' ? leaveOutbox(settled, index) : settled;
}
