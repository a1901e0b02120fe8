import { expect } from 'chai';
import { readReceipt } from '../../src/edoc/index.js';
import { receiptSeal, verifySeal } from '../../src/signing/index.js';
import type { TestNode } from '../support/node.js';
import { facing } from './support/facing.js';
import { sha256 } from './support/forge.js';
import {
  arrives,
  codeOf,
  delivery,
  letter,
  Office,
  reaches,
  sendLetter,
  timesInInbox,
} from './support/office.js';

/** What the receipts of one kind at a node say of a packet, verified and read again. */
async function receiptsAt(node: TestNode, packetId: string, direction: 'issued' | 'received') {
  const stored = (await node.reader.receipts(packetId)).filter((receipt) => receipt.direction === direction);
  return Promise.all(
    stored.map(async ({ bytes }) => {
      const { signed } = await verifySeal(bytes, receiptSeal, node.context.trust, { at: new Date() });
      return { bytes, said: readReceipt(signed) };
    }),
  );
}

describe('a document on its way', () => {
  const office = new Office();

  it('reaches two provinces on two nodes byte for byte, with sealed receipts at both ends', async () => {
    const [ministry, ngheAn, caoBang] = [
      await office.start('G22'),
      await office.start('H41'),
      await office.start('H14'),
    ];
    const files = [{ name: 'Công văn.pdf', octets: Buffer.from('%PDF-1.7 nội dung') }];
    const packetId = await sendLetter(ministry.desk, { to: ['H41', 'H14'], files });
    await reaches(ministry, packetId, { H41: 'delivered', H14: 'delivered' });

    const sent = await ministry.reader.packetBytes(packetId, 'out');
    for (const [node, code] of [
      [ngheAn, 'H41'],
      [caoBang, 'H14'],
    ] as const) {
      expect(await node.reader.packetBytes(packetId, 'in')).to.deep.equal(sent);
      expect(await timesInInbox(node, packetId)).to.equal(1);
      const [issued] = await receiptsAt(node, packetId, 'issued');
      expect(issued?.said).to.include({
        outcome: 'accepted',
        recipient: code,
        packetSha256: sha256(sent ?? Buffer.of()),
      });
      const received = await receiptsAt(ministry, packetId, 'received');
      expect(received.map(({ bytes }) => bytes.toString('hex'))).to.include(issued?.bytes.toString('hex'));
      expect((await delivery(ministry, packetId, code)).business).to.equal('01');
    }
  });

  it('reaches two agencies of one node as one message, answered with a receipt of each', async () => {
    const published: string[] = [];
    const ministry = await office.start('G22', {
      bus: (bus) =>
        facing(bus, {
          publish: (message) => {
            if (message.type === 'packet') published.push(message.recipients.join(' '));
            return bus.publish(message);
          },
        }),
    });
    const caoBang = await office.start('H14');
    const packetId = await sendLetter(ministry.desk, { to: ['H14', 'H14.05'] });
    await reaches(ministry, packetId, { H14: 'delivered', 'H14.05': 'delivered' });

    expect(published).to.deep.equal(['h14']);
    const issued = await receiptsAt(caoBang, packetId, 'issued');
    expect(issued.map(({ said }) => said.recipient).sort()).to.deep.equal(['H14', 'H14.05']);
    expect(await timesInInbox(caoBang, packetId, 'H14')).to.equal(1);
    expect(await timesInInbox(caoBang, packetId, 'H14.05')).to.equal(1);
  });

  it('goes from one agency of a node to another one of the same node', async () => {
    const caoBang = await office.start('H14');
    const packetId = await sendLetter(caoBang.desk, { from: 'H14', to: ['H14.05'] });
    await reaches(caoBang, packetId, { 'H14.05': 'delivered' });
    expect(await timesInInbox(caoBang, packetId, 'H14.05')).to.equal(1);
    expect(await timesInInbox(caoBang, packetId, 'H14')).to.equal(0);
  });

  it('finds a recipient, and its own sender, by the code of the old form', async () => {
    const [ministry, ngheAn] = [await office.start('G22'), await office.start('H41')];
    const packetId = await sendLetter(ministry.desk, { from: '000.00.00.G22', to: ['000.00.00.H41'] });
    await reaches(ministry, packetId, { H41: 'delivered' });
    expect(await timesInInbox(ngheAn, packetId, 'H41')).to.equal(1);
    const step = await ngheAn.desk.step({ packetId, agency: '000.00.00.H41', code: '03' });
    expect(step.agency).to.equal('H41');
  });

  it('refuses one agency named by both of its codes', async () => {
    const ministry = await office.start('G22');
    const sending = sendLetter(ministry.desk, { to: ['H41', '000.00.00.H41'] });
    expect(await codeOf(sending)).to.equal('send.recipient-twice');
  });

  for (const priority of [0, 1, 2, 3, 4]) {
    it(`takes the ${priority === 0 ? 'ordinary' : 'urgent'} lane with priority ${priority}`, async () => {
      const lanes: string[] = [];
      const ministry = await office.start('G22', {
        bus: (bus) =>
          facing(bus, {
            publish: (message) => {
              if (message.type === 'packet') lanes.push(message.lane);
              return bus.publish(message);
            },
          }),
      });
      const ngheAn = await office.start('H41');
      const packetId = await sendLetter(ministry.desk, { to: ['H41'], priority });
      await arrives(ngheAn, packetId);
      // More than once where the receipt of the first is slower than the test's impatience.
      expect([...new Set(lanes)]).to.deep.equal([priority === 0 ? 'ordinary' : 'urgent']);
    });
  }

  it('is not sent when what the clerk hands in cannot be a document, however malformed', async () => {
    const ministry = await office.start('G22');
    const drafts: unknown[] = [
      { kind: 'document' },
      { kind: 'document', to: 'H41', from: 7, code: null, traceHeaderList: { traceHeader: 5 } },
      { kind: 'document', to: [null, 5, { organId: 3 }] },
      { kind: 'status', statusCode: '03' },
      {},
    ];
    for (const draft of drafts) {
      const message = draft as ReturnType<typeof letter>;
      const check = await ministry.desk.check({ message, attachments: [] });
      expect(check.ok, JSON.stringify(draft)).to.equal(false);
      expect(await codeOf(ministry.desk.send({ message, attachments: [] }))).to.match(/^[a-z]+\.[a-z-]+$/);
    }
  });

  it('is not sent with an attachment of another size than its content has', async () => {
    const ministry = await office.start('G22');
    const content = await ministry.desk.putContent(
      (async function* () {
        yield Buffer.alloc(300_000, 1);
      })(),
    );
    for (const size of [0, 299_999, 300_001, 10]) {
      const attachments = [{ name: 'a.bin', sha256: content.sha256, size }];
      const sending = ministry.desk.send({ message: letter({ to: ['H41'] }), attachments });
      expect(await codeOf(sending), String(size)).to.equal('send.content-missing');
    }
  });
});
