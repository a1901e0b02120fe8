/** What can befall anybody at any step: a node dies and starts again, the broker loses a message or delivers it twice. */
import { crashThatTells } from './crash.js';
import type { Setting, Step } from './setting.js';
import { type Node, type State, send, spend, without } from './state.js';
import { describeMessage } from './words.js';

export function* faultSteps(setting: Setting, state: State): Generator<Step> {
  for (const node of new Set<Node>(['a', ...Object.values(setting.recipients)])) {
    const next = crashThatTells(setting, state, node);
    const acts = [{ do: 'restart', node }] as const;
    if (next) yield { kind: 'fault', what: `${node} dies, and starts again`, next, acts };
  }
  for (const message of state.wire) {
    if (message.phase !== 'ready') continue;
    const lost = spend(state, 'lose');
    const what = describeMessage(state, message);
    if (lost) yield { kind: 'fault', what: `the broker loses ${what}`, next: without(lost, message) };
    const twice = spend(state, 'duplicate');
    if (twice)
      yield { kind: 'fault', what: `the broker has ${what} twice`, next: send(twice, { ...message }) };
  }
}
