import { createHash, randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { eventually, type TestNode } from '../support/node.js';
import { facing } from './support/facing.js';
import { codeOf, delivery, letter, Office, once, reaches, sendLetter } from './support/office.js';

async function contentAt(node: TestNode, sha256: string): Promise<{ sha256: string; size: number }> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const piece of node.context.contents.read(sha256)) {
    hash.update(piece);
    size += piece.length;
  }
  return { sha256: hash.digest('hex'), size };
}

async function filesBelow(folder: string): Promise<string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return found.filter((entry) => entry.isFile()).map(({ name }) => name);
}

describe('a large attachment', () => {
  const office = new Office();

  for (const megabytes of [3, 30]) {
    it(`of ${megabytes} MB comes whole to two nodes, in parts`, async () => {
      const [ministry, ngheAn, caoBang] = [
        await office.start('G22'),
        await office.start('H41'),
        await office.start('H14'),
      ];
      const octets = randomBytes(megabytes * 1_000_000 + 1);
      const sha256 = createHash('sha256').update(octets).digest('hex');
      const packetId = await sendLetter(ministry.desk, {
        to: ['H41', 'H14'],
        files: [{ name: 'Bản đồ.tif', octets }],
      });
      await reaches(ministry, packetId, { H41: 'delivered', H14: 'delivered' });
      for (const node of [ngheAn, caoBang]) {
        expect(await contentAt(node, sha256)).to.deep.equal({ sha256, size: octets.length });
        expect(await filesBelow(join(node.directory, 'data', 'staging'))).to.deep.equal([]);
      }
    });
  }

  it('goes beside an empty one and a small one', async () => {
    const [ministry, ngheAn] = [await office.start('G22'), await office.start('H41')];
    const files = [
      { name: 'rỗng.txt', octets: Buffer.alloc(0) },
      { name: 'lớn.bin', octets: randomBytes(600_000) },
      { name: 'nhỏ.txt', octets: Buffer.from('nhỏ') },
    ];
    const packetId = await sendLetter(ministry.desk, { to: ['H41'], files });
    await reaches(ministry, packetId, { H41: 'delivered' });
    for (const { octets } of files) {
      const sha256 = createHash('sha256').update(octets).digest('hex');
      expect(await contentAt(ngheAn, sha256)).to.deep.equal({ sha256, size: octets.length });
    }
  });

  it('is one thing, descriptions too long for a sealed file another: refused before sending, and in a dry run', async () => {
    const ministry = await office.start('G22');
    const content = await ministry.desk.putContent(once(Buffer.from('nhỏ')));
    const attachments = Array.from({ length: 70 }, (_, index) => ({
      name: `${index}.txt`,
      description: 'x'.repeat(20_000),
      ...content,
    }));
    const request = { message: letter({ to: ['H41'] }), attachments };
    expect(await codeOf(ministry.desk.send(request))).to.equal('send.too-large');
    const { ok, findings } = await ministry.desk.check(request);
    expect(ok).to.equal(false);
    expect(findings.map(({ code }) => code)).to.include('send.too-large');
  });

  it('that ten letters carry at the same time is kept once and comes with each of them', async () => {
    const [ministry, ngheAn] = [await office.start('G22'), await office.start('H41')];
    const octets = randomBytes(1_500_000);
    const content = await ministry.desk.putContent(once(octets));
    const before = (await filesBelow(join(ngheAn.directory, 'data', 'content'))).length;
    const sent = await Promise.all(
      Array.from({ length: 10 }, () =>
        ministry.desk.send({
          message: letter({ to: ['H41'] }),
          attachments: [{ name: 'chung.bin', ...content }],
        }),
      ),
    );
    for (const { packetId } of sent) await reaches(ministry, packetId, { H41: 'delivered' });
    expect((await filesBelow(join(ngheAn.directory, 'data', 'content'))).length).to.equal(before + 1);
  });

  it('of which a part never comes keeps its packet from being taken, and no other one', async () => {
    const ministry = await office.start('G22', {
      bus: (bus) =>
        facing(bus, {
          publish: async (message) => (message.part?.index === 1 ? 'confirmed' : bus.publish(message)),
        }),
    });
    const ngheAn = await office.start('H41');
    const files = [{ name: 'thiếu.bin', octets: randomBytes(2_000_000) }];
    const packetId = await sendLetter(ministry.desk, { to: ['H41'], files });
    const other = await sendLetter(ministry.desk, { to: ['H41'] });
    await reaches(ministry, other, { H41: 'delivered' });
    await reaches(ministry, packetId, { H41: 'refused' });
    const refused = await delivery(ministry, packetId, 'H41');
    expect(refused.code).to.equal('packet.attachment-missing');
    expect(refused.reason).to.contain('thiếu.bin');
    expect((await ngheAn.reader.quarantined({ limit: 1 }))[0]?.code).to.equal('packet.attachment-missing');
  });

  it('whose packet is ahead of its last part is waited for', async () => {
    let late: (() => Promise<unknown>) | undefined;
    const ministry = await office.start('G22', {
      bus: (bus) =>
        facing(bus, {
          publish: async (message) => {
            if (message.part?.index !== 2) return bus.publish(message);
            late = () => bus.publish(message);
            return 'confirmed';
          },
        }),
    });
    await office.start('H41', { policy: { patience: 5 } });
    const files = [{ name: 'chậm.bin', octets: randomBytes(1_200_000) }];
    const packetId = await sendLetter(ministry.desk, { to: ['H41'], files });
    await reaches(ministry, packetId, { H41: 'sent' });
    await eventually('the packet is out', async () => late !== undefined);
    await late?.();
    await reaches(ministry, packetId, { H41: 'delivered' });
  });

  it('with a part that does not fit its description is not helped by it, and nothing else is held up', async () => {
    const [ministry, ngheAn] = [await office.start('G22'), await office.start('H41')];
    const bus = await office.axis.agent('H14').bus();
    const positions = [
      { index: 0, count: 2, size: 600_000 },
      { index: 5, count: 2, size: 600_000 },
      { index: 0, count: 1, size: 3_000_000_000 },
      { index: 0, count: 1, size: 0 },
    ];
    for (const part of positions) {
      await bus.publish({
        type: 'part',
        messageId: 'ab'.repeat(32),
        lane: 'ordinary',
        recipients: ['h41'],
        body: Buffer.from(JSON.stringify(part)),
        part,
      });
    }
    const packetId = await sendLetter(ministry.desk, { to: ['H41'] });
    await reaches(ministry, packetId, { H41: 'delivered' });
    const kept = await eventually('all in quarantine', async () => {
      const messages = await ngheAn.reader.quarantined({ limit: 50 });
      const malformed = messages.filter(({ code }) => code === 'part.malformed');
      return malformed.length === positions.length && malformed;
    });
    expect(kept.every(({ messageId }) => messageId === 'ab'.repeat(32))).to.equal(true);
    await bus.close();
  });
});
