import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { type RunningDemo, root, startDemo } from '../support/demo.js';
import { shellLines } from '../support/readme.js';

const timeoutMs = 180_000;

/** Run by this test otherwise than by a shell: the demo is started before, and these are its own runs. */
const runElsewhere = ['npm test', 'npm run demo', 'npm run demo -- --keep'];

describe('the README', function () {
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
    await rm(directory, { recursive: true, force: true });
    expect(code).to.equal(0);
  });

  it('names the two commands, which npm run and package.json have', async () => {
    expect(lines).to.include.members(runElsewhere);
    const { scripts } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    expect(scripts).to.include.keys('demo', 'test', 'bench');
  });

  it('has commands that work as they stand, in their order', () => {
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
