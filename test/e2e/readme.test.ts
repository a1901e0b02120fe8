import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { type RunningDemo, root, startDemo } from '../support/demo.js';
import { processesIn } from '../support/processes.js';
import { shellLines } from '../support/readme.js';

const timeoutMs = 180_000;

/** Run by this test otherwise than by a shell: the demo is started before, and these are its own runs. */
const runElsewhere = ['npm test', 'npm run demo', 'npm run demo -- --keep'];

describe('the demo and the README', function () {
  this.timeout(timeoutMs);
  let directory: string;
  let demo: RunningDemo;
  let lines: string[];

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'edoc-readme-'));
    lines = shellLines(await readFile(join(root, 'README.md'), 'utf8'));
    demo = startDemo(join(directory, 'demo'), ['--keep']);
    await demo.reached('kept');
  });

  after(async () => {
    demo.interrupt();
    const code = await demo.ended;
    const left = processesIn(directory);
    await rm(directory, { recursive: true, force: true });
    expect(code).to.equal(0);
    expect(left).to.deep.equal([]);
  });

  it('tell the whole story, and leave its evidence', async () => {
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
    expect(await readdir(join(directory, 'demo', 'evidence'))).to.include.members([
      'document.edxml',
      'receipt-H14.xml',
      'receipt-H41.xml',
      'status-H14-02.edxml',
      'status-H41-03.edxml',
      'status-H41-06.edxml',
      'trust.pem',
    ]);
  });

  it('name the two commands, which npm run and package.json have', async () => {
    expect(lines).to.include.members(runElsewhere);
    const { scripts } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    expect(scripts).to.include.keys('demo', 'test', 'bench');
  });

  it('have commands that work as they stand, in their order', () => {
    const commands = lines.filter((line) => !runElsewhere.includes(line));
    expect(commands).to.have.length.greaterThan(10);
    for (const command of commands) {
      const here = command
        .replaceAll('var/demo', join(directory, 'demo'))
        .replaceAll('var/saved', join(directory, 'saved'));
      if (here.startsWith('xmlsec1') && spawnSync('xmlsec1', ['--version']).error) {
        console.log('      SKIPPED: xmlsec1 is not installed, so its command in the README was not run');
        continue;
      }
      const ran = spawnSync('bash', ['-c', `edoc() { node "${root}/bin/edoc.js" "$@"; }\n${here}`], {
        cwd: root,
        encoding: 'utf8',
      });
      expect(ran.status, `${command}\n${ran.stdout}${ran.stderr}`).to.equal(0);
    }
  });
});
