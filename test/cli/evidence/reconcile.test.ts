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

  it('says in the line below the two sides whether they agree, and how many packets are missing on which', async () => {
    const log = async (name: string, packets: readonly string[], agency = 'H41') => {
      let head = emptyHead;
      const lines = packets.map((packetId) => {
        const kind = agency === 'H41' ? 'packet.submitted' : 'packet.accepted';
        const detail = { to: 'H53', sha256: 'a'.repeat(64), ...(agency === 'H41' ? {} : { sender: 'H41' }) };
        const entry = nextEntry(head, { kind, packetId, agency, detail }, new Date('2026-06-01T08:00:00Z'));
        head = entry;
        return `${canonicalJson(entry)}\n`;
      });
      await writeFile(join(folder, name), lines.join(''));
    };
    const receipts = { en: 'different otherwise', vi: 'lệch vì lý do khác' };
    await log('sent.jsonl', ['1', '2', '3']);
    await log('received.jsonl', ['3', '4'], 'H53');
    const told = async (...args: string[]) => {
      const { code, out } = await edoc(['evidence', 'reconcile', ...args], { cwd: folder });
      return { code, out, line: out.split('\n')[2] };
    };
    expect(await told('received.jsonl', 'received.jsonl')).to.deep.include({
      ...{ code: 0, line: '✔ Both sides agree (packets compared: 2)' },
    });
    // The sender's log has no receipt for the third one.
    expect(await told('sent.jsonl', 'received.jsonl')).to.deep.include({
      code: 1,
      line: `✘ The two sides do not agree (packets compared: 4; missing on side A: 1; missing on side B: 2; ${receipts.en}: 1)`,
    });
    expect(await told('sent.jsonl', 'received.jsonl', '--lang', 'vi')).to.deep.include({
      code: 1,
      line: `✘ Hai bên chưa khớp nhau (gói tin đã đối chiếu: 4; bên A thiếu: 1; bên B thiếu: 2; ${receipts.vi}: 1)`,
    });
    const { verdict, agrees } = JSON.parse((await told('sent.jsonl', 'received.jsonl', '--json')).out);
    expect(agrees).to.equal(false);
    expect(verdict).to.deep.equal({
      ...{ outcome: 'differ', compared: 4, agreeing: 0, missing: { a: 1, b: 2 }, differing: 1 },
      notValid: { a: 0, b: 0 },
    });
    await log(
      'of-many.jsonl',
      Array.from({ length: 16 }, (_, index) => `${index}`),
      'H53',
    );
    const { out, line } = await told('of-many.jsonl', 'of-many.jsonl');
    expect(out.trimEnd().split('\n').at(-1)).to.equal(line);
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
    const { invalid, agrees, verdict } = JSON.parse(out);
    expect(agrees).to.equal(false);
    expect(verdict).to.deep.include({ outcome: 'differ', notValid: { a: 1, b: 1 } });
    expect(invalid[0].findings[0].code).to.equal('cli.file-unreadable');
  });
});
