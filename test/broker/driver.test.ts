import { randomBytes } from 'node:crypto';
import { type ChannelModel, connect, credentials } from 'amqplib';
import { expect } from 'chai';
import { Intake, socketOf, takeOver } from '../../src/broker/driver.js';
import { FrameCutter } from '../../src/broker/frames.js';
import type { Bus } from '../../src/broker/index.js';
import { PartBuffers } from '../../src/broker/part-buffers.js';
import { limits } from '../../src/edoc/index.js';
import { sharedBroker, type TestAxis } from '../support/broker.js';
import { Inbox, until } from './inbox.js';

const frameBytes = 4_096;

describe('the driver, with its reading and writing taken over', () => {
  let axis: TestAxis;
  let sender: Bus;
  const models: ChannelModel[] = [];

  before(async () => {
    axis = await (await sharedBroker()).axis();
    for (const node of ['sender', 'h41', 'h42', 'h43']) await axis.provisioning.provisionNode(node);
    sender = await axis.bus('sender');
  });

  after(async () => {
    for (const model of models) await model.close().catch(() => undefined);
    await axis.remove();
  });

  async function opened(node: string, intake?: Intake): Promise<ChannelModel> {
    const { host, port } = axis.broker.amqps;
    const model = await connect(
      {
        protocol: 'amqps',
        hostname: host,
        port,
        vhost: encodeURIComponent(axis.vhost),
        frameMax: frameBytes,
      },
      { ...(await axis.broker.nodeTls(node)), credentials: credentials.external(), ...intake?.options },
    );
    models.push(model);
    return model;
  }

  async function publish(recipient: string, bodies: readonly Buffer[]): Promise<void> {
    for (const [at, body] of bodies.entries())
      await sender.publish({
        type: 'packet',
        messageId: `m${at}`,
        lane: 'ordinary',
        recipients: [recipient],
        body,
      });
  }

  it('gives what the broker sent, and the octets of the connection give the same wherever they are cut', async () => {
    const model = await opened('h41');
    expect(takeOver(model.connection, Buffer.allocUnsafe)).to.equal(true);
    const octets: Buffer[] = [];
    socketOf(model.connection)?.on('data', (some: Buffer) => octets.push(Buffer.from(some)));
    const bodies = [5, 0, 4_087, 4_088, 4_089, 10_000].map((length) => randomBytes(length));
    const channel = await model.createChannel();
    const came: Buffer[] = [];
    await channel.consume('node.h41', (message) => {
      if (message) came.push(message.content);
      if (message) channel.ack(message);
    });
    await publish('h41', bodies);
    await until(() => came.length === bodies.length);
    await channel.close();
    expect(came).to.deep.equal(bodies);

    const all = Buffer.concat(octets);
    const whole = contentsOf(all);
    expect(whole).to.deep.equal(bodies.filter(({ length }) => length > 0));
    for (let at = 1; at < all.length; at += 1) {
      const cut = contentsOf(all.subarray(0, at), all.subarray(at));
      if (!Buffer.concat(cut).equals(Buffer.concat(whole))) expect(cut, `cut at ${at}`).to.deep.equal(whole);
    }
  });

  it('reads into one buffer, past the stream', async () => {
    const intake = new Intake();
    const model = await opened('h43', intake);
    expect(takeOver(model.connection, Buffer.allocUnsafe, intake)).to.equal(true);
    let streamed = 0;
    socketOf(model.connection)?.on('data', (octets: Buffer) => {
      streamed += octets.length;
    });
    const bodies = [10, 100_000, 1_000_000].map((length) => randomBytes(length));
    const channel = await model.createChannel();
    const came: Buffer[] = [];
    await channel.consume('node.h43', (message) => {
      if (message) came.push(message.content);
    });
    await publish('h43', bodies);
    await until(() => came.length === bodies.length);
    expect(came).to.deep.equal(bodies);
    expect(streamed).to.equal(0);
  });

  it('reads the stream, from the next connection on, where Node calls back without the socket', async () => {
    const node = { givesSocket: true };
    const { onread } = new Intake(node).options;
    expect(onread?.callback.call(undefined, 3, new Uint8Array(16))).to.equal(true);
    const intake = new Intake(node);
    expect(intake.options).to.deep.equal({});
    const model = await opened('h43', intake);
    expect(takeOver(model.connection, Buffer.allocUnsafe, intake)).to.equal(true);
    const channel = await model.createChannel();
    expect(await channel.checkQueue('node.h43')).to.include({ queue: 'node.h43' });
  });

  it('writes contents of many frames as they are, returned ones included', async () => {
    const model = await opened('h42');
    expect(takeOver(model.connection, Buffer.allocUnsafe)).to.equal(true);
    const channel = await model.createConfirmChannel();
    const bodies = [65_535, 65_536, 300_001].map((length) => randomBytes(length));
    const returned: Buffer[] = [];
    channel.on('return', ({ content }: { content: Buffer }) => returned.push(content));
    const inbox = new Inbox();
    const receiver = await axis.bus('h41');
    await receiver.consume(inbox.handler);
    for (const recipient of ['h41', 'nobody'])
      for (const body of bodies)
        channel.publish('submit', `h42.ordinary.${recipient}`, body, { mandatory: true, userId: 'h42' });
    await channel.waitForConfirms();
    expect(returned).to.deep.equal(bodies);
    await inbox.waitFor(bodies.length);
    expect(inbox.messages.map(({ body }) => body)).to.deep.equal(bodies);
    await receiver.close();
  });

  it('puts nothing between the octets of a frame: no frame of another channel, and no heartbeat', async () => {
    const model = await opened('h42');
    expect(takeOver(model.connection, Buffer.allocUnsafe)).to.equal(true);
    const ended = new Promise((resolve) => model.once('error', resolve));
    const channels = [await model.createConfirmChannel(), await model.createConfirmChannel()];
    const beat: unknown = Reflect.get(model.connection, 'sendHeartbeat');
    if (typeof beat !== 'function') throw new Error('the driver has heartbeats');
    const beats = setInterval(() => beat.call(model.connection), 1);
    try {
      const body = randomBytes(2_000_000);
      const inbox = new Inbox();
      const receiver = await axis.bus('h41');
      await receiver.consume(inbox.handler);
      for (const channel of channels) channel.publish('submit', 'h42.ordinary.h41', body, { userId: 'h42' });
      const confirmed = Promise.all(channels.map((channel) => channel.waitForConfirms()));
      expect(await Promise.race([ended, confirmed.then(() => 'confirmed')])).to.equal('confirmed');
      await inbox.waitFor(2);
      expect(inbox.messages.map(({ body: came }) => came.equals(body))).to.deep.equal([true, true]);
      await receiver.close();
    } finally {
      clearInterval(beats);
    }
  });

  it('ends the connection at what is no frame, as one that was lost', async () => {
    const model = await opened('h43');
    takeOver(model.connection, Buffer.allocUnsafe);
    const ended = new Promise((resolve) => model.once('error', resolve));
    socketOf(model.connection)?.emit('data', Buffer.from('HTTP/1.1 400 Bad Request'));
    expect(await ended).to.be.instanceOf(Error);
  });

  it('is left as it is where it is another one', async () => {
    expect(takeOver({}, Buffer.allocUnsafe)).to.equal(false);
    const model = await opened('h43');
    const receive: unknown = Reflect.get(model.connection, 'recvFrame');
    Reflect.set(model.connection, 'sentSinceLastCheck', undefined);
    expect(takeOver(model.connection, Buffer.allocUnsafe)).to.equal(false);
    expect(Reflect.get(model.connection, 'recvFrame')).to.equal(receive);
    await model.close();
  });

  it('brings each part whole while others are in hand, though their buffers are used again', async () => {
    const parts = 60;
    const seen: string[] = [];
    const inHand: (() => void)[] = [];
    let wasGivenBack = false;
    const receiver = await axis.bus('h42', { requeue: { firstMs: 10, maxMs: 10 } });
    const done = new Promise<void>((resolve) => {
      void receiver.consume(async ({ body, part }) => {
        const index = part?.index ?? -1;
        // Six wait in hand, from each of which another one may come meanwhile.
        if (inHand.length < 6 && seen.length < parts - 6) await new Promise<void>((go) => inHand.push(go));
        else for (const go of inHand.splice(0)) go();
        if (index === 7 && !wasGivenBack) {
          wasGivenBack = true;
          return 'requeue';
        }
        seen.push(body.every((octet) => octet === index) ? `${index}` : `${index} spoiled`);
        if (seen.length === parts) resolve();
        return 'ack';
      });
    });
    for (let index = 0; index < parts; index += 1)
      await sender.publish({
        type: 'part',
        messageId: 'f'.repeat(64),
        lane: 'ordinary',
        recipients: ['h42'],
        body: Buffer.alloc(limits.partBytes, index),
        part: { index, count: parts, size: parts * limits.partBytes },
      });
    await done;
    expect(seen.sort((one, other) => Number(one) - Number(other))).to.deep.equal(
      Array.from({ length: parts }, (_, index) => `${index}`),
    );
    await receiver.close();
  });
});

describe('the buffers of parts', () => {
  it('are used again once they were given back, and no others', () => {
    const buffers = new PartBuffers();
    const [one, other] = [buffers.allocate(limits.partBytes), buffers.allocate(limits.partBytes)];
    expect(one).to.not.equal(other);
    const small = buffers.allocate(100);
    expect(small).to.have.length(100);
    buffers.giveBack(small);
    buffers.giveBack(one);
    expect(buffers.allocate(100)).to.not.equal(small);
    expect(buffers.allocate(limits.partBytes)).to.equal(one);
    expect(buffers.allocate(limits.partBytes)).to.not.equal(other);
  });

  it('are kept in a bounded number', () => {
    const buffers = new PartBuffers();
    const given = new Set<Buffer>(Array.from({ length: 40 }, () => Buffer.alloc(limits.partBytes)));
    for (const buffer of given) buffers.giveBack(buffer);
    const again = Array.from({ length: 40 }, () => buffers.allocate(limits.partBytes));
    expect(again.filter((buffer) => given.has(buffer))).to.have.length(16);
  });
});

function contentsOf(...octets: readonly Buffer[]): Buffer[] {
  const cutter = new FrameCutter(frameBytes, 1_000_000, Buffer.allocUnsafe);
  for (const some of octets) cutter.take(some);
  const contents: Buffer[] = [];
  for (let piece = cutter.next(); piece; piece = cutter.next()) {
    if (!Buffer.isBuffer(piece)) contents.push(piece.content);
  }
  return contents;
}
