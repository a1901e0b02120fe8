import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { canonicalJson, emptyHead, nextEntry } from '../../../src/store/log-entry.js';
import { edoc } from '../edoc.js';
import { SealedFiles } from '../sealed-files.js';

describe('edoc evidence reconcile', () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'edoc-reconcile-'));
  });

  // Node's own rm goes by whole paths, and one of these is too long for it.
  after(() => spawnSync('rm', ['-rf', folder]));

  it('shows nothing of what a log says that could move the terminal', async () => {
    for (const [name, digest] of [
      ['ours.jsonl', 'a'],
      ['theirs.jsonl', 'b'],
    ] as const) {
      const entry = nextEntry(
        emptyHead,
        {
          kind: 'packet.submitted',
          packetId: 'a\u001b[2J\u202eb',
          agency: 'H41',
          detail: { to: 'H53', sha256: digest.repeat(64) },
        },
        new Date('2026-06-01T08:00:00Z'),
      );
      await writeFile(join(folder, name), `${canonicalJson(entry)}\n`);
    }
    const { code, out } = await edoc(['evidence', 'reconcile', 'ours.jsonl', 'theirs.jsonl'], {
      cwd: folder,
    });
    expect(code).to.equal(1);
    expect(out).to.contain('[reconcile.digest]');
    expect(out).not.to.contain('\u001b');
    expect(out).not.to.contain('\u202e');
  });

  it('does not pass over a folder that it cannot read', async () => {
    const files = await SealedFiles.create();
    await writeFile(join(folder, 'root.pem'), files.rootPem);
    await mkdir(join(folder, 'saved'));
    await writeFile(join(folder, 'saved', 'document.edxml'), (await files.document()).bytes);
    const args = ['evidence', 'reconcile', 'saved', 'saved', '--trust', 'root.pem', '--at', '2026-06-02'];
    const before = await edoc([...args, '--json'], { cwd: folder });
    expect(JSON.parse(before.out).invalid).to.deep.equal([]);
    // Deeper than a path may be long: nobody can read it by name, whatever his rights.
    const step = 'x'.repeat(250);
    const made = spawnSync(
      'sh',
      ['-c', `for i in $(seq 20); do mkdir ${step} && cd -P ${step} || exit 1; done`],
      {
        cwd: join(folder, 'saved'),
      },
    );
    expect(made.status).to.equal(0);
    const { code, out } = await edoc([...args, '--json'], { cwd: folder });
    expect(code).to.equal(1);
    const { invalid, agrees } = JSON.parse(out);
    expect(agrees).to.equal(false);
    expect(invalid[0].findings[0].code).to.equal('cli.file-unreadable');
  });
});
