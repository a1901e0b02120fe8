import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { makeFolder } from '../../src/store/durable-file.js';

describe('a folder of the store', () => {
  let folder = '';

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'edoc-folder-'));
  });
  after(() => rm(folder, { recursive: true }));

  it('is made with those above it, for its owner alone, however many ask for it at once', async () => {
    const deep = join(folder, 'a', 'b', 'c');
    await Promise.all([makeFolder(deep), makeFolder(deep), makeFolder(join(folder, 'a', 'b', 'd'))]);
    expect((await stat(deep)).mode & 0o777).to.equal(0o700);
    expect((await stat(join(folder, 'a'))).mode & 0o777).to.equal(0o700);
    await makeFolder(deep);
  });

  it('is not made where a file is in the way, or where the system takes none', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    const codeOf = (path: string) =>
      makeFolder(path).then(
        () => 'made',
        (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
      );
    expect(await codeOf(file)).to.equal('EEXIST');
    expect(await codeOf(join(file, 'below'))).to.equal('EEXIST');
    expect(await codeOf('/proc/edoc/below')).to.equal('ENOENT');
  });
});
