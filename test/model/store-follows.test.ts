/** The model and the store are one: random ways through the model, taken with real stores, lead to the same states. */

import { randomInt } from 'node:crypto';
import { expect } from 'chai';
import { seeded } from '../e2e/kill/random.js';
import { inFolder } from '../store/samples.js';
import { RealNodes } from './real-nodes.js';
import { initialState, stepsFrom } from './search.js';
import { nothing, type Setting, type Step } from './setting.js';

const ways = 6;
const longest = 60;

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
      for (let way = 0; way < ways; way += 1) await follow(setting, seed + way);
    });
  }
});

/** One random way through the model, and through the stores. */
async function follow(setting: Setting, seed: number): Promise<void> {
  const random = seeded(seed);
  await inFolder(async (folder) => {
    const nodes = new RealNodes(setting, folder);
    let state = initialState(setting);
    await nodes.open(state);
    const taken: string[] = [];
    try {
      for (let count = 0; count < longest; count += 1) {
        const step = choose([...stepsFrom(setting, state)], random);
        if (!step) break;
        taken.push(step.what);
        await nodes.take(state, step.next, step.acts ?? []);
        state = step.next;
        expect(await nodes.differences(state), `seed ${seed}:\n${taken.join('\n')}`).to.deep.equal([]);
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
