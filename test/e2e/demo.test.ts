/** What the demo tells is held against what it should in `readme.test.ts`, which runs the README's commands on what the demo keeps. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { startDemo } from '../support/demo.js';
import { onlyInTheLongForm } from '../support/long-form.js';
import { processesIn } from '../support/processes.js';
import { requireSoftHsm } from '../support/softhsm.js';

const timeoutMs = 180_000;

describe('the demo', function () {
  this.timeout(timeoutMs);
  let directory: string;

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'edoc-demo-'));
  });

  after(async () => {
    await rm(directory, { recursive: true, force: true });
  });

  it('tells it with sealing keys that never leave their tokens, ends, and leaves no process behind', async function () {
    onlyInTheLongForm(this, 'EDOC_CI_LONG=1 npm test -- --grep "never leave their tokens"');
    requireSoftHsm(this);
    const demo = startDemo(directory, ['--token']);
    expect(await demo.ended, demo.errors()).to.equal(0);
    const told = new Set(demo.steps.map(({ step }) => step));
    for (const step of ['agenciesInTokens', 'finishH41', 'verify', 'done']) expect(told).to.include(step);
    for (const [node, code] of [
      ['g22', 'G22'],
      ['h41', 'H41'],
      ['h14', 'H14'],
    ] as const) {
      const keys = await readdir(join(directory, node, 'keys'));
      expect(keys).to.have.members(['node.key', `seal-${code}.uri`]);
    }
    expect(processesIn(directory)).to.deep.equal([]);
  });

  it('leaves no process behind when it is killed in the middle', async function () {
    onlyInTheLongForm(this, 'EDOC_CI_LONG=1 npm test -- --grep "killed in the middle"');
    const demo = startDemo(directory);
    await demo.reached('agents');
    process.kill(demo.pid, 'SIGKILL');
    await demo.ended;
    const deadline = Date.now() + 30_000;
    while (processesIn(directory).length > 0 && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(processesIn(directory)).to.deep.equal([]);
  });
});
