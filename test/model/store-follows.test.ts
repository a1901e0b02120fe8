/** The model and the store are one: random ways through the model, taken with real stores, lead to the same states. */

import { randomInt } from 'node:crypto';
import { expect } from 'chai';
import { seeded } from '../e2e/kill/random.js';
import { inFolder } from '../store/samples.js';
import { RealNodes } from './real-nodes.js';
import { initialState, search, stepsFrom } from './search.js';
import { type Fault, nothing, type Setting, type Step } from './setting.js';
import { showing } from './settings.js';

const ways = 4;
const longest = 60;
const mostStates = 60_000;

const settings: readonly Setting[] = [
  {
    name: 'a document that is refused, recalled and answered',
    recipients: { B: 'b' },
    businessDocType: 0,
    codes: ['02', '03', '15', '16'],
    budget: {
      ...nothing,
      crash: 2,
      lose: 2,
      duplicate: 2,
      earlyRetry: 1,
      unroutable: 1,
      refuse: 1,
      recalls: 2,
      steps: 3,
    },
  },
  {
    name: 'a document that asks to change an earlier one',
    recipients: { B: 'b' },
    businessDocType: 2,
    codes: ['03', '15', '16'],
    budget: { ...nothing, crash: 2, lose: 1, duplicate: 2, recalls: 2, steps: 3 },
  },
  {
    name: 'two agencies of one node',
    recipients: { B: 'b', C: 'b' },
    businessDocType: 0,
    codes: ['03', '15', '16'],
    budget: { ...nothing, crash: 2, lose: 1, duplicate: 1, refuse: 1, recalls: 2, steps: 3 },
  },
  {
    name: 'two recipients at two nodes',
    recipients: { B: 'b', C: 'c' },
    businessDocType: 0,
    codes: ['03', '15', '16'],
    budget: { ...nothing, crash: 2, lose: 1, duplicate: 1, recalls: 2, steps: 3 },
  },
];

describe('real stores that take the steps of the model', () => {
  for (const setting of settings) {
    it(`hold what the model holds, after each: ${setting.name}`, async function () {
      this.timeout(120_000);
      const seed = randomInt(2 ** 31);
      console.log(`      seed ${seed}`);
      for (let way = 0; way < ways; way += 1) {
        const random = seeded(seed + way);
        await follow(setting, `seed ${seed + way}`, longest, (steps) => choose(steps, random));
      }
    });
  }

  for (const [fault, setting] of Object.entries(showing)) {
    // Real deadlines pass for all packets of a node at once.
    if (setting.budget.expire > 0) continue;
    it(`go the way on which a node is found out that ${fault}, and come to rest as they should`, async () => {
      const faulty: Setting = { ...setting, name: fault, faults: [fault as Fault] };
      const trace = [...(search(faulty, mostStates).counterexample?.steps ?? [])];
      expect(trace).to.not.have.length(0);
      // As far as a true node can go it; what the faulty one does otherwise is left out.
      const next = (steps: readonly Step[]) => {
        const known = trace.shift();
        return steps.find(({ what }) => what === known) ?? steps.find(({ kind }) => kind === 'node');
      };
      await follow({ ...setting, name: fault }, fault, Number.POSITIVE_INFINITY, next);
    });
  }
});

/** Goes through the model and through the stores until nothing is chosen any more. */
async function follow(
  setting: Setting,
  name: string,
  most: number,
  next: (steps: readonly Step[]) => Step | undefined,
): Promise<void> {
  await inFolder(async (folder) => {
    const nodes = new RealNodes(setting, folder);
    let state = initialState(setting);
    await nodes.open(state);
    const taken: string[] = [];
    try {
      while (taken.length < most) {
        const step = next([...stepsFrom(setting, state)]);
        if (!step) break;
        taken.push(step.what);
        await nodes.take(state, step.next, step.acts ?? []);
        state = step.next;
        expect(await nodes.differences(state), `${name}:\n${taken.join('\n')}`).to.deep.equal([]);
      }
    } finally {
      await nodes.close();
    }
  });
}

/** People and faults now and then, so that there is something for them to meet. */
function choose(steps: readonly Step[], random: () => number): Step | undefined {
  const byThemselves = steps.filter(({ kind }) => kind === 'node');
  const others = steps.filter(({ kind }) => kind !== 'node');
  const chosen = byThemselves.length === 0 || (others.length > 0 && random() < 0.35) ? others : byThemselves;
  return chosen[Math.floor(random() * chosen.length)];
}
