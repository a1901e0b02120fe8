/** Deaths inside the store: right before and right after each COMMIT of each writing method of the agent's port. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { durableWrites, type WritingMethod } from './durable-writes.js';
import { flows } from './flows.js';
import { writesOf } from './points.js';
import { unitCases } from './unit-cases.js';
import { checkUnit, killUnit } from './unit-deaths.js';

const methods = Object.keys(unitCases) as WritingMethod[];
/** Of these the process really dies here; of all of them in `npm run test:killpoints`. */
const sampleEvery = 11;

describe('a write of the store', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'edoc-units-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('and every other durable write of an agent is a point of some flow or has a case here', () => {
    const passed = writesOf(flows.flatMap(({ least }) => least));
    const nowhere = durableWrites().filter((name) => !passed.has(name) && !Object.hasOwn(unitCases, name));
    expect(nowhere).to.deep.equal([]);
  });

  for (const method of methods) {
    it(`${method}: is there whole or not at all, and the same call again makes it whole`, async () => {
      const points = await checkUnit(method, join(folder, method));
      expect(points).to.equal(2 * (unitCases[method].commits ?? 1));
    });
  }

  for (const method of methods.filter((_method, index) => index % sampleEvery === 0)) {
    it(`${method}: the same where the process is killed`, async () => {
      await killUnit(method, join(folder, `${method}-killed`));
    }).timeout(60_000);
  }
});
