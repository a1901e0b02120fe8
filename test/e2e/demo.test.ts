import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { startDemo } from '../support/demo.js';
import { requireSoftHsm } from '../support/softhsm.js';

const timeoutMs = 180_000;

/** Command lines of the processes that work in the directory. */
function processesIn(directory: string): string[] {
  return execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(directory));
}

describe('the demo', function () {
  this.timeout(timeoutMs);
  let directory: string;

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'edoc-demo-'));
  });

  after(async () => {
    await rm(directory, { recursive: true, force: true });
  });

  it('tells the whole story, leaves its evidence, and leaves no process behind', async () => {
    const demo = startDemo(directory);
    expect(await demo.ended, demo.errors()).to.equal(0);

    const told = new Set(demo.steps.map(({ step }) => step));
    for (const step of [
      'axis',
      'broker',
      'agencies',
      'agents',
      'send',
      'acceptH41',
      'refuseH14',
      'finishH41',
      'services',
      'upgrade',
      'container',
      'verify',
      'done',
    ]) {
      expect(told).to.include(step);
    }
    const [track] = demo.steps.filter(({ command }) => command?.startsWith('edoc track'));
    if (!track) throw new Error('the demo tracked nothing');
    const { deliveries } = track.output as {
      deliveries: { recipient: string; state: string; business: string }[];
    };
    expect(
      deliveries.map(({ recipient, state, business }) => `${recipient} ${state} ${business}`).sort(),
    ).to.deep.equal(['H14 delivered 02', 'H41 delivered 06']);
    const tampered = demo.steps.find(({ step, command }) => step === 'tamper' && command !== undefined);
    expect(tampered?.exitCode).to.equal(1);
    expect(JSON.stringify(tampered?.output)).to.include('packet.attachment-digest');

    expect(await readdir(join(directory, 'evidence'))).to.include.members([
      'document.edxml',
      'receipt-H14.xml',
      'receipt-H41.xml',
      'status-H14-02.edxml',
      'status-H41-03.edxml',
      'status-H41-06.edxml',
      'trust.pem',
    ]);
    expect(processesIn(directory)).to.deep.equal([]);
  });

  it('tells it with sealing keys that never leave their tokens', async function () {
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
  });

  it('leaves no process behind when it is killed in the middle', async () => {
    const demo = startDemo(directory);
    await demo.reached('send');
    process.kill(demo.pid, 'SIGKILL');
    await demo.ended;
    const deadline = Date.now() + 30_000;
    while (processesIn(directory).length > 0 && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(processesIn(directory)).to.deep.equal([]);
  });
});
