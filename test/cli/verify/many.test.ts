import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { worthThreads } from '../../../src/cli/verify/pool.js';
import { edoc } from '../edoc.js';
import { SealedFiles } from '../sealed-files.js';

const folders = 3;
const perFolder = Math.ceil(worthThreads / folders) + 1;

describe('edoc verify of thousands of files', () => {
  let folder: string;
  const wanted: string[] = [];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'edoc-verify-many-'));
    const files = await SealedFiles.create();
    await writeFile(join(folder, 'root.pem'), files.rootPem);
    const large = { name: 'phụ lục.bin', bytes: Buffer.alloc(300_000, 7) };
    for (let year = 0; year < folders; year += 1) {
      const place = join(folder, 'archive', `202${year}`, 'sent');
      await mkdir(join(place, 'attachments'), { recursive: true });
      await writeFile(join(place, 'attachments', large.name), large.bytes);
      await writeFile(join(place, 'attachments', 'not-sealed.xml'), '<a/>');
      for (let index = 0; index < perFolder; index += 1) {
        const name = `${String(index).padStart(4, '0')}.edxml`;
        const packet = await files.document(index === 0 ? [large] : []);
        await writeFile(join(place, name), packet.bytes);
        wanted.push(join('archive', `202${year}`, 'sent', name));
      }
    }
  });

  after(() => rm(folder, { recursive: true }));

  const verify = (...args: string[]) =>
    edoc(['verify', 'archive', '--trust', 'root.pem', '--at', '2026-06-02', ...args], { cwd: folder });

  it('finds them at any depth and reports in order, with the attachments that lie beside them', async () => {
    const { code, out } = await verify('--json');
    expect(code).to.equal(0);
    const report = JSON.parse(out);
    expect(report.files.map(({ file }: { file: string }) => file)).to.deep.equal(wanted);
    expect(report.summary).to.include({ files: wanted.length, passed: wanted.length });
    expect(report.files[0].attachments[0].outcome).to.equal('agrees');
  });

  it('goes on after something among the attachments that cannot be read, and says so', async () => {
    const dangling = join(folder, 'archive/2020/sent/attachments/phụ lục 2.bin');
    await symlink('nowhere', dangling);
    try {
      const { code, out } = await verify('--json');
      expect(code).to.equal(8);
      const { files, summary } = JSON.parse(out);
      expect(summary).to.include({ files: wanted.length + 1, passed: wanted.length });
      expect(files.at(-1)).to.include({ decidedBy: 'cli.file-missing', indication: 'INDETERMINATE' });
      expect(files[0].attachments[0].outcome).to.equal('agrees');
    } finally {
      await rm(dangling);
    }
  });

  it('does not take the attachment of another packet for a changed one because of its name', async () => {
    const others = await SealedFiles.create();
    const put = async (place: string, content: Buffer, ...beside: readonly Buffer[]) => {
      const at = join(folder, 'names', place);
      await mkdir(join(at, 'attachments'), { recursive: true });
      const name = 'phụ lục.bin';
      await writeFile(join(at, 'a.edxml'), (await others.document([{ name, bytes: content }])).bytes);
      for (const octets of beside) await writeFile(join(at, 'attachments', name), octets);
    };
    const [one, two, changed] = [1, 2, 3].map((octet) => Buffer.alloc(300_000, octet));
    if (!one || !two || !changed) throw new Error('there are three');
    await writeFile(join(folder, 'others.pem'), others.rootPem);
    await put('1-given', one, one);
    await put('2-missing', two);
    await put('3-changed', two, changed);
    const args = ['verify', 'names', '--trust', 'others.pem', '--at', '2026-06-02', '--json'];
    const { out } = await edoc(args, { cwd: folder });
    const files: { indication: string; attachments: { outcome: string }[] }[] = JSON.parse(out).files;
    expect(files.map((file) => [file.indication, file.attachments[0]?.outcome])).to.deep.equal([
      ['TOTAL-PASSED', 'agrees'],
      ['TOTAL-PASSED', 'not-given'],
      ['TOTAL-FAILED', 'differs'],
    ]);
  });

  it('does not wait for pipes, also behind links', async () => {
    const place = join(folder, 'pipes');
    await mkdir(place);
    await writeFile(join(place, 'a.edxml'), 'damaged');
    await writeFile(join(place, 'a.asice'), 'damaged');
    expect(spawnSync('mkfifo', ['pipe', 'b.edxml', 'b.asice'], { cwd: place }).status).to.equal(0);
    for (const name of ['c.edxml', 'c.asice']) await symlink('pipe', join(place, name));
    for (const [command, names] of [
      [['verify'], ['a.asice', 'a.edxml']],
      [['evidence', 'verify'], ['a.asice']],
    ] as const) {
      const { out } = await edoc([...command, 'pipes', '--trust', 'root.pem', '--json'], { cwd: folder });
      const files: { file: string }[] = JSON.parse(out).files;
      expect(files.map(({ file }) => file)).to.deep.equal(names.map((name) => join('pipes', name)));
    }
  });

  it('goes on after a file that cannot be read or is broken, and tells only those one by one', async () => {
    await writeFile(join(folder, 'archive/2020/sent/0001.edxml'), 'damaged');
    await symlink('nowhere', join(folder, 'archive/2021/zz.edxml'));
    const { code, out } = await verify();
    expect(code).to.equal(1);
    const told = [...out.matchAll(/^[✔✘?] .*$/gm)].map(([line]) => line);
    expect(told).to.have.length(2);
    expect(told[0]).to.contain('✘ NOT VALID').and.contain('0001.edxml');
    expect(told[1]).to.contain('? CANNOT TELL').and.contain('zz.edxml');
    expect(out).to.contain(`1 of ${wanted.length + 1} NOT valid, cannot tell for 1`);
    expect(out).to.match(/^packet +\d+ +0 +0$/m);
  });
});
