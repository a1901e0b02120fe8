import { expect } from 'chai';
import {
  amendmentState,
  amendmentStep,
  businessCode,
  businessState,
  clerkCodes,
  clerkStep,
  deliveryState,
  deliveryStep,
  mirrorBusiness,
  recallState,
  recallStep,
} from '../../src/edoc/index.js';
import { refusalOf } from './one-form-vectors.js';
import { vectorsOf } from './vector-files.js';

/** Each takes a stored state and an event: the next state, or `late`. */
const machines: Record<string, (state: string, event: string) => string> = {
  delivery: (state, event) => (deliveryStep(state, deliveryState(event)) ? event : 'late'),
  mirror: (state, event) => nextOf(mirrorBusiness(state, event)),
  recall: (state, event) => nextOf(recallStep(state, event)),
  amendment: (state, event) => nextOf(amendmentStep(state, event)),
};

describe('the vectors of lifecycle', () => {
  for (const vector of vectorsOf('lifecycle')) {
    const input = JSON.parse(vector.file('input.json').toString());
    it(vector.name, () => {
      const { code } = vector.expect;
      if (code === undefined) return expect(outcome(input)).to.deep.equal(vector.expect);
      const error = refusalOf(() => outcome(input));
      const allowed = input.machine === 'clerk' ? { allowed: allowedAt(input.at) } : {};
      return expect({ code: error.code, ...allowed }).to.deep.equal(vector.expect);
    });
  }
});

interface Input {
  readonly machine: string;
  readonly start: string;
  readonly events: readonly string[];
  readonly at: Stored;
  readonly code: string;
}

interface Stored {
  readonly business: string;
  readonly recall: string;
  readonly amendment: string;
}

function outcome(input: Input): unknown {
  if (input.machine === 'clerk') {
    const { business, recall, amendment } = known(input.at);
    const code = businessCode(input.code);
    if (code === undefined) throw new Error(`${input.code} is no code`);
    return { at: clerkStep(business, recall, code, amendment) };
  }
  const machine = machines[input.machine];
  if (!machine) throw new Error(`${input.machine} is no machine`);
  let state = input.start;
  const states = input.events.map((event) => {
    const next = machine(state, event);
    if (next !== 'late') state = next;
    return next;
  });
  return { states };
}

function allowedAt(at: Stored): readonly string[] {
  const { business, recall, amendment } = known(at);
  return clerkCodes(business, recall, amendment);
}

function known(at: Stored) {
  return {
    business: businessState(at.business),
    recall: recallState(at.recall),
    amendment: amendmentState(at.amendment),
  };
}

function nextOf(step: { readonly next: string } | 'late'): string {
  return step === 'late' ? step : step.next;
}
