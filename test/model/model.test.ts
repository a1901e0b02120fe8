/** The protocol as a model, searched whole. More of everything: `npm run test:model -- --deep`. */
import { expect } from 'chai';
import { initialState, search, stepsFrom, tell } from './search.js';
import type { Fault, Setting } from './setting.js';
import { early, quick, showing } from './settings.js';
import { canonical } from './state.js';

/** A search with more is none for every run of the tests. */
const mostStates = 60_000;

describe('the protocol, in every order in which messages, crashes and people can come', () => {
  for (const setting of quick) {
    it(`keeps what it promises: ${setting.name}`, function () {
      this.timeout(120_000);
      const { counterexample, states, atRest } = search(setting, mostStates);
      expect(counterexample && tell(setting, counterexample)).to.equal(undefined);
      // A search that gets nowhere finds nothing either.
      expect(states).to.be.greaterThan(100);
      expect(atRest).to.be.greaterThan(0);
    });
  }

  describe('with one thing wrong in it', () => {
    for (const [fault, setting] of Object.entries(showing)) {
      it(`is found out: a node that ${fault}`, function () {
        this.timeout(120_000);
        const faulty: Setting = { ...setting, name: 'found out', faults: [fault as Fault] };
        const { counterexample } = search(faulty, mostStates);
        expect(counterexample, 'a counterexample').to.be.an('object');
        expect(search({ ...setting, name: 'the same without it' }, mostStates).counterexample).to.equal(
          undefined,
        );
        if (counterexample) replay(faulty, counterexample.steps);
      });
    }
  });

  describe('acknowledging before it has stored', () => {
    const setting: Setting = { ...early, name: 'early', faults: ['acknowledges before it has stored'] };

    it('loses nothing as long as the sender tries again', () => {
      expect(search(setting, mostStates).counterexample).to.equal(undefined);
    });

    it('loses the document where it does not, which a late acknowledgement bears', () => {
      const once: Setting = { ...setting, faults: ['does not publish again'] };
      expect(search(once, mostStates).counterexample).to.equal(undefined);
      const both: Setting = {
        ...setting,
        faults: ['acknowledges before it has stored', 'does not publish again'],
      };
      expect(search(both, mostStates).counterexample?.wrong).to.equal(
        'the document for B stands at sent for ever',
      );
    });
  });

  it('is told as a numbered trace that ends with what both ends hold', () => {
    const fault: Fault = 'does not know what it took before';
    const faulty: Setting = { ...showing[fault], name: 'one document', faults: [fault] };
    const { counterexample } = search(faulty, mostStates);
    expect(counterexample && tell(faulty, counterexample)).to.equal(
      [
        'one document (a node that does not know what it took before): the document: shown to the clerk of B 2 times',
        '   1. a hands the document out to be published',
        '   2. a publishes the document, and the broker has it',
        '   3. b stores the document with its receipt, and dies before it acknowledges',
        '   4. b stores the document with its receipt, and acknowledges it',
        '      the document: A has queued, none; B has 01',
      ].join('\n'),
    );
  });

  it('does not look at more states than it was told, and says so', () => {
    const [setting] = quick;
    expect(() => setting && search(setting, 50)).to.throw(RangeError);
  });

  it('takes states for the same whatever the order of the messages on their way', () => {
    const [setting] = quick;
    const start = setting && initialState(setting);
    const message = { at: 'b', receipt: undefined, phase: 'ready' } as const;
    const [first, second] = [
      { ...message, packet: 0 },
      { ...message, packet: 1 },
    ];
    expect(start && canonical({ ...start, wire: [first, second] })).to.equal(
      start && canonical({ ...start, wire: [second, first] }),
    );
  });
});

/** Each step of a trace can be taken where the one before it led. */
function replay(setting: Setting, steps: readonly string[]): void {
  let reached = [initialState(setting)];
  for (const step of steps) {
    reached = reached.flatMap((state) =>
      [...stepsFrom(setting, state)].filter(({ what }) => what === step).map(({ next }) => next),
    );
    expect(reached, step).to.not.have.length(0);
  }
}
