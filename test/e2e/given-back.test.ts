import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { AgentStore, InboundMessage } from '../../src/agent/index.js';
import { publishDirectory } from '../../src/axis/index.js';
import { joinSealed } from '../../src/edoc/index.js';
import { EdocError } from '../../src/errors.js';
import { restoreBackup, writeBackup } from '../../src/store/index.js';
import { eventually, type TestNode } from '../support/node.js';
import { facing, replaced } from './support/facing.js';
import { Office, reaches, sendLetter, timesInInbox } from './support/office.js';

const now = () => new Date();
const patient = { policy: { patience: 50 } };

describe('what peers give back to a restored node', () => {
  const office = new Office();
  let folder = '';

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'edoc-given-back-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** H41 as it was before it took a letter, which its sender has the receipt for. */
  async function restored(): Promise<{ readonly packetId: string; readonly ministry: TestNode }> {
    const ministry = await office.start('G22');
    const lost = await office.start('H41');
    const data = join(lost.directory, 'data');
    const to = join(folder, 'backup');
    const backup = await writeBackup({ folder: data, to, node: 'h41', files: [], leftOut: [], now });
    const packetId = await sendLetter(ministry.desk, { to: ['H41'] });
    await reaches(ministry, packetId, { H41: 'delivered' });
    await office.stop(lost);
    await rm(data, { recursive: true });
    await restoreBackup({ from: to, name: backup.manifest.name, folder: data, now });
    return { packetId, ministry };
  }

  // First: its store must not have asked anybody before.
  it('to a life before its last restore is taken, and not refused for nobody having asked', async () => {
    const { packetId, ministry } = await restored();
    const packet = await ministry.reader.packetBytes(packetId, 'out');
    const [receipt] = await ministry.reader.receipts(packetId);
    if (!packet || !receipt) throw new Error('the sender has both');
    const peer = await office.axis.agent('G22').bus();
    const body = joinSealed(packet, [receipt.bytes]);
    await peer.publish({
      type: 'returned',
      messageId: packetId,
      lane: 'ordinary',
      recipients: ['h41'],
      body,
    });
    let offered = 0;
    let ask = () => {};
    const told = new Promise<void>((resolve) => {
      ask = resolve;
    });
    const node = await office.start('H41', {
      ...patient,
      store: (real: AgentStore) =>
        replaced(real, {
          recovery: replaced(real.recovery, {
            keepRequests: async (requests) => {
              await told;
              return real.recovery.keepRequests(requests);
            },
          }),
        }),
      bus: (bus) =>
        facing(bus, {
          consume: (handler) =>
            bus.consume(async (message) => {
              const decision = await handler(message);
              if (message.type === 'returned') offered += 1;
              return decision;
            }),
        }),
    });
    await eventually('it was offered', async () => offered > 0);
    const kept = await node.reader.quarantined({ limit: 10 });
    expect(kept.filter(({ messageId }) => messageId === packetId)).to.deep.equal([]);
    ask();
    await eventually('it is taken', async () => (await timesInInbox(node, packetId)) === 1);
    expect((await node.reader.receipts(packetId)).map(({ bytes }) => bytes.toString())).to.deep.equal([
      receipt.bytes.toString(),
    ]);
  }).timeout(120_000);

  it('is taken before the recovery is over, also where a part of it has to be offered again', async () => {
    const { packetId } = await restored();
    let early = true;
    const ends: InboundMessage[] = [];
    const node = await office.start('H41', {
      ...patient,
      store: (real: AgentStore) =>
        replaced(real, {
          accept: async (record) => {
            if (early) throw new EdocError('packet.attachment-missing');
            return real.accept(record);
          },
        }),
      bus: (bus) =>
        facing(bus, {
          consume: (handler) =>
            bus.consume((message) => {
              if (message.type === 'receipt') ends.push(message);
              return handler(message);
            }),
        }),
    });
    await office.axis.change(({ context }) => publishDirectory(context));
    // Each peer ends its answer with a receipt; the second time that one comes, it had to wait.
    await eventually('the end of the answer comes again', async () =>
      ends.some(({ messageId }, index) => ends.findIndex((one) => one.messageId === messageId) < index),
    );
    expect(await node.store.recovery.open()).to.not.equal(undefined);
    expect(await timesInInbox(node, packetId)).to.equal(0);
    early = false;
    await office.start('H14');
    await eventually('the end of the recovery', async () => !(await node.store.recovery.open()));
    expect(await timesInInbox(node, packetId)).to.equal(1);
  }).timeout(120_000);

  it('holds up the end no longer once it is in quarantine', async () => {
    const { packetId } = await restored();
    const peer = await office.axis.agent('G22').bus();
    const body = Buffer.from('no packet');
    await peer.publish({
      type: 'returned',
      messageId: 'broken',
      lane: 'ordinary',
      recipients: ['h41'],
      body,
    });
    await peer.close();
    const node = await office.start('H41');
    await office.start('H14');
    await office.axis.change(({ context }) => publishDirectory(context));
    await eventually('the end of the recovery', async () => !(await node.store.recovery.open()));
    expect(await timesInInbox(node, packetId)).to.equal(1);
    const kept = await node.reader.quarantined({ limit: 10 });
    expect(kept.map(({ messageId }) => messageId)).to.include('broken');
  }).timeout(120_000);

  it('holds up the end no longer once it was refused', async () => {
    const { packetId } = await restored();
    const node = await office.start('H41', {
      store: (real: AgentStore) =>
        replaced(real, { accept: () => Promise.reject(new EdocError('packet.attachment-missing')) }),
    });
    await office.start('H14');
    await office.axis.change(({ context }) => publishDirectory(context));
    await eventually('the end of the recovery', async () => !(await node.store.recovery.open()));
    const [kept] = await node.reader.quarantined({ limit: 10 });
    expect(kept).to.include({ messageId: packetId, code: 'packet.attachment-missing' });
  }).timeout(120_000);
});
