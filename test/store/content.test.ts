import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { limits } from '../../src/edoc/index.js';
import { ContentFolder } from '../../src/store/index.js';
import { codeOf, inFolder, sha256 } from './samples.js';

const withContent = <Result>(use: (content: ContentFolder, folder: string) => Promise<Result>) =>
  inFolder((folder) => use(new ContentFolder(folder), folder));

async function* pieces(octets: Buffer, size = 60_000): AsyncGenerator<Buffer> {
  for (let at = 0; at < octets.length; at += size) yield octets.subarray(at, at + size);
}

async function all(content: ContentFolder, digest: string): Promise<Buffer> {
  const read: Buffer[] = [];
  for await (const piece of content.read(digest)) read.push(piece);
  return Buffer.concat(read);
}

async function files(folder: string): Promise<string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return found.filter((one) => one.isFile()).map((one) => one.name);
}

function cut(
  octets: Buffer,
  size = limits.partBytes,
): { index: number; body: Buffer; count: number; size: number }[] {
  const count = Math.ceil(octets.length / size);
  return Array.from({ length: count }, (_, index) => ({
    index,
    count,
    size: octets.length,
    body: octets.subarray(index * size, (index + 1) * size),
  }));
}

describe('the content folder', () => {
  it('keeps content under its SHA-256 and gives it back', () =>
    withContent(async (content) => {
      const octets = randomBytes(1_500_000);
      const digest = sha256(octets);
      expect(await content.has(digest)).to.equal(false);
      expect(await content.put(pieces(octets))).to.deep.equal({ sha256: digest, size: octets.length });
      expect(await content.has(digest)).to.equal(true);
      expect((await all(content, digest)).equals(octets)).to.equal(true);
    }));

  it('keeps empty content too', () =>
    withContent(async (content) => {
      const { sha256: digest } = await content.put([]);
      expect(digest).to.equal(sha256(Buffer.alloc(0)));
      expect((await all(content, digest)).length).to.equal(0);
    }));

  it('keeps equal content once, also when it comes twice at the same time', () =>
    withContent(async (content, folder) => {
      const octets = randomBytes(100_000);
      await Promise.all([content.put(pieces(octets)), content.put(pieces(octets))]);
      await content.put(pieces(octets));
      expect(await files(join(folder, 'content'))).to.have.length(1);
      expect(await files(join(folder, 'incoming'))).to.deep.equal([]);
    }));

  it('leaves nothing of a source that fails', () =>
    withContent(async (content, folder) => {
      async function* failing(): AsyncGenerator<Buffer> {
        yield Buffer.from('some');
        throw Object.assign(new Error('gone'), { code: 'mine' });
      }
      expect(await codeOf(content.put(failing()))).to.equal('mine');
      expect(await files(folder)).to.deep.equal([]);
    }));

  it('reads a range', () =>
    withContent(async (content) => {
      const octets = randomBytes(10_000);
      const { sha256: digest } = await content.put([octets]);
      expect((await content.readRange(digest, 100, 50)).equals(octets.subarray(100, 150))).to.equal(true);
      expect((await content.readRange(digest, 9_990, 50)).equals(octets.subarray(9_990))).to.equal(true);
    }));

  it('names missing content with content.missing, and takes no path for a digest', () =>
    withContent(async (content) => {
      for (const digest of ['ab'.repeat(32), '../../../etc/passwd', '']) {
        expect(await codeOf(all(content, digest)), digest).to.equal('content.missing');
        expect(await codeOf(content.readRange(digest, 0, 1)), digest).to.equal('content.missing');
        expect(await content.has(digest)).to.equal(false);
      }
    }));
});

const node = 'g22';

describe('parts of content', () => {
  it('out of order and repeated, make the whole, and leave nothing behind', () =>
    withContent(async (content, folder) => {
      const octets = randomBytes(limits.partBytes * 3 + 17);
      const digest = sha256(octets);
      const parts = cut(octets);
      for (const part of [...parts].reverse()) await content.putPart(node, digest, part, part.body);
      await Promise.all(parts.map((part) => content.putPart(node, digest, part, part.body)));
      expect(await content.assemble(node, digest, octets.length)).to.deep.equal([]);
      expect((await all(content, digest)).equals(octets)).to.equal(true);
      expect(await files(join(folder, 'staging'))).to.deep.equal([]);
      expect(await content.assemble(node, digest, octets.length)).to.deep.equal([]);
    }));

  it('tell which are missing, until none is', () =>
    withContent(async (content) => {
      const octets = randomBytes(limits.partBytes * 6);
      const digest = sha256(octets);
      const parts = cut(octets);
      expect(await content.assemble(node, digest, octets.length)).to.deep.equal([{ from: 0, to: 5 }]);
      for (const index of [1, 3]) {
        const part = parts[index];
        if (part) await content.putPart(node, digest, part, part.body);
      }
      expect(await content.assemble(node, digest, octets.length)).to.deep.equal([
        { from: 0, to: 0 },
        { from: 2, to: 2 },
        { from: 4, to: 5 },
      ]);
      for (const part of parts) await content.putPart(node, digest, part, part.body);
      expect(await content.assemble(node, digest, octets.length)).to.deep.equal([]);
      expect((await all(content, digest)).equals(octets)).to.equal(true);
    }));

  it('are still there after the node was started anew', () =>
    withContent(async (content, folder) => {
      const octets = randomBytes(limits.partBytes * 3);
      const digest = sha256(octets);
      const [one, two, three] = cut(octets);
      for (const part of [one, three]) if (part) await content.putPart(node, digest, part, part.body);
      const anew = new ContentFolder(folder);
      expect(await anew.assemble(node, digest, octets.length)).to.deep.equal([{ from: 1, to: 1 }]);
      if (two) await anew.putPart(node, digest, two, two.body);
      expect(await anew.assemble(node, digest, octets.length)).to.deep.equal([]);
      expect((await all(anew, digest)).equals(octets)).to.equal(true);
    }));

  it('whose octets were lost, while what was noted of them stayed, count as missing', () =>
    withContent(async (content, folder) => {
      const octets = randomBytes(limits.partBytes * 2);
      const digest = sha256(octets);
      const parts = cut(octets);
      for (const part of parts) await content.putPart(node, digest, part, part.body);
      await rm(join(folder, 'staging', node, `${digest}-${octets.length}`, 'octets'));
      const anew = new ContentFolder(folder);
      expect(await anew.assemble(node, digest, octets.length)).to.deep.equal([{ from: 0, to: 1 }]);
      for (const part of parts) await anew.putPart(node, digest, part, part.body);
      expect(await anew.assemble(node, digest, octets.length)).to.deep.equal([]);
    }));

  it('that make something else are dropped, so that the next try starts afresh', () =>
    withContent(async (content, folder) => {
      const octets = randomBytes(1_000);
      const digest = sha256(octets);
      const place = { index: 0, count: 1, size: 1_000 };
      await content.putPart(node, digest, place, randomBytes(1_000));
      expect(await content.assemble(node, digest, 1_000)).to.deep.equal([{ from: 0, to: 0 }]);
      expect(await content.has(digest)).to.equal(false);
      expect(await files(folder)).to.deep.equal([]);
      await content.putPart(node, digest, place, octets);
      expect(await content.assemble(node, digest, 1_000)).to.deep.equal([]);
    }));

  it('of one node are not spoiled by another that knows the digest', () =>
    withContent(async (content) => {
      const octets = randomBytes(limits.partBytes + 1_000);
      const digest = sha256(octets);
      const parts = cut(octets);
      for (const part of parts) {
        await content.putPart('spoiler', digest, part, randomBytes(part.body.length));
        await content.putPart(node, digest, part, part.body);
        await content.putPart('spoiler', digest, part, randomBytes(part.body.length));
      }
      expect(await content.assemble(node, digest, octets.length)).to.deep.equal([]);
      expect((await all(content, digest)).equals(octets)).to.equal(true);
    }));

  it('of another size under the same digest spoil nothing', () =>
    withContent(async (content) => {
      const octets = randomBytes(1_000);
      const digest = sha256(octets);
      await content.putPart(node, digest, { index: 0, count: 1, size: 999 }, randomBytes(999));
      await content.putPart(node, digest, { index: 0, count: 1, size: 1_000 }, octets);
      expect(await content.assemble(node, digest, 1_000)).to.deep.equal([]);
      expect(await content.assemble(node, digest, 999)).to.deep.equal([{ from: 0, to: 0 }]);
    }));

  it('are not wanted from a second node once the whole is there', () =>
    withContent(async (content, folder) => {
      const octets = randomBytes(limits.partBytes * 2);
      const digest = sha256(octets);
      const [one, two] = cut(octets);
      if (!one || !two) throw new Error('two parts');
      await content.putPart('h41', digest, one, one.body);
      await content.put([octets]);
      await content.putPart('h41', digest, two, two.body);
      expect(await content.assemble('h41', digest, octets.length)).to.deep.equal([]);
      expect(await files(join(folder, 'staging'))).to.deep.equal([]);
    }));

  it('that cannot be part of anything are refused with content.part', () =>
    withContent(async (content, folder) => {
      const digest = 'ab'.repeat(32);
      const body = Buffer.alloc(10);
      const wrong = [
        { index: 1, count: 1, size: 10 },
        { index: -1, count: 1, size: 10 },
        { index: 0.5, count: 1, size: 10 },
        { index: 0, count: 0, size: 10 },
        { index: 0, count: 1, size: 9 },
        { index: 0, count: 1, size: 11 },
        { index: 0, count: 2, size: 10 },
        { index: 0, count: 1_000, size: 10 },
        { index: 0, count: 1, size: limits.attachmentBytes + 1 },
      ];
      for (const part of wrong)
        expect(await codeOf(content.putPart(node, digest, part, body))).to.equal('content.part');
      const place = { index: 0, count: 9, size: limits.partBytes * 9 };
      expect(await codeOf(content.putPart(node, digest, place, Buffer.alloc(limits.partBytes + 1)))).to.equal(
        'content.part',
      );
      const right = { index: 0, count: 1, size: 10 };
      expect(await codeOf(content.putPart(node, '../../x', right, body))).to.equal('content.part');
      for (const sender of ['', '..', '../h41', 'H41', 'a'.repeat(33)])
        expect(await codeOf(content.putPart(sender, digest, right, body)), sender).to.equal('content.part');
      expect(await files(folder)).to.deep.equal([]);
    }));

  it('that nobody completed are cleaned away, the others stay', () =>
    withContent(async (content, folder) => {
      const [stale, fresh, old] = ['ab'.repeat(32), 'cd'.repeat(32), 'ef'.repeat(32)];
      const part = { index: 0, count: 2, size: limits.partBytes * 2 };
      for (const digest of [stale, fresh]) {
        await content.putPart(node, digest, part, Buffer.alloc(limits.partBytes));
      }
      const longAgo = new Date(Date.now() - 86_400_000);
      await utimes(join(folder, 'staging', node, `${stale}-${part.size}`, 'parts'), longAgo, longAgo);
      // As versions before kept them.
      const before = join(folder, 'staging', old, '2-20');
      await mkdir(before, { recursive: true });
      await writeFile(join(before, '0'), 'a part');
      await utimes(before, longAgo, longAgo);
      await mkdir(join(folder, 'incoming'), { recursive: true });
      await writeFile(join(folder, 'incoming', 'left.tmp'), 'left by a crash');
      await utimes(join(folder, 'incoming', 'left.tmp'), longAgo, longAgo);
      expect(await content.clean(new Date(Date.now() - 3_600_000))).to.equal(3);
      expect(await readdir(join(folder, 'staging', node))).to.deep.equal([`${fresh}-${part.size}`]);
      expect(await readdir(join(folder, 'incoming'))).to.deep.equal([]);
      // What was forgotten can come again.
      expect(await content.assemble(node, stale, part.size)).to.deep.equal([{ from: 0, to: 1 }]);
    }));

  it('that were being handed over when the process died are forgotten at the next start, and nothing else is', () =>
    withContent(async (content, folder) => {
      const part = { index: 0, count: 2, size: limits.partBytes * 2 };
      await content.putPart(node, 'ab'.repeat(32), part, Buffer.alloc(limits.partBytes));
      const { sha256: kept } = await content.put([Buffer.from('kept')]);
      await mkdir(join(folder, 'incoming'), { recursive: true });
      await writeFile(join(folder, 'incoming', 'half.tmp'), 'hal');
      expect(await content.forgetUnfinished()).to.equal(1);
      expect(await readdir(join(folder, 'incoming'))).to.deep.equal([]);
      expect(await content.has(kept)).to.equal(true);
      expect((await content.staged()).count).to.equal(1);
    }));

  it('are rebuilt in flat memory', () =>
    withContent(async (content) => {
      const body = randomBytes(limits.partBytes);
      const count = 160;
      const size = count * body.length;
      const hash = createHash('sha256');
      for (let index = 0; index < count; index += 1) hash.update(body);
      const digest = hash.digest('hex');
      for (let index = 0; index < count; index += 1)
        await content.putPart(node, digest, { index, count, size }, body);
      let most = 0;
      const before = process.memoryUsage().arrayBuffers;
      const watch = setInterval(() => {
        most = Math.max(most, process.memoryUsage().arrayBuffers - before);
      }, 5);
      try {
        expect(await content.assemble(node, digest, size)).to.deep.equal([]);
      } finally {
        clearInterval(watch);
      }
      expect(most).to.be.below(size / 2);
    }));
});
