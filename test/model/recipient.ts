/**
 * What the node does that a packet comes to (`src/agent/receive-packet.ts`, `refuse-packet.ts`, `src/store/accept.ts`,
 * `quarantine.ts`, `statuses.ts`): is it known, store it with its receipt and what it changes, acknowledge, send the receipt.
 */
import {
  answerTo,
  businessState,
  initialAmendment,
  mirrorBusiness,
  type ReceivedState,
  recallStep,
} from '../../src/edoc/index.js';
import { crash } from './crash.js';
import { type Act, homeOf, isFaulty, nodeOf, type Setting, type Step } from './setting.js';
import {
  type Agency,
  type Delivery,
  type Message,
  moved,
  type Outcome,
  replaceDelivery,
  type State,
  send,
  spend,
  without,
} from './state.js';
import { nameOf } from './words.js';

export function* recipientSteps(setting: Setting, state: State): Generator<Step> {
  for (const message of state.wire) if (!message.receipt) yield* taking(setting, state, message);
  for (const [index, packet] of state.packets.entries()) {
    for (const delivery of packet.deliveries) yield* answering(setting, state, index, delivery);
  }
}

function* taking(setting: Setting, state: State, message: Message): Generator<Step> {
  const { packet: index, at: node, phase } = message;
  const name = nameOf(state, index);
  const there = addressed(setting, state, message);
  const isKnown =
    there.some(({ answer }) => answer !== undefined) &&
    !isFaulty(setting, 'does not know what it took before');
  if (isKnown) {
    const next = resend(state, index, there);
    yield* acknowledging(setting, next, message, `${node} has ${name} already, lays its receipt out again`);
  } else if (isFaulty(setting, 'answers before it has stored')) {
    yield {
      kind: 'node',
      what: `${node} answers ${name}, before it has stored it`,
      next: owe(state, message, there),
    };
  } else if (isFaulty(setting, 'acknowledges before it has stored')) {
    let next = without(state, message);
    for (const { to } of there) next = replaceDelivery(next, index, to, { owed: true });
    yield { kind: 'node', what: `${node} acknowledges ${name}, before it has stored it`, next };
  } else if (phase === 'ready' && mayRefuse(setting, state, index)) {
    const what = `${node} gets ${name}, which it does not know`;
    yield { kind: 'node', what, next: moved(state, message, 'held') };
    return;
  } else {
    const next = accept(setting, state, index, there);
    yield* acknowledging(setting, next, message, `${node} stores ${name} with its receipt`);
  }
  const refused = phase === 'held' ? spend(state, 'refuse') : undefined;
  if (!refused) return;
  const looksAgain = !isFaulty(setting, 'does not look again before it refuses');
  const next = isKnown && looksAgain ? resend(refused, index, there) : refuse(refused, index, there);
  yield {
    kind: 'fault',
    what: `${node} cannot take ${name}, and refuses it`,
    next: without(next, message),
    acts: [{ do: 'refuse', packet: index, node }],
  };
}

/** Only then is there a time between looking whether it is known and storing: storing itself looks again. */
function mayRefuse({ budget }: Setting, { packets }: State, index: number): boolean {
  return budget.refuse > 0 && packets[index]?.code === 'document';
}

/** After the transaction: the acknowledgement, or death before it. */
function* acknowledging(setting: Setting, stored: State, message: Message, what: string): Generator<Step> {
  const { at: node, packet } = message;
  const take: Act = { do: 'take', packet, node };
  yield { kind: 'node', what: `${what}, and acknowledges it`, next: without(stored, message), acts: [take] };
  const died = crash(setting, stored, node);
  if (!died) return;
  const acts: readonly Act[] = [take, { do: 'restart', node }];
  yield { kind: 'fault', what: `${what}, and dies before it acknowledges`, next: died, acts };
}

function owe(state: State, message: Message, there: readonly Delivery[]): State {
  let next = without(state, message);
  for (const { to } of there) {
    next = keepReceipt(
      replaceDelivery(next, message.packet, to, { owed: true }),
      message.packet,
      to,
      'accepted',
    );
  }
  return next;
}

function addressed(setting: Setting, state: State, { packet, at: node }: Message): Delivery[] {
  return state.packets[packet]?.deliveries.filter(({ to }) => nodeOf(setting, to) === node) ?? [];
}

function resend(state: State, index: number, there: readonly Delivery[]): State {
  let next = state;
  for (const { to, receipt } of there) {
    if (receipt > 0) next = replaceDelivery(next, index, to, { receiptWaits: true });
  }
  return next;
}

function keepReceipt(state: State, index: number, to: Agency, outcome: Outcome): State {
  const made = (state.packets[index]?.deliveries.find((one) => one.to === to)?.receiptsMade ?? 0) + 1;
  return replaceDelivery(state, index, to, {
    answer: outcome,
    receipt: made,
    receiptsMade: made,
    receiptWaits: true,
  });
}

function refuse(state: State, index: number, there: readonly Delivery[]): State {
  let next = state;
  for (const { to } of there) next = keepReceipt(next, index, to, 'refused');
  return next;
}

function accept(setting: Setting, state: State, index: number, there: readonly Delivery[]): State {
  let next = state;
  for (const { to } of there) next = store(setting, keepReceipt(next, index, to, 'accepted'), index, to);
  return next;
}

/** What an accepted packet changes. */
export function store(setting: Setting, state: State, index: number, to: Agency): State {
  const packet = state.packets[index];
  const delivery = packet?.deliveries.find((one) => one.to === to);
  if (!packet || !delivery) return state;
  if (packet.code === 'document') return showDocument(setting, state, index, delivery);
  return packet.code === '13'
    ? applyRecall(setting, state, index, to)
    : applyToMirror(setting, state, index, packet.from, packet.code);
}

function showDocument(setting: Setting, state: State, index: number, delivery: Delivery): State {
  let entry: ReceivedState = {
    business: '01',
    recall: delivery.entry?.recall ?? 'none',
    amendment: initialAmendment(setting.businessDocType),
  };
  let next = state;
  for (const [at, packet] of state.packets.entries()) {
    const [status] = packet.deliveries;
    if (packet.code !== '13' || status?.to !== delivery.to || status.standing !== 'waiting') continue;
    const step = recallStep(entry.recall, packet.code);
    if (step !== 'late') entry = { ...entry, recall: step.next };
    next = replaceDelivery(next, at, delivery.to, { standing: step === 'late' ? 'late' : 'applied' });
  }
  return replaceDelivery(next, index, delivery.to, { entry, timesShown: delivery.timesShown + 1 });
}

function applyRecall(setting: Setting, state: State, index: number, to: Agency): State {
  const entry = documentOf(state, to)?.entry;
  if (!entry && isFaulty(setting, 'shows a recall without its document')) {
    const bare: ReceivedState = { business: 'none', recall: 'requested', amendment: 'none' };
    return replaceDelivery(replaceDelivery(state, 0, to, { entry: bare }), index, to, {
      standing: 'applied',
    });
  }
  if (!entry) {
    const standing = isFaulty(setting, 'drops a recall that overtook its document') ? 'late' : 'waiting';
    return replaceDelivery(state, index, to, { standing });
  }
  const step = recallStep(entry.recall, '13');
  if (step === 'late') return replaceDelivery(state, index, to, { standing: 'late' });
  const told = replaceDelivery(state, 0, to, { entry: { ...entry, recall: step.next } });
  return replaceDelivery(told, index, to, { standing: 'applied' });
}

/** A recipient tells the sender of the document what it did with it. */
function applyToMirror(setting: Setting, state: State, index: number, from: Agency, code: string): State {
  const mirror = documentOf(state, from);
  if (!mirror) return state;
  const answer = answerTo(mirror.business, mirror.recall, code, mirror.amendment);
  const step = mirrorBusiness(mirror.business, code);
  const goesBack = isFaulty(setting, 'lets a late status go back')
    ? { business: businessState(code) }
    : undefined;
  const change = answer ?? (step === 'late' ? goesBack : { business: step.next });
  const [status] = state.packets[index]?.deliveries ?? [];
  const told = status
    ? replaceDelivery(state, index, status.to, { standing: change ? 'applied' : 'late' })
    : state;
  return change ? replaceDelivery(told, 0, from, change) : told;
}

/** The document is the first packet; statuses speak of it. */
export function documentOf(state: State, recipient: Agency): Delivery | undefined {
  return state.packets[0]?.deliveries.find(({ to }) => to === recipient);
}

/** The receipt goes out from the outbox, and leaves it with the broker's confirm. */
function* answering(setting: Setting, state: State, index: number, delivery: Delivery): Generator<Step> {
  const { to, owed, receiptWaits, answer, receipt } = delivery;
  const node = nodeOf(setting, to);
  if (owed) {
    const paid = replaceDelivery(state, index, to, { owed: false });
    const next = answer ? store(setting, paid, index, to) : accept(setting, paid, index, [delivery]);
    yield { kind: 'node', what: `${node} stores ${nameOf(state, index)}, which it has answered for`, next };
  }
  if (!receiptWaits) return;
  const name = `receipt ${receipt} for ${nameOf(state, index)}`;
  const message: Message = {
    packet: index,
    at: homeOf(setting, state, index),
    receipt: { by: to, outcome: answer ?? 'accepted', number: receipt },
    phase: 'ready',
  };
  const forgets = isFaulty(setting, 'does not keep the receipt') ? { answer: undefined, receipt: 0 } : {};
  const next = send(replaceDelivery(state, index, to, { receiptWaits: false, ...forgets }), message);
  const reply = { do: 'reply', packet: index, agency: to } as const;
  yield {
    kind: 'node',
    what: `${node} publishes ${name} and stores the confirm`,
    next,
    acts: [{ ...reply, confirmed: true }],
  };
  const lost = spend(state, 'lose');
  if (!lost) return;
  const what = `the broker has ${name}, and the connection breaks before the confirm comes`;
  yield { kind: 'fault', what, next: send(lost, message), acts: [{ ...reply, confirmed: false }] };
}
