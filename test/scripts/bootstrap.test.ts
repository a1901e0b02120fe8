import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { expect } from 'chai';
import { Checkout } from './checkout.js';

const nothing = { code: 0, output: '' };
const compiled = { code: 0, output: 'setup: compiling\n' };

describe('the bootstrap', () => {
  let checkout: Checkout;

  beforeEach(async () => {
    checkout = await Checkout.make();
    await checkout.write('src/greeting.ts', "export const greeting: string = 'xin chào';\n");
  });
  afterEach(() => checkout.remove());

  describe('compiling', () => {
    it('compiles a fresh checkout and is silent when nothing is to do', async () => {
      expect(await checkout.run()).to.deep.equal(compiled);
      expect(existsSync(checkout.path('dist/src/greeting.js'))).to.equal(true);
      expect(await checkout.run()).to.deep.equal(nothing);
    });

    it('compiles again after a change, also where the clock says that the source is older', async () => {
      await checkout.run();
      await checkout.write('src/greeting.ts', "export const greeting: string = 'chào';\n");
      await utimes(checkout.path('src/greeting.ts'), 1, 1);
      expect(await checkout.run()).to.deep.equal(compiled);
    });

    it('removes what was compiled from a source that is gone, and nothing else', async () => {
      await checkout.write('test/old.test.ts', 'export {};\n');
      await checkout.write('dist/src/notes.txt', 'not compiled');
      await checkout.run();
      expect(existsSync(checkout.path('dist/test/old.test.js'))).to.equal(true);
      await rm(checkout.path('test/old.test.ts'));
      await checkout.run();
      expect(existsSync(checkout.path('dist/test/old.test.js'))).to.equal(false);
      expect(existsSync(checkout.path('dist/test/old.test.js.map'))).to.equal(false);
      expect(existsSync(checkout.path('dist/src/notes.txt'))).to.equal(true);
    });

    it('writes again what was deleted from dist', async () => {
      await checkout.run();
      await rm(checkout.path('dist/src/greeting.js'));
      expect(await checkout.run()).to.deep.equal(compiled);
      expect(existsSync(checkout.path('dist/src/greeting.js'))).to.equal(true);
    });

    it('fails with the words of the compiler, each time until the source is right', async () => {
      await checkout.write('src/wrong.ts', 'export const count: number = "one";\n');
      for (const attempt of ['first', 'second']) {
        const { code, output } = await checkout.run();
        expect(code, attempt).to.equal(1);
        expect(output, attempt).to.include('src/wrong.ts(1,14): error TS2322');
        expect(output, attempt).to.include('setup: the sources do not compile');
      }
      await checkout.write('src/wrong.ts', 'export const count: number = 1;\n');
      expect(await checkout.run()).to.deep.equal(compiled);
    });
  });

  describe('side by side with another', () => {
    it('does the work once', async () => {
      const outcomes = await Promise.all([checkout.run(), checkout.run(), checkout.run()]);
      const lines = outcomes.flatMap(({ output }) => output.split('\n'));
      expect(outcomes.map(({ code }) => code)).to.deep.equal([0, 0, 0]);
      expect(lines.filter((line) => line === 'setup: compiling')).to.have.length(1);
      expect(existsSync(checkout.path('var/setup.lock'))).to.equal(false);
    });

    it('waits for one that is running', async () => {
      const { child, done } = await heldLock({ pid: process.pid, host: hostname(), born: null });
      const [line] = await once(child.stderr ?? child, 'data');
      expect(String(line)).to.include(`waiting for another set-up of this checkout (process ${process.pid})`);
      expect(existsSync(checkout.path('dist'))).to.equal(false);
      await rm(checkout.path('var/setup.lock'), { recursive: true });
      expect((await done).output).to.include('setup: compiling');
    });

    it('does not wait for one that is gone', async () => {
      const { done } = await heldLock({ pid: await endedProcess(), host: hostname(), born: null });
      expect(await done).to.deep.equal(compiled);
    });

    it('does not wait for a process that has only the number of one that is gone', async function () {
      if (!existsSync('/proc/self/stat')) {
        console.log(
          '      SKIPPED: there is no /proc to read when a process began; process numbers used again were not tried',
        );
        this.skip();
      }
      const { done } = await heldLock({ pid: process.pid, host: hostname(), born: '1' });
      expect(await done).to.deep.equal(compiled);
    });

    it('does not wait for one that ended before it could write its name', async () => {
      await mkdir(checkout.path('var/setup.lock'), { recursive: true });
      await utimes(checkout.path('var/setup.lock'), 1, 1);
      expect(await checkout.run()).to.deep.equal(compiled);
    });

    async function heldLock(owner: { pid: number; host: string; born: string | null }) {
      await checkout.write('var/setup.lock/owner', JSON.stringify(owner));
      return checkout.start();
    }

    async function endedProcess(): Promise<number> {
      const { child, done } = checkout.start({ nodeArgs: ['--version'] });
      await done;
      return child.pid ?? 0;
    }
  });

  describe('the packages', () => {
    it('are installed from the lock file where the folder is missing', async () => {
      const npm = await standInForNpm("fs.symlinkSync('kept', 'node_modules');");
      const { code, output } = await checkout.run({ env: { npm_execpath: npm } });
      expect(output).to.equal('setup: installing the npm packages\nsetup: compiling\n');
      expect(code).to.equal(0);
    });

    it('are installed again where another version is there', async () => {
      const lock = checkout.path('package-lock.json');
      const text = await readFile(lock, 'utf8');
      await writeFile(lock, text.replace(/("node_modules\/chai": \{\s*"version": )"[^"]+"/, '$1"0.0.1"'));
      const npm = await standInForNpm("console.log('npm said no'); process.exit(7);", false);
      const { code, output } = await checkout.run({ env: { npm_execpath: npm } });
      expect(code).to.equal(1);
      expect(output).to.equal(
        'setup: installing the npm packages\nnpm said no\nsetup: npm ci failed; the lines above are from npm\n',
      );
    });

    /** A program in npm's place that checks how it is called; `absent` moves the packages out of sight first. */
    async function standInForNpm(action: string, absent = true): Promise<string> {
      if (absent) await rename(checkout.path('node_modules'), checkout.path('kept'));
      const check =
        "if (process.argv[2] !== 'ci' || !process.argv.includes('--ignore-scripts')) process.exit(9);";
      await checkout.write('npm-cli.js', `import fs from 'node:fs';\n${check}\n${action}\n`);
      return checkout.path('npm-cli.js');
    }
  });

  it('names the tools that are missing where sqlite3 has to be compiled and cannot be', async () => {
    await checkout.unshareFromProject();
    await rm(checkout.path('node_modules/sqlite3'));
    await checkout.write('node_modules/sqlite3/package.json', '{"name": "sqlite3", "version": "6.0.1"}');
    await checkout.write('node_modules/sqlite3/index.js', "throw new Error('no native module');\n");
    const { code, output } = await checkout.run({ env: { PATH: checkout.path('src') } });
    expect(code).to.equal(1);
    expect(output).to.include('compiling sqlite3 needs python3, make, g++');
    expect(output).to.include('sudo apt-get install python3 make g++');
  });

  it('refuses a Node that is too old, naming both versions', async () => {
    const pretend = 'data:text/javascript,Object.defineProperty(process,"versions",{value:{node:"20.18.9"}})';
    const { code, output } = await checkout.run({ nodeArgs: ['--import', pretend] });
    expect(code).to.equal(1);
    expect(output).to.include('this is Node 20.18.9; the project needs Node 20.19 or later');
  });

  it('refuses an argument that it does not know', async () => {
    const { code, output } = await checkout.run({ args: ['--brokr'] });
    expect(code).to.equal(2);
    expect(output).to.include('unknown argument --brokr');
  });

  it('says what is missing where it is to see to the broker and cannot', async () => {
    const { code, output } = await checkout.run({ args: ['--broker'] });
    expect(code).to.equal(1);
    expect(output).to.include('ensure-rabbitmq.js is missing');
  });

  it('passes on that the broker is not there', async () => {
    await checkout.write(
      'scripts/ensure-rabbitmq.ts',
      "console.error('no broker'); process.exitCode = 1;\nexport {};\n",
    );
    const { code, output } = await checkout.run({ args: ['--broker'] });
    expect(code).to.equal(1);
    expect(output).to.equal(
      'setup: compiling\nno broker\nsetup: RabbitMQ is not there; the lines above say what to do\n',
    );
  });
});
