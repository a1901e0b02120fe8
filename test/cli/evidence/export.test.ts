import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { sealEvidence } from '../../../src/agent/seal-container.js';
import { edoc, program } from '../edoc.js';
import { makePackingHome, type PackingHome } from '../packing-home.js';
import { sha256 } from '../sealed-files.js';

/** A disk that gives a part of the attachment and no more: says so, and waits. */
const stalling = (content: string) => `
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { Readable } from 'node:stream';
const { createReadStream } = fs;
async function* part() {
  yield Buffer.alloc(60_000, 5);
  setTimeout(() => process.stderr.write('half way'), 100);
  await new Promise(() => setInterval(() => {}, 1_000));
}
fs.createReadStream = (path, options) =>
  path === ${JSON.stringify(content)} ? Readable.from(part()) : createReadStream(path, options);
syncBuiltinESMExports();
`;

describe('edoc evidence export, and edoc save, half way', () => {
  let packing: PackingHome;
  let folder: string;
  let content: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'edoc-half-'));
    packing = await makePackingHome((request) => sealEvidence(packing.context, request));
    const digest = sha256(packing.home.attachments[1]?.bytes ?? Buffer.alloc(0));
    content = join(packing.home.directory, 'data', 'content', digest.slice(0, 2), digest.slice(2));
    await writeFile(join(folder, 'stalling.mjs'), stalling(content));
  });

  after(async () => {
    await packing.door.close();
    await packing.store.close();
    await packing.home.remove();
    await rm(folder, { recursive: true });
  });

  /** What is new in the folder while the attachment is being written, and after the signal. */
  async function interrupted(args: readonly string[], signal: NodeJS.Signals) {
    const { directory } = packing.home;
    const present = await readdir(directory);
    const news = async () => (await readdir(directory)).filter((name) => !present.includes(name));
    const child = spawn(process.execPath, ['--import', join(folder, 'stalling.mjs'), program, ...args], {
      cwd: directory,
      env: { PATH: process.env['PATH'], LANG: 'C' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const ended = once(child, 'close');
    const [said] = await once(child.stderr, 'data');
    expect(String(said)).to.equal('half way');
    const meanwhile = await news();
    child.kill(signal);
    expect((await ended)[1]).to.equal(signal);
    return { meanwhile, afterwards: await news() };
  }

  it('has nothing under the name of the container, also not when it is killed', async () => {
    const args = ['evidence', 'export', '45/VPCP-TH', '--to', 'half.asice'];
    const { meanwhile, afterwards } = await interrupted(args, 'SIGKILL');
    expect(meanwhile).to.have.length(1).and.not.to.include('half.asice');
    expect(afterwards).to.deep.equal(meanwhile);
    for (const name of afterwards) await rm(join(packing.home.directory, name));
  });

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    it(`leaves nothing behind on ${signal}`, async () => {
      for (const args of [
        ['evidence', 'export', '45/VPCP-TH', '--to', 'half.asice'],
        ['save', '45/VPCP-TH', '--to', 'saved'],
      ]) {
        expect((await interrupted(args, signal)).afterwards).to.deep.equal([]);
      }
    });
  }

  it('leaves nothing behind where an attachment ends too early (container.unfinished)', async () => {
    const { directory } = packing.home;
    await truncate(content, 60_000);
    const present = await readdir(directory);
    const { code, err } = await edoc(['evidence', 'export', '45/VPCP-TH', '--to', 'half.asice'], {
      cwd: directory,
    });
    expect(code).to.equal(1);
    expect(err).to.contain('container.unfinished');
    expect(await readdir(directory)).to.deep.equal(present);
  });
});
