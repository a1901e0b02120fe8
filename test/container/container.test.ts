import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { expect } from 'chai';
import { containerLimits, openContainer, writeContainer } from '../../src/container/index.js';
import { containerEvidenceLimits } from '../../src/evidence/index.js';
import { codeOf } from '../signing/support.js';

const time = new Date('2026-06-01T08:00:01Z');
const text = (name: string, content: string) => ({
  name,
  size: Buffer.byteLength(content),
  content: Buffer.from(content),
});

interface Member {
  readonly name: string;
  readonly method: 0 | 8;
  /** As it stands in the file. */
  readonly data: Buffer;
  readonly content: string;
}

const mimetype: Member = {
  name: 'mimetype',
  method: 0,
  data: Buffer.from('application/vnd.etsi.asic-e+zip'),
  content: 'application/vnd.etsi.asic-e+zip',
};

/** What local header and central record share, from the version on (APPNOTE.TXT, 4.3.7). */
function commonFields({ name, method, data, content }: Member): Buffer {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt16LE(method, 4);
  fields.writeUInt16LE(0x21, 8);
  fields.writeUInt32LE(crc32(content), 10);
  fields.writeUInt32LE(data.length, 14);
  fields.writeUInt32LE(Buffer.byteLength(content), 18);
  fields.writeUInt16LE(name.length, 22);
  return fields;
}

function localHeader(member: Member): Buffer {
  return Buffer.concat([Buffer.from('PK\x03\x04'), commonFields(member), Buffer.from(member.name)]);
}

/** An archive with entries that no packer would write. */
function archiveOf(members: readonly Member[]): Buffer {
  const files: Buffer[] = [];
  const records: Buffer[] = [];
  let at = 0;
  for (const member of members) {
    const behind = Buffer.alloc(14);
    behind.writeUInt32LE(at, 10);
    const version = Buffer.from('PK\x01\x02\x14\x00');
    records.push(version, commonFields(member), behind, Buffer.from(member.name));
    const file = Buffer.concat([localHeader(member), member.data]);
    files.push(file);
    at += file.length;
  }
  const directory = Buffer.concat(records);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(members.length, 8);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...files, directory, end]);
}

describe('a container', () => {
  let folder: string;
  let path: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'edoc-container-'));
    path = join(folder, 'c.asice');
  });

  afterEach(() => rm(folder, { recursive: true }));

  async function read(): Promise<Record<string, string>> {
    const container = await openContainer(path);
    const found: Record<string, string> = {};
    try {
      for (const entry of container.entries) {
        const chunks: Buffer[] = [];
        for await (const chunk of entry.read()) chunks.push(chunk);
        const octets = Buffer.concat(chunks);
        expect(octets.length).to.equal(entry.size);
        found[entry.name] = octets.toString('utf8');
      }
      return found;
    } finally {
      await container.close();
    }
  }

  it('gives back what was put in, in its order', async () => {
    await writeContainer(
      path,
      [text('b.xml', 'một'), text('attachments/Công văn.txt', 'hai'), text('a', '')],
      {
        time,
      },
    );
    expect(await read()).to.deep.equal({ 'b.xml': 'một', 'attachments/Công văn.txt': 'hai', a: '' });
  });

  it('gives back files of any size, read one by one or all at once', async () => {
    // About the pieces in which a file is read, so that headers lie across their borders.
    const sizes = [0, 1, 65_400, 65_535, 65_536, 65_537, 7, 130_000, 262_143, 262_144, 262_145, 3];
    const files = sizes.map((size, index) => text(`f${index}`, 'abcdefghi'.repeat(size).slice(0, size)));
    await writeContainer(path, files, { time });
    const wanted = Object.fromEntries(files.map(({ name, content }) => [name, content.toString()]));
    expect(await read()).to.deep.equal(wanted);
    const container = await openContainer(path);
    const all = container.entries.map(async ({ name, read }) => {
      const chunks: Buffer[] = [];
      for await (const chunk of read()) chunks.push(chunk);
      return [name, Buffer.concat(chunks).toString()];
    });
    expect(Object.fromEntries(await Promise.all(all))).to.deep.equal(wanted);
    await container.close();
  });

  it('begins with its media type at octet 38, as ASiC wants it', async () => {
    await writeContainer(path, [text('a', 'x')], { time });
    const octets = await readFile(path);
    expect(octets.toString('latin1', 30, 69)).to.equal('mimetypeapplication/vnd.etsi.asic-e+zip');
  });

  it('has the same octets for the same files and time, whatever the clock of the machine', async () => {
    const zone = process.env['TZ'];
    const digests = new Set<string>();
    try {
      for (const [index, name] of ['Asia/Ho_Chi_Minh', 'America/New_York', 'UTC'].entries()) {
        process.env['TZ'] = name;
        const file = join(folder, `${index}.asice`);
        await writeContainer(file, [text('a', 'x')], { time });
        digests.add(
          createHash('sha256')
            .update(await readFile(file))
            .digest('hex'),
        );
      }
    } finally {
      if (zone === undefined) delete process.env['TZ'];
      else process.env['TZ'] = zone;
    }
    expect(digests.size).to.equal(1);
  });

  it('takes streams, and reads them as streams', async () => {
    const piece = Buffer.alloc(100_000, 7);
    async function* source() {
      for (let count = 0; count < 50; count += 1) yield piece;
    }
    let told = 0;
    await writeContainer(path, [{ name: 'large', size: 5_000_000, content: source() }], {
      time,
      onOctets: (octets) => {
        told += octets;
      },
    });
    expect(told).to.equal(5_000_000);
    const container = await openContainer(path);
    const [large] = container.entries;
    let most = 0;
    let octets = 0;
    for await (const chunk of large?.read() ?? []) {
      most = Math.max(most, chunk.length);
      octets += chunk.length;
    }
    await container.close();
    expect(octets).to.equal(5_000_000);
    expect(most).to.be.at.most(256 * 1024);
  });

  it('may be read in any order, several times, and not to the end', async () => {
    await writeContainer(path, [text('a', 'một'), { ...text('b', 'x'.repeat(1_000_000)) }], { time });
    const container = await openContainer(path);
    const [a, b] = container.entries;
    for await (const chunk of b?.read() ?? []) {
      expect(chunk.length).to.be.greaterThan(0);
      break;
    }
    for (let count = 0; count < 2; count += 1) {
      for await (const chunk of a?.read() ?? []) expect(chunk.toString()).to.equal('một');
    }
    await container.close();
  });

  describe('that cannot be finished', () => {
    async function* failing() {
      yield Buffer.from('x');
      throw new Error('the disk is gone');
    }

    it('leaves nothing behind where a source fails, and says what the source said', async () => {
      let said = '';
      await writeContainer(path, [text('a', 'x'), { name: 'b', size: 2, content: failing() }], {
        time,
      }).catch((error: Error) => {
        said = error.message;
      });
      expect(said).to.equal('the disk is gone');
      expect(await readdir(folder)).to.deep.equal([]);
    });

    for (const size of [2, 4]) {
      it(`is refused where a file has 3 octets and not ${size}`, async () => {
        const file = { ...text('a', 'abc'), size };
        expect(await codeOf(writeContainer(path, [file], { time }))).to.equal('container.unfinished');
        expect(await readdir(folder)).to.deep.equal([]);
      });
    }

    it('never takes the place of a file that is there', async () => {
      await writeFile(path, 'mine');
      let code = '';
      await writeContainer(path, [text('a', 'x')], { time }).catch((error: NodeJS.ErrnoException) => {
        code = error.code ?? '';
      });
      expect(code).to.equal('EEXIST');
      expect(await readFile(path, 'utf8')).to.equal('mine');
    });

    it('is not begun with names that it would not be read with', async () => {
      const codeFor = (...names: string[]) =>
        codeOf(
          writeContainer(
            path,
            names.map((name) => text(name, 'x')),
            { time },
          ),
        );
      expect(await codeFor('../a')).to.equal('container.name-unsafe');
      expect(await codeFor('a\\b')).to.equal('container.name-unsafe');
      expect(await codeFor('e\u0302')).to.equal('container.name-form');
      expect(await codeFor('a', 'A')).to.equal('container.name-twice');
      expect(await codeFor('mimetype')).to.equal('container.name-twice');
      expect(await codeFor('a'.repeat(containerLimits.nameBytes + 1))).to.equal('container.limit');
    });

    it('is not begun over a limit', async () => {
      const large = { ...text('a', 'x'), size: containerLimits.entryBytes + 1 };
      expect(await codeOf(writeContainer(path, [large], { time }))).to.equal('container.limit');
      const many = Array.from({ length: containerLimits.entries }, (_, index) => text(`${index}`, ''));
      expect(await codeOf(writeContainer(path, many, { time }))).to.equal('container.limit');
    });
  });

  it('is refused where octets follow deflated data within its entry: who reads from front to back finds another file there', async () => {
    const entry = (octets: Buffer) =>
      archiveOf([mimetype, { name: 'a', method: 8, data: octets, content: 'một' }]);
    const packed = deflateRawSync('một');
    await writeFile(path, entry(packed));
    expect(await read()).to.deep.equal({ a: 'một' });
    const hidden = localHeader({ name: 'b', method: 0, data: Buffer.from('hai'), content: 'hai' });
    for (const more of [
      Buffer.alloc(1),
      Buffer.alloc(300_000),
      Buffer.concat([hidden, Buffer.from('hai')]),
    ]) {
      await writeFile(path, entry(Buffer.concat([packed, more])));
      expect(await codeOf(read()), String(more.length)).to.equal('container.size');
    }
  });

  it('that was cut at any octet is refused', async () => {
    await writeContainer(path, [text('a', 'một'), text('b', 'hai')], { time });
    const { length } = await readFile(path);
    for (let size = length - 1; size >= 0; size -= 1) {
      await truncate(path, size);
      expect(await codeOf(openContainer(path)), String(size)).to.equal('container.not-zip');
    }
  });

  it('of which an octet was changed gives other files, or none; and never anything but a code', async () => {
    await writeContainer(path, [text('a', 'một'), text('b', 'hai')], { time });
    const octets = await readFile(path);
    let taken = 0;
    for (let at = 0; at < octets.length; at += 1) {
      const changed = Buffer.from(octets);
      changed[at] = (octets[at] ?? 0) ^ 0x20;
      await writeFile(path, changed);
      if ((await codeOf(read())) === 'accepted') taken += 1;
    }
    // Versions, and attributes of plain files: what no reader of the files can notice.
    expect(taken).to.be.lessThan(40);
  });

  it('has the limits of the specification', async () => {
    const page = await readFile(new URL('../../../spec/container.md', import.meta.url), 'utf8');
    const gibibytes = 2 ** 30;
    const rows = {
      entries: '| entries | 32,771 |',
      nameBytes: '| octets of a name | 320 |',
      entryBytes: '| one entry, unpacked | 2 GiB |',
      totalBytes: '| all entries, unpacked | 512 GiB |',
      directoryBytes: '| central directory | 16 MiB |',
      ratio: '| times that an entry may grow to, once it is over 1 MiB | 200 |',
    };
    for (const row of Object.values(rows)) expect(page).to.contain(row);
    expect(containerLimits).to.include({
      entries: 32_771,
      nameBytes: 320,
      entryBytes: 2 * gibibytes,
      totalBytes: 512 * gibibytes,
      directoryBytes: gibibytes / 64,
      ratio: 200,
      ratioFromBytes: gibibytes / 1024,
    });
    expect(page).to.contain('| `META-INF/manifest.xml` | 32 MiB |');
    expect(page).to.contain('| all sealed files in a container, together | 256 MiB |');
    expect(containerEvidenceLimits).to.deep.equal({
      manifestBytes: gibibytes / 32,
      sealedBytes: gibibytes / 4,
    });
  });

  describe('for other tools', () => {
    before(function () {
      if (spawnSync('unzip', ['-v']).error) {
        console.log('      SKIPPED: unzip is not installed; this cross-check did not run');
        this.skip();
      }
    });

    it('is a ZIP archive without faults, whose files are stored', async () => {
      await writeContainer(path, [text('attachments/Công văn.txt', 'hai'), text('a', '')], { time });
      const tested = spawnSync('unzip', ['-t', path], { encoding: 'utf8' });
      expect(tested.stdout).to.contain('No errors detected');
      expect(tested.status).to.equal(0);
      const listed = spawnSync('zipinfo', ['-m', path], { encoding: 'utf8' }).stdout;
      expect(listed).to.contain('26-Jun-01 08:00');
      expect(listed.match(/stor/g)).to.have.length(3);
    });
  });
});
