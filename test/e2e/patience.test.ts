import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import type { InboundMessage } from '../../src/agent/index.js';
import { publishDirectory } from '../../src/axis/index.js';
import { organId } from '../../src/edoc/index.js';
import { EdocError } from '../../src/errors.js';
import { eventually, type NodeOptions } from '../support/node.js';
import { facing, guarded, replaced } from './support/facing.js';
import { newPacketId, ownLetter, sealedPacket } from './support/forge.js';
import { Office, timesInInbox } from './support/office.js';

type Handler = (message: InboundMessage) => Promise<string>;

describe('a packet whose sender the directory does not have yet', () => {
  const office = new Office();

  /** A node, and what the broker would hand it. */
  async function started(options: NodeOptions = {}) {
    let handler: Handler | undefined;
    const node = await office.start('H41', {
      policy: { patience: 3 },
      ...options,
      bus: (bus) =>
        facing(bus, {
          consume: (given) => {
            handler = given;
            return bus.consume(given);
          },
        }),
    });
    const handed = (message: InboundMessage) => handler?.(message) ?? Promise.reject(new Error('no handler'));
    return { node, handed };
  }

  /** From an agency that is enrolled, and not yet published. */
  async function fromNewAgency(code: string): Promise<InboundMessage> {
    const { node } = await office.axis.enrol({ agencies: [{ code, name: 'Cơ quan mới' }] });
    const packetId = newPacketId(organId(code));
    const body = await sealedPacket(await office.identity(code), {
      packetId,
      message: ownLetter(code, ['H41']),
    });
    const about = { sender: node, lane: 'ordinary', redelivered: false, sentAt: new Date() } as const;
    return { type: 'packet', messageId: packetId, body, ...about };
  }

  it('waits for it, however many copies of it come at one moment', async () => {
    const { node, handed } = await started();
    const message = await fromNewAgency('H91');
    const copies = Array.from({ length: 20 }, () => handed(message));
    expect(new Set(await Promise.all(copies))).to.deep.equal(new Set(['requeue']));
    await office.axis.change(({ context }) => publishDirectory(context));
    await eventually('taken', async () => (await handed(message)) === 'ack');
    expect(await timesInInbox(node, message.messageId)).to.equal(1);
  });

  it('loses no chance while its recipient has a trouble of its own', async () => {
    let isInTrouble = true;
    const { node, handed } = await started({
      store: (store) =>
        guarded(store, (method) => {
          if (isInTrouble && method === 'knownPacket') throw new EdocError('broker.unavailable');
        }),
    });
    const message = await fromNewAgency('H92');
    for (let time = 0; time < 5; time += 1) expect(await handed(message)).to.equal('requeue');
    isInTrouble = false;
    expect(await handed(message)).to.equal('requeue');
    await office.axis.change(({ context }) => publishDirectory(context));
    await eventually('taken', async () => (await handed(message)) === 'ack');
    expect(await timesInInbox(node, message.messageId)).to.equal(1);
  });

  it('loses none either while the page that names it is in hand, and the disk takes its time', async () => {
    let tellCame = () => {};
    const came = new Promise<void>((resolve) => {
      tellCame = resolve;
    });
    let goOn = () => {};
    const slow = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const { node, handed } = await started({
      policy: { patience: 1, pauseMs: 20 },
      store: (store) =>
        replaced(store, {
          takeDirectoryPage: async (page, events) => {
            tellCame();
            await slow;
            return store.takeDirectoryPage(page, events);
          },
        }),
    });
    const message = await fromNewAgency('H93');
    await office.axis.change(({ context }) => publishDirectory(context));
    await came;
    for (let time = 0; time < 5; time += 1) {
      expect(await handed(message)).to.equal('requeue');
      // Longer than the one chance that it has.
      await delay(50);
    }
    goOn();
    await eventually('taken', async () => (await handed(message)) === 'ack');
    expect(await timesInInbox(node, message.messageId)).to.equal(1);
  });
});
