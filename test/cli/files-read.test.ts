import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { readFileWithin, readNamedFile } from '../../src/cli/files-read.js';
import { EdocError } from '../../src/errors.js';
import { edoc } from './edoc.js';

const mebi = 1024 * 1024;

describe('files that are named on the command line', () => {
  let folder: string;
  let file: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'edoc-read-'));
    file = join(folder, 'file');
  });

  afterEach(() => rm(folder, { recursive: true }));

  it('are read whole up to their bound, and are refused beyond it (cli.file-too-large)', async () => {
    await writeFile(file, '0123456789');
    expect((await readFileWithin(file, 10)).toString()).to.equal('0123456789');
    const error: unknown = await readFileWithin(file, 9).catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(EdocError).with.property('code', 'cli.file-too-large');
    expect(error).to.have.property('detail').that.deep.equals({ file, max: 9 });
    expect((await readNamedFile(file, 4)).toString()).to.equal('0123');
  });

  it('may be pipes, which come in pieces and have no size', async () => {
    expect(spawnSync('mkfifo', [file]).status).to.equal(0);
    const child = spawn('sh', ['-c', `(printf 01234; sleep 0.2; printf 56789) > ${file}`]);
    const closed = once(child, 'close');
    expect((await readFileWithin(file, 10)).toString()).to.equal('0123456789');
    await closed;
  });

  for (const [args, bound] of [
    [['axis', 'enroll', 'file', '--dir', '.'], 8 * mebi],
    [['agent', 'init', '--enrolment', 'file', '--dir', '.'], 32 * mebi],
  ] as const) {
    it(`are not cut by edoc ${args[0]} ${args[1]} (cli.file-too-large)`, async () => {
      await writeFile(file, '');
      await truncate(file, bound + 1);
      const { code, err } = await edoc(args, { cwd: folder });
      expect(code).to.equal(1);
      expect(err).to.contain('[cli.file-too-large]').and.contain(String(bound));
      await truncate(file, bound);
      expect((await edoc(args, { cwd: folder })).err).not.to.contain('[cli.file-too-large]');
    });
  }
});
