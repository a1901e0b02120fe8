import { execFile } from 'node:child_process';
import { appendFile, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { RegisterEntry } from '../../src/axis/index.js';
import { RegisterJournal } from '../../src/cli/files/register-journal.js';
import { organId } from '../../src/edoc/index.js';
import { codeOf } from './code-of.js';
import { MemoryAxis } from './fixture.js';
import { inTemporaryFolder } from './temporary-folder.js';

const entry = (number: number): RegisterEntry => ({
  at: new Date(Date.UTC(2026, 10, 22, 2, 0, number)),
  events: [
    { type: 'node-enrolled', node: `h${number}` },
    { type: 'agency-enrolled', code: organId(`H${number}`), name: 'Ủy ban “nhân dân”\t', node: `h${number}` },
  ],
});

/** Appends in a process whose files may not grow over so many KiB: the system takes a part of the line, as a full disk does. */
const appendWithin = (folder: string, kibibytes: number, added: RegisterEntry): Promise<string> => {
  const module = new URL('../../src/cli/files/register-journal.js', import.meta.url).href;
  const script = `
    const { RegisterJournal } = await import(${JSON.stringify(module)});
    const entry = ${JSON.stringify(added)};
    const given = { ...entry, at: new Date(entry.at) };
    await new RegisterJournal(${JSON.stringify(folder)}).append(given).then(
      () => console.log('appended'),
      (error) => console.log(error.code),
    );`;
  const limited = ['-c', `ulimit -f ${kibibytes}; exec "$@"`, 'bash'];
  const node = [process.execPath, '--input-type=module', '-e', script];
  return new Promise((resolve, reject) => {
    execFile('bash', [...limited, ...node], (error, out) => (error ? reject(error) : resolve(out.trim())));
  });
};

const written = async (folder: string, count: number) => {
  const journal = new RegisterJournal(folder);
  for (let number = 1; number <= count; number += 1) await journal.append(entry(number));
  return join(folder, 'register.jsonl');
};

describe('the register as files', () => {
  it('is empty where there is no file yet', () =>
    inTemporaryFolder(async (folder) => {
      expect(await new RegisterJournal(folder).read()).to.deep.equal([]);
    }));

  it('gives back what was appended, over several runs, for its owner alone', () =>
    inTemporaryFolder(async (folder) => {
      const file = await written(folder, 2);
      await new RegisterJournal(folder).append(entry(3));
      expect(await new RegisterJournal(folder).read()).to.deep.equal([entry(1), entry(2), entry(3)]);
      expect((await stat(file)).mode & 0o777).to.equal(0o600);
    }));

  it('gives what others append while it is open, and nothing twice', () =>
    inTemporaryFolder(async (folder) => {
      const follower = new RegisterJournal(folder);
      expect(await follower.read()).to.deep.equal([]);
      expect(await follower.readNew()).to.deep.equal([]);
      const file = await written(folder, 2);
      expect(await follower.readNew()).to.deep.equal([entry(1), entry(2)]);
      expect(await follower.readNew()).to.deep.equal([]);
      const writer = new RegisterJournal(folder);
      await writer.append(entry(3));
      // A line that is still being written is none yet.
      await appendFile(file, '{"previous":');
      expect(await follower.readNew()).to.deep.equal([entry(3)]);
      await writer.append(entry(4));
      expect(await follower.readNew()).to.deep.equal([entry(4)]);
    }));

  it('does not go on where the file was exchanged while it is open', () =>
    inTemporaryFolder(async (folder) => {
      const file = await written(folder, 3);
      const follower = new RegisterJournal(folder);
      await follower.read();
      const whole = await readFile(file, 'utf8');
      await writeFile(file, whole.split('\n', 2).join('\n'));
      expect(await codeOf(follower.readNew())).to.equal('axis.register-damaged');
      await writeFile(file, `${whole}${whole}`);
      expect(await codeOf(follower.readNew())).to.equal('axis.register-damaged');
    }));

  it('loses only the line that a crash cut short, and goes on after it', () =>
    inTemporaryFolder(async (folder) => {
      const file = await written(folder, 3);
      await truncate(file, (await stat(file)).size - 20);
      expect(await new RegisterJournal(folder).read()).to.deep.equal([entry(1), entry(2)]);
      await new RegisterJournal(folder).append(entry(4));
      expect(await new RegisterJournal(folder).read()).to.deep.equal([entry(1), entry(2), entry(4)]);
    }));

  it('does not take an entry for written of which the disk took a part', () =>
    inTemporaryFolder(async (folder) => {
      const file = await written(folder, 2);
      const long: RegisterEntry = {
        at: entry(3).at,
        events: [{ type: 'node-suspended', node: 'h1', reason: 'x'.repeat(2_000) }],
      };
      const { size } = await stat(file);
      // There is room for a part of it, up to 1,024 octets of the file; nothing of that is left.
      expect(size).to.be.lessThan(1_024);
      expect(await appendWithin(folder, 1, long)).to.equal('cli.file-unwritable');
      expect((await stat(file)).size).to.equal(size);
      expect(await new RegisterJournal(folder).read()).to.deep.equal([entry(1), entry(2)]);
      await new RegisterJournal(folder).append(long);
      expect(await new RegisterJournal(folder).read()).to.deep.equal([entry(1), entry(2), long]);
    }));

  it('gives what stands before a damaged line once that is mended', () =>
    inTemporaryFolder(async (folder) => {
      const file = await written(folder, 1);
      const follower = new RegisterJournal(folder);
      await follower.read();
      const writer = new RegisterJournal(folder);
      await writer.append(entry(2));
      await writer.append(entry(3));
      const whole = await readFile(file, 'utf8');
      await writeFile(
        file,
        whole.replace('"type":"node-enrolled","node":"h3"', '"type":"node-lost","node":"h3"'),
      );
      expect(await codeOf(follower.readNew())).to.equal('axis.register-damaged');
      await writeFile(file, whole);
      expect(await follower.readNew()).to.deep.equal([entry(2), entry(3)]);
    }));

  it('finds a changed, a dropped and an added line', () =>
    inTemporaryFolder(async (folder) => {
      const file = await written(folder, 3);
      const whole = await readFile(file, 'utf8');
      const lines = whole.split('\n');
      for (const damaged of [
        whole.replace('"node":"h1"', '"node":"h9"'),
        [lines[0], lines[2], ''].join('\n'),
        whole.replace(lines[0] ?? '', '{}'),
      ]) {
        await writeFile(file, damaged);
        expect(await codeOf(new RegisterJournal(folder).read())).to.equal('axis.register-damaged');
      }
      await writeFile(file, whole);
      await appendFile(file, `${lines[2]}\n`);
      expect(await codeOf(new RegisterJournal(folder).append(entry(4)))).to.equal('axis.register-damaged');
    }));

  it('refuses an event that it does not know rather than pass over it', () =>
    inTemporaryFolder(async (folder) => {
      const file = await written(folder, 1);
      await writeFile(file, (await readFile(file, 'utf8')).replace('node-enrolled', 'node-abducted'));
      expect(await codeOf(new RegisterJournal(folder).read())).to.equal('axis.register-damaged');
    }));

  it('keeps certificates by their digest and finds one that was exchanged', () =>
    inTemporaryFolder(async (folder) => {
      const context = await (await MemoryAxis.create()).open();
      const [anchor] = context.trust.anchors;
      if (!anchor) return expect.fail('no anchor');
      const { certificateSha256: sha256, certificate } = anchor;
      const journal = new RegisterJournal(folder);
      await journal.keepCertificate(sha256, certificate);
      expect((await journal.certificate(sha256)).equals(certificate)).to.equal(true);
      const other = 'f'.repeat(64);
      await journal.keepCertificate(other, certificate);
      expect(await codeOf(journal.certificate(other))).to.equal('axis.certificate-missing');
      expect(await codeOf(journal.certificate('e'.repeat(64)))).to.equal('axis.certificate-missing');
    }));
});
