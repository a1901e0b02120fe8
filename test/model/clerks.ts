/** What people do: a sender's clerk asks a document back (`src/agent/recall.ts`), a recipient's clerk takes a step on it. */
import { clerkCodes, clerkStep, deliveryStep, mayRecall, recallStep } from '../../src/edoc/index.js';
import { keepEarlierGoing, leaveOutbox } from './publishing.js';
import { isFaulty, nodeOf, type Setting, type Step } from './setting.js';
import {
  type Agency,
  type Delivery,
  newDelivery,
  newPacket,
  type Packet,
  replaceDelivery,
  type State,
  spend,
} from './state.js';

export function* clerkSteps(setting: Setting, state: State): Generator<Step> {
  const [document] = state.packets;
  if (document?.stored !== 'yes') return;
  const agencies = document.deliveries.map(({ to }) => to);
  const choices = agencies.length > 1 ? [agencies, ...agencies.map((one) => [one])] : [agencies];
  for (const asked of choices) {
    const next = recall(setting, state, document, asked);
    if (next)
      yield { kind: 'clerk', what: `A's clerk asks the document back from ${asked.join(' and ')}`, next };
  }
  for (const delivery of document.deliveries) yield* onEntry(setting, state, delivery);
}

/** Withdrawn here where it never left, else asked for with a 13. Undefined where there is nothing to do. */
function recall(
  setting: Setting,
  state: State,
  document: Packet,
  asked: readonly Agency[],
): State | undefined {
  const begun = spend(state, 'recalls');
  if (!begun) return undefined;
  let next = begun;
  const wanted = document.deliveries.filter(({ to }) => asked.includes(to));
  for (const node of new Set(wanted.map(({ to }) => nodeOf(setting, to)))) {
    const there = document.deliveries.filter(
      (delivery) => nodeOf(setting, delivery.to) === node && delivery.state !== 'withdrawn',
    );
    const together = isFaulty(setting, 'withdraws from one agency of a node')
      ? there.filter(({ to }) => asked.includes(to))
      : there;
    if (together.every((delivery) => asked.includes(delivery.to) && neverLeft(setting, document, delivery))) {
      for (const { to } of together) next = replaceDelivery(next, 0, to, { state: 'withdrawn' });
    } else {
      for (const delivery of there) if (asked.includes(delivery.to)) next = askBack(next, delivery);
    }
  }
  return next === begun ? undefined : leaveOutbox(next, 0);
}

function neverLeft(setting: Setting, document: Packet, { state, published }: Delivery): boolean {
  const isSure = !published && (!document.handedOut || isFaulty(setting, 'withdraws what it has handed out'));
  return isSure && deliveryStep(state, 'withdrawn');
}

function askBack(state: State, { to, state: delivery, business, recall: stands }: Delivery): State {
  const step = recallStep(stands, '13');
  if (step === 'late' || !mayRecall({ delivery, business, recall: stands })) return state;
  const asked = replaceDelivery(state, 0, to, { recall: step.next });
  return { ...asked, packets: [...asked.packets, newPacket('13', 'A', [newDelivery(to, 'none')])] };
}

/** The step and the status that tells of it are one transaction. */
function* onEntry(setting: Setting, state: State, { to, entry }: Delivery): Generator<Step> {
  const begun = entry && spend(state, 'steps');
  if (!begun) return;
  for (const code of clerkCodes(entry.business, entry.recall, entry.amendment)) {
    if (!setting.codes.includes(code)) continue;
    const taken = replaceDelivery(begun, 0, to, {
      entry: clerkStep(entry.business, entry.recall, code, entry.amendment),
    });
    const status = newPacket(code, to, [newDelivery('A', 'none')]);
    const going = keepEarlierGoing(setting, taken, status);
    const next = { ...going, packets: [...going.packets, status] };
    yield { kind: 'clerk', what: `${to}'s clerk sets ${code}`, next };
  }
}
