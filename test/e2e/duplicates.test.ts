import { expect } from 'chai';
import type { Identity } from '../../src/agent/index.js';
import type { Receipt } from '../../src/edoc/index.js';
import { eventually, type TestNode } from '../support/node.js';
import { facing } from './support/facing.js';
import { newPacketId, ownLetter, sealedPacket, sealedReceipt, sha256 } from './support/forge.js';
import { delivery, Office, reaches, sendLetter, timesInInbox } from './support/office.js';

/** Waits until the node has a quarantined message with this code for the packet. */
function quarantined(node: TestNode, messageId: string, code: string): Promise<unknown> {
  return eventually(`${messageId} in quarantine with ${code}`, async () =>
    (await node.reader.quarantined({ limit: 100 })).find(
      (message) => message.messageId === messageId && message.code === code,
    ),
  );
}

describe('the same packet again', () => {
  const office = new Office();
  let g22: Identity;
  before(async () => {
    g22 = await office.identity('G22');
  });

  it('is answered with the stored receipt, octet for octet, and shown once', async () => {
    const receipts: string[] = [];
    const ministry = await office.start('G22');
    const ngheAn = await office.start('H41', {
      bus: (bus) =>
        facing(bus, {
          publish: (message) => {
            if (message.type === 'receipt') receipts.push(Buffer.from(message.body).toString('hex'));
            return bus.publish(message);
          },
        }),
    });
    const packetId = await sendLetter(ministry.desk, { to: ['H41'] });
    await reaches(ministry, packetId, { H41: 'delivered' });
    const body = await ministry.reader.packetBytes(packetId, 'out');
    if (!body) throw new Error('the packet is stored');
    const again = await office.axis.agent('G22').bus();
    for (let time = 2; time <= 4; time += 1) {
      await again.publish({
        type: 'packet',
        messageId: packetId,
        lane: 'ordinary',
        recipients: ['h41'],
        body,
      });
      await eventually(`receipt ${time}`, async () => receipts.length === time);
    }
    expect(new Set(receipts).size).to.equal(1);
    expect(await timesInInbox(ngheAn, packetId)).to.equal(1);
    expect((await delivery(ministry, packetId, 'H41')).state).to.equal('delivered');
    await again.close();
  });

  it('is shown once when many copies of it come at the same moment', async () => {
    const [ministry, ngheAn] = [await office.start('G22'), await office.start('H41')];
    const packetId = newPacketId(g22.code);
    const body = await sealedPacket(g22, {
      packetId,
      message: ownLetter('G22', ['H41']),
    });
    const bus = await office.axis.agent('G22').bus();
    const copy = {
      type: 'packet',
      messageId: packetId,
      lane: 'ordinary',
      recipients: ['h41'],
      body,
    } as const;
    await Promise.all(Array.from({ length: 30 }, () => bus.publish(copy)));
    const last = await sendLetter(ministry.desk, { to: ['H41'] });
    await reaches(ministry, last, { H41: 'delivered' });
    expect(await timesInInbox(ngheAn, packetId)).to.equal(1);
    expect((await ngheAn.reader.receipts(packetId)).length).to.equal(1);
    await bus.close();
  });

  it('with other octets is refused with packet.conflict, and the first outcome stands', async () => {
    const [ministry, ngheAn] = [await office.start('G22'), await office.start('H41')];
    const packetId = await sendLetter(ministry.desk, { to: ['H41'] });
    await reaches(ministry, packetId, { H41: 'delivered' });
    const body = await sealedPacket(g22, {
      packetId,
      message: ownLetter('G22', ['H41']),
    });
    const bus = await office.axis.agent('G22').bus();
    await bus.publish({ type: 'packet', messageId: packetId, lane: 'ordinary', recipients: ['h41'], body });
    await quarantined(ngheAn, packetId, 'packet.conflict');
    // The refusal speaks of octets that the sender's node never sent.
    await quarantined(ministry, packetId, 'receipt.other-digest');
    expect((await delivery(ministry, packetId, 'H41')).state).to.equal('delivered');
    expect(await timesInInbox(ngheAn, packetId)).to.equal(1);
    await bus.close();
  });

  it('does not lose its way because somebody else passed it on first', async () => {
    const ngheAn = await office.start('H41');
    const packetId = newPacketId(g22.code);
    const body = await sealedPacket(g22, {
      packetId,
      message: ownLetter('G22', ['H41']),
    });
    const copy = {
      type: 'packet',
      messageId: packetId,
      lane: 'ordinary',
      recipients: ['h41'],
      body,
    } as const;
    const [thief, owner] = [await office.axis.agent('H14').bus(), await office.axis.agent('G22').bus()];
    await thief.publish(copy);
    await quarantined(ngheAn, packetId, 'transport.other-node');
    expect(await timesInInbox(ngheAn, packetId)).to.equal(0);
    await owner.publish(copy);
    await eventually('the letter', async () => (await timesInInbox(ngheAn, packetId)) === 1);
    const [receipt] = await ngheAn.reader.receipts(packetId);
    expect(receipt?.outcome).to.equal('accepted');
    await Promise.all([thief.close(), owner.close()]);
  });
});

describe('a receipt that does not fit', () => {
  const office = new Office();
  let g22: Identity;
  before(async () => {
    g22 = await office.identity('G22');
  });
  let ministry: TestNode;
  let packetId: string;
  let right: Receipt;

  /** A receipt to be changed, made while the recipient is switched off and answers nothing itself. */
  beforeEach(async () => {
    ministry = await office.start('G22');
    packetId = await sendLetter(ministry.desk, { to: ['H41'] });
    await reaches(ministry, packetId, { H41: 'sent' });
    const body = await ministry.reader.packetBytes(packetId, 'out');
    right = {
      packetId,
      packetSha256: sha256(body ?? Buffer.of()),
      recipient: g22.code,
      outcome: 'accepted',
      sender: g22.code,
      contents: [],
      receivedAt: new Date(),
      logHead: { sequence: 0, hash: '0'.repeat(64) },
    };
  });

  /** Seals with the key of an agency and publishes from the node of another. */
  async function answer(sealer: string, receipt: Partial<Receipt>, from = sealer): Promise<void> {
    const identity = await office.identity(sealer);
    const body = await sealedReceipt(identity, { ...right, recipient: identity.code, ...receipt } as Receipt);
    const bus = await office.axis.agent(from).bus();
    const messageId = receipt.packetId ?? packetId;
    await bus.publish({ type: 'receipt', messageId, lane: 'urgent', recipients: ['g22'], body });
    await bus.close();
  }

  it('with another digest is quarantined, and the delivery stays as it is', async () => {
    await answer('H41', { packetSha256: 'ab'.repeat(32) });
    await quarantined(ministry, packetId, 'receipt.other-digest');
    expect((await delivery(ministry, packetId, 'H41')).state).to.equal('sent');
  });

  it('naming attachments that the packet has not is quarantined as well', async () => {
    await answer('H41', { contents: [{ sha256: 'ab'.repeat(32), size: 3 }] });
    await quarantined(ministry, packetId, 'receipt.other-digest');
    expect((await delivery(ministry, packetId, 'H41')).state).to.equal('sent');
  });

  it('from an agency that is no recipient is quarantined, be it an acceptance or a refusal', async () => {
    await answer('H14', {});
    await quarantined(ministry, packetId, 'receipt.not-a-recipient');
    await answer('H14', { outcome: 'refused', code: 'edxml.secret', reason: 'không nhận' });
    await eventually('both', async () => (await ministry.reader.quarantined({ limit: 9 })).length >= 2);
    expect((await delivery(ministry, packetId, 'H41')).state).to.equal('sent');
  });

  it('of a packet that was never sent is quarantined', async () => {
    const other = newPacketId(g22.code);
    await answer('H41', { packetId: other });
    await quarantined(ministry, other, 'receipt.unknown-packet');
  });

  it('sealed by one agency for another is quarantined', async () => {
    const h41 = await office.identity('H41');
    await answer('H14', { recipient: h41.code });
    await quarantined(ministry, packetId, 'receipt.other-agency');
    expect((await delivery(ministry, packetId, 'H41')).state).to.equal('sent');
  });

  it('sealed by the recipient and sent by another node is quarantined', async () => {
    await answer('H41', {}, 'H14');
    await quarantined(ministry, packetId, 'transport.other-node');
    expect((await delivery(ministry, packetId, 'H41')).state).to.equal('sent');
  });

  it('that is no receipt at all is quarantined', async () => {
    const bus = await office.axis.agent('H41').bus();
    const body = Buffer.from('<Receipt>không phải biên nhận</Receipt>');
    await bus.publish({ type: 'receipt', messageId: packetId, lane: 'urgent', recipients: ['g22'], body });
    await eventually('quarantine', async () =>
      (await ministry.reader.quarantined({ limit: 9 })).find(
        ({ messageId, code }) => messageId === packetId && code.startsWith('seal.'),
      ),
    );
    expect((await delivery(ministry, packetId, 'H41')).state).to.equal('sent');
    await bus.close();
  });
});
