import { createHash, randomBytes } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import { writeMissing } from '../../src/edoc/index.js';
import { eventually, type TestNode } from '../support/node.js';
import { edoc } from './support/edoc.js';
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

/** The details of the log's entries of one kind. */
async function loggedAs(node: TestNode, kind: string): Promise<{ events: unknown[] }> {
  const rows = await node.reader.logRows(0, 1_000);
  return { events: rows.filter((row) => row.kind === kind).map(({ detail }) => detail) };
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
    const { events } = await loggedAs(ngheAn, 'packet.refused');
    expect(events).to.have.length(1);
    expect(events[0]).to.include({ sender: 'G22', to: 'H41' });
  });

  it('whose parts the receiver lost is sent again as far as it was lost, and nobody has to call anybody', async () => {
    const counted = new Map<number, number>();
    let letThrough = () => {};
    const gate = new Promise<void>((resolve) => {
      letThrough = resolve;
    });
    const ministry = await office.start('G22', {
      bus: (bus) =>
        facing(bus, {
          publish: async (message) => {
            if (message.type === 'packet') await gate;
            if (message.part) counted.set(message.part.index, (counted.get(message.part.index) ?? 0) + 1);
            return bus.publish(message);
          },
        }),
    });
    const before = await office.start('H41');
    const octets = randomBytes(5_000_000);
    const packetId = await sendLetter(ministry.desk, { to: ['H41'], files: [{ name: 'mất.bin', octets }] });
    const sha256 = createHash('sha256').update(octets).digest('hex');
    const marks = join(before.directory, 'data', 'staging', 'g22', `${sha256}-${octets.length}`, 'parts');
    await eventually('all parts are there', async () => {
      const map = await readFile(marks).catch(() => undefined);
      return map?.length === 10 && map.every((mark) => mark === 1);
    });
    await office.stop(before);
    await writeFile(marks, Buffer.from([1, 0, 1, 1, 0, 0, 1, 1, 1, 1]));
    const after = await office.start('H41');
    letThrough();
    await reaches(ministry, packetId, { H41: 'delivered' });
    const again = [...counted].filter(([, times]) => times > 1).map(([index]) => index);
    expect(again.sort()).to.deep.equal([1, 4, 5]);
    expect((await contentAt(after, sha256)).size).to.equal(octets.length);
    const { events } = await loggedAs(ministry, 'parts.asked');
    expect(events.at(-1)).to.include({ node: 'h41', parts: 3, times: 1 });
  });

  it('waits for a slow broker with few parts in memory, of all documents together', async () => {
    let [held, most] = [0, 0];
    let isSlow = true;
    const ministry = await office.start('G22', {
      bus: (bus) =>
        facing(bus, {
          publish: async (message) => {
            if (message.type !== 'part') return bus.publish(message);
            held += 1;
            most = Math.max(most, held);
            while (isSlow) await delay(10);
            held -= 1;
            return bus.publish(message);
          },
        }),
    });
    await office.start('H41');
    const sent: string[] = [];
    try {
      // Each has four parts on the way at most, all together would have eighty.
      for (let count = 0; count < 20; count += 1) {
        const files = [{ name: 'lớn.bin', octets: randomBytes(2_200_000) }];
        sent.push(await sendLetter(ministry.desk, { to: ['H41'], files }));
      }
      await eventually('as many as may be', async () => held === 64);
      const [progress] = await ministry.reader.partProgress(sent[0]);
      expect(progress).to.include({ name: 'lớn.bin', parts: 5, confirmed: 0 });
      const { stdout } = await edoc(['track', sent[0] ?? ''], ministry.directory);
      expect(stdout).to.contain('lớn.bin: 0 of 5 parts at the broker');
      expect((await edoc(['agent', 'status'], ministry.directory)).stdout).to.contain('parts at the broker');
    } finally {
      isSlow = false;
    }
    for (const packetId of sent) await reaches(ministry, packetId, { H41: 'delivered' });
    expect(most).to.equal(64);
    expect(await ministry.reader.partProgress()).to.deep.equal([]);
  });

  it('that a recipient has already goes to the others alone', async () => {
    const published: (readonly string[])[] = [];
    const ministry = await office.start('G22', {
      bus: (bus) =>
        facing(bus, {
          publish: (message) => {
            if (message.type === 'part') published.push(message.recipients);
            return bus.publish(message);
          },
        }),
    });
    await office.start('H41');
    await office.start('H14');
    const files = [{ name: 'chung.bin', octets: randomBytes(600_000) }];
    const first = await sendLetter(ministry.desk, { to: ['H41'], files });
    await reaches(ministry, first, { H41: 'delivered' });
    const second = await sendLetter(ministry.desk, { to: ['H41', 'H14'], files });
    await reaches(ministry, second, { H41: 'delivered', H14: 'delivered' });
    const third = await sendLetter(ministry.desk, { to: ['H41', 'H14'], files });
    await reaches(ministry, third, { H41: 'delivered', H14: 'delivered' });
    expect(published).to.deep.equal([['h41'], ['h41'], ['h14'], ['h14']]);
  });

  it('is never given to a node that it was not sent to', async () => {
    const published: string[] = [];
    const ministry = await office.start('G22', {
      bus: (bus) =>
        facing(bus, {
          publish: (message) => {
            if (message.type === 'part') published.push(...message.recipients);
            return bus.publish(message);
          },
        }),
    });
    await office.start('H41');
    const octets = randomBytes(600_000);
    const packetId = await sendLetter(ministry.desk, { to: ['H41'], files: [{ name: 'riêng.bin', octets }] });
    await reaches(ministry, packetId, { H41: 'delivered' });
    const sha256 = createHash('sha256').update(octets).digest('hex');
    const bus = await office.axis.agent('H14').bus();
    const asking = { type: 'missing', messageId: packetId, lane: 'urgent', recipients: ['g22'] } as const;
    const body = writeMissing({ packetId, contents: [{ sha256, parts: [{ from: 0, to: 1 }] }] });
    await bus.publish({ ...asking, body });
    await eventually('it is in quarantine', async () =>
      (await ministry.reader.quarantined({ limit: 5 })).some(({ code }) => code === 'missing.not-sent'),
    );
    expect(published).to.deep.equal(['h41', 'h41']);
    await bus.close();
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
