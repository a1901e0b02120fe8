import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { contentFrames, FrameCutter, type Piece } from '../../src/broker/frames.js';

/** The smallest that AMQP allows. */
const frameBytes = 4_096;
const contentBytes = 20_000;

function cutter(): FrameCutter {
  return new FrameCutter(frameBytes, contentBytes, (length) => Buffer.alloc(length, 0xaa));
}

function frame(kind: number, channel: number, payload: Buffer, end = 0xce): Buffer {
  const head = Buffer.alloc(7);
  head.writeUInt8(kind, 0);
  head.writeUInt16BE(channel, 1);
  head.writeUInt32BE(payload.length, 3);
  return Buffer.concat([head, payload, Buffer.from([end])]);
}

/** A header frame for a content of that length, without properties. */
function header(channel: number, length: number): Buffer {
  const payload = Buffer.alloc(14);
  payload.writeUInt16BE(60, 0);
  payload.writeBigUInt64BE(BigInt(length), 4);
  return frame(2, channel, payload);
}

function body(channel: number, content: Buffer): Buffer {
  return Buffer.concat([...contentFrames(channel, content, frameBytes)].flat());
}

const method = frame(1, 1, Buffer.from('a method'));
const heartbeat = frame(8, 0, Buffer.alloc(0));

function taken(from: FrameCutter): Piece[] {
  const pieces: Piece[] = [];
  for (let piece = from.next(); piece; piece = from.next()) pieces.push(piece);
  return pieces;
}

function piecesOf(...octets: readonly Buffer[]): Piece[] {
  const from = cutter();
  for (const some of octets) from.take(some);
  return taken(from);
}

describe('AMQP frames', () => {
  const content = randomBytes(10_000);

  it('come out as they were, and what a message carries as one', () => {
    expect(piecesOf(Buffer.concat([method, header(1, 10_000), body(1, content), heartbeat]))).to.deep.equal([
      method,
      header(1, 10_000),
      { channel: 1, content },
      heartbeat,
    ]);
  });

  it('are the same wherever they are cut on their way, and octet by octet', () => {
    const octets = Buffer.concat([
      method,
      header(7, 10_000),
      body(7, content),
      heartbeat,
      header(7, 0),
      method,
    ]);
    const whole = piecesOf(octets);
    expect(whole).to.have.length(6);
    for (let at = 0; at <= octets.length; at += 1) {
      const cut = piecesOf(octets.subarray(0, at), octets.subarray(at));
      if (!same(cut, whole)) expect(cut, `cut at ${at}`).to.deep.equal(whole);
    }
    const single = Array.from(octets.keys(), (at) => octets.subarray(at, at + 1));
    expect(piecesOf(...single)).to.deep.equal(whole);
  });

  it('of two channels, one between the other, come to the message of each', () => {
    const [one, other] = [randomBytes(6_000), randomBytes(6_000)];
    const [first, ...rest] = framesOf(body(1, one));
    const [second, ...further] = framesOf(body(2, other));
    const mixed = [header(1, 6_000), header(2, 6_000), first, second, heartbeat, ...further, ...rest];
    expect(piecesOf(...mixed.map((some) => some ?? Buffer.alloc(0))).slice(2)).to.deep.equal([
      heartbeat,
      { channel: 2, content: other },
      { channel: 1, content: one },
    ]);
  });

  it('of a message that was broken off are not taken for those of the next on the same channel', () => {
    const [first = Buffer.alloc(0)] = framesOf(body(1, content));
    const next = randomBytes(9_000);
    expect(
      piecesOf(header(1, 10_000), first, method, header(1, 9_000), body(1, next)).slice(-1),
    ).to.deep.equal([{ channel: 1, content: next }]);
  });

  it('that carry more than goes into one piece come out one by one, for whoever bounds that', () => {
    const long = randomBytes(contentBytes + 1);
    const octets = body(3, long);
    expect(piecesOf(header(3, long.length), octets)).to.deep.equal([
      header(3, long.length),
      ...framesOf(octets),
    ]);
  });

  it('do not refer to the octets that they were cut from', () => {
    const from = cutter();
    const octets = Buffer.concat([method, header(1, 10_000), body(1, content)]);
    from.take(octets);
    octets.fill(0);
    expect(taken(from)).to.deep.equal([method, header(1, 10_000), { channel: 1, content }]);
  });

  it('of a content are as long as was agreed, but for the last', () => {
    for (const length of [1, 4_087, 4_088, 4_089, 8_176, 10_000]) {
      const frames = framesOf(body(1, content.subarray(0, length)));
      expect(frames.map((some) => some.length - 8)).to.deep.equal([
        ...Array.from({ length: Math.ceil(length / 4_088) - 1 }, () => 4_088),
        length - 4_088 * (Math.ceil(length / 4_088) - 1),
      ]);
      expect(Buffer.concat(frames.map((some) => some.subarray(7, -1)))).to.deep.equal(
        content.subarray(0, length),
      );
    }
  });

  const bad: readonly [string, readonly Buffer[]][] = [
    ['is longer than was agreed', [frame(1, 1, Buffer.alloc(4_089)).subarray(0, 7)]],
    ['says that it is as long as can be', [Buffer.from([3, 0, 1, 0xff, 0xff, 0xff, 0xff])]],
    ['has no end', [frame(1, 1, Buffer.from('a method'), 0xcd)]],
    ['carries some of a content and has no end', [header(1, 8), frame(3, 1, Buffer.alloc(8), 0)]],
    ['carries more than was announced', [header(1, 10), frame(3, 1, Buffer.alloc(11))]],
    [
      'carries more than is left',
      [header(1, 10), frame(3, 1, Buffer.alloc(6)), frame(3, 1, Buffer.alloc(6))],
    ],
  ];
  for (const [what, octets] of bad) {
    it(`end where one ${what}; what came before counts, and nothing after it`, () => {
      const from = cutter();
      for (const some of [heartbeat, method, ...octets, heartbeat]) from.take(some);
      expect([from.next(), from.next()]).to.deep.equal([heartbeat, method]);
      if (octets.length > 1) expect(from.next()).to.deep.equal(octets[0]);
      expect(() => from.next()).to.throw(Error);
      expect(from.isReady).to.equal(true);
      expect(() => from.next()).to.throw(Error);
    });
  }
});

/** Cut by their lengths alone. */
function framesOf(octets: Buffer): Buffer[] {
  const frames: Buffer[] = [];
  for (let at = 0; at < octets.length; ) {
    const length = octets.readUInt32BE(at + 3) + 8;
    frames.push(octets.subarray(at, at + length));
    at += length;
  }
  return frames;
}

/** Quicker than chai, ten thousand times. */
function same(some: readonly Piece[], others: readonly Piece[]): boolean {
  return (
    some.length === others.length && some.every((piece, at) => octetsOf(piece).equals(octetsOf(others[at])))
  );
}

function octetsOf(piece: Piece | undefined): Buffer {
  if (piece === undefined) return Buffer.alloc(0);
  return Buffer.isBuffer(piece) ? piece : Buffer.concat([Buffer.from([piece.channel]), piece.content]);
}
