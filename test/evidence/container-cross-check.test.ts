import { execFileSync, spawnSync } from 'node:child_process';
import { appendFile, cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { vectorsOf } from '../edoc/vector-files.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const trust = join(root, 'spec/vectors/signature/trust.pem');
const accepted = vectorsOf('container')
  .filter(({ expect }) => expect['code'] === undefined)
  .map(({ name }) => name);
const time = { xmlsec1: '2026-06-01 08:00:00', java: '2026-06-01T08:00:00Z' };

/** Java leaves a file of figures about itself in the temporary directory unless told not to. */
const noTrace = '-XX:-UsePerfData';

describe('other tools, given evidence containers', () => {
  let folder: string;

  before(async function () {
    if (!isThere('unzip', ['-v'])) skipLoudly(this, 'unzip');
    folder = await mkdtemp(join(tmpdir(), 'edoc-unpacked-'));
    for (const name of accepted) {
      const file = join(root, 'spec/vectors/container', name, 'input.asice');
      execFileSync('unzip', ['-q', file, '-d', join(folder, name)], {
        env: { ...process.env, LC_ALL: 'C.UTF-8' },
      });
    }
    await cp(join(folder, 'container'), join(folder, 'changed'), { recursive: true });
    await appendFile(join(folder, 'changed/message.xml'), ' ');
  });

  after(() => folder && rm(folder, { recursive: true }));

  describe('xmlsec1', () => {
    before(function () {
      if (!isThere('xmlsec1', ['--version'])) skipLoudly(this, 'xmlsec1');
    });

    for (const name of accepted) {
      it(`finds every file of ${name} signed as a detached reference`, () => {
        const { status, output } = xmlsec1(join(folder, name));
        expect(output).to.match(/SignedInfo References \(ok\/all\): (\d+)\/\1\n/);
        expect(status).to.equal(0);
      });
    }

    it('finds that a file was changed', () => {
      const { status, output } = xmlsec1(join(folder, 'changed'));
      expect(output).to.contain('data and digest do not match');
      expect(status).to.not.equal(0);
    });
  });

  describe("the JDK's validator", () => {
    before(function () {
      if (!isThere('java', [noTrace, '-version'])) skipLoudly(this, 'java');
    });

    it('accepts every accepted container, and refuses a changed one', () => {
      const names = [...accepted, 'changed'];
      const program = join(root, 'test/support/JdkContainerValidator.java');
      const args = [noTrace, program, trust, time.java, ...names.map((name) => join(folder, name))];
      const output = execFileSync('java', args, {
        encoding: 'utf8',
        env: { ...process.env, LC_ALL: 'C.UTF-8' },
      });
      const answers = output
        .trim()
        .split('\n')
        .map((line) => line.split(' ', 1)[0]);
      expect(answers).to.deep.equal([...accepted.map(() => 'ok'), 'refused']);
    });
  });
});

/** The folder is where relative references lead. */
function xmlsec1(cwd: string): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(
    'xmlsec1',
    [
      '--verify',
      '--trusted-pem',
      trust,
      '--verification-time',
      time.xmlsec1,
      '--id-attr:Id',
      'http://uri.etsi.org/01903/v1.3.2#:SignedProperties',
      'META-INF/signatures001.xml',
    ],
    { encoding: 'utf8', cwd },
  );
  return { status, output: stdout + stderr };
}

function isThere(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args).error === undefined;
}

function skipLoudly(context: Mocha.Context, tool: string): void {
  console.log(`      SKIPPED: ${tool} is not installed; this cross-check did not run`);
  context.skip();
}
