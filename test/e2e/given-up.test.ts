import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { EdocError } from '../../src/errors.js';
import { eventually } from '../support/node.js';
import { facing } from './support/facing.js';
import { delivery, Office, reaches, sendLetter } from './support/office.js';

describe('a message that no later try can bring on its way', () => {
  const office = new Office();

  it('too large for the broker ends as undeliverable with its code, and the next one goes out', async () => {
    let tries = 0;
    const ministry = await office.start('G22', {
      bus: (bus) =>
        facing(bus, {
          publish: async (message) => {
            if (message.type !== 'packet' || tries > 0) return bus.publish(message);
            tries += 1;
            const detail = { bytes: message.body.length, limit: 16 };
            throw new EdocError('broker.too-large', { detail });
          },
        }),
    });
    await office.start('H41');
    const large = await sendLetter(ministry.desk, { to: ['H41'] });
    await reaches(ministry, large, { H41: 'undeliverable' });
    const next = await sendLetter(ministry.desk, { to: ['H41'] });
    await reaches(ministry, next, { H41: 'delivered' });
    expect(await delivery(ministry, large, 'H41')).to.include({ code: 'broker.too-large' });
    expect((await delivery(ministry, large, 'H41')).reason).to.match(/^Thông điệp \d+ octet vượt quá/);
    expect(tries).to.equal(1);
    expect((await ministry.reader.counts()).waiting.packets).to.equal(0);
  });

  it('whose attachment is gone from the disk ends as undeliverable, also after it was sent', async () => {
    let held = true;
    const ministry = await office.start('G22', {
      bus: (bus) =>
        facing(bus, {
          // The broker loses what it confirmed: the packet is tried again, and what it lacks is asked for.
          publish: async (message) => (held ? 'confirmed' : bus.publish(message)),
        }),
    });
    await office.start('H41');
    const octets = Buffer.alloc(400_000, 3);
    const packetId = await sendLetter(ministry.desk, {
      to: ['H41'],
      files: [{ name: 'bản đồ.bin', octets }],
    });
    await reaches(ministry, packetId, { H41: 'sent' });
    held = false;
    await rm(join(ministry.directory, 'data', 'content'), { recursive: true });
    await reaches(ministry, packetId, { H41: 'undeliverable' });
    expect(await delivery(ministry, packetId, 'H41')).to.include({ code: 'content.missing' });
  });

  it('that fails again and again for a reason without a code ends as agent.internal', async () => {
    const ministry = await office.start('G22', {
      policy: { pauseMs: 1, mostFailures: 4 },
      bus: (bus) =>
        facing(bus, {
          publish: async (message) => {
            if (message.type === 'packet') throw new Error('a fault of ours');
            return bus.publish(message);
          },
        }),
    });
    const packetId = await sendLetter(ministry.desk, { to: ['H41'] });
    await reaches(ministry, packetId, { H41: 'undeliverable' });
    expect(await delivery(ministry, packetId, 'H41')).to.include({ code: 'agent.internal' });
  });

  it('as a receipt leaves the outbox, and is there again when the packet comes again', async () => {
    const ministry = await office.start('G22');
    const given = new Set<string>();
    const ngheAn = await office.start('H41', {
      bus: (bus) =>
        facing(bus, {
          publish: async (message) => {
            const { type, messageId } = message;
            if (type !== 'receipt' || given.has(messageId)) return bus.publish(message);
            given.add(messageId);
            throw new EdocError('broker.message', { detail: { reason: 'it has no recipient' } });
          },
        }),
    });
    const packetId = await sendLetter(ministry.desk, { to: ['H41'] });
    await reaches(ministry, packetId, { H41: 'delivered' });
    expect(given.has(packetId)).to.equal(true);
    await eventually('the event', async () =>
      (await ngheAn.reader.logRows(0, 1_000)).some(
        ({ kind, packet }) => kind === 'receipt.given-up' && packet === packetId,
      ),
    );
  });
});
