/**
 * AMQP frames (AMQP 0-9-1, section 4.2.3) with as few copies as can be: what a large message carries is not copied on its way out, and
 * once on its way in. A driver that joins what came with each further read copies each octet several times, and what it throws away
 * keeps the garbage collector at work (docs/adr/0023).
 */

/** The content of one whole message, in the form in which the driver has a decoded frame with content. */
export interface Content {
  readonly channel: number;
  readonly content: Buffer;
}

/** A frame as it came, head and end included, or what a message carries. */
export type Piece = Buffer | Content;

/** Kind, channel, and length of the payload. */
const headBytes = 7;
const endBytes = 1;
const frameEnd = 0xce;
const kinds = { header: 2, body: 3 };
/** Of a header frame's payload: class and weight, length of the content, flags. */
const headerPayloadBytes = 14;
const contentLengthAt = headBytes + 4;

/** The frames that carry a content, each in pieces to be written one after the other. The content is referred to, not copied. */
export function* contentFrames(
  channel: number,
  content: Buffer,
  frameBytes: number,
): Generator<readonly Buffer[]> {
  const mostPayload = frameBytes - headBytes - endBytes;
  const frames = Math.ceil(content.length / mostPayload);
  const marks = Buffer.allocUnsafe(frames * (headBytes + endBytes));
  for (let at = 0, from = 0; from < content.length; from += mostPayload) {
    const payload = content.subarray(from, from + mostPayload);
    const begin = at;
    at = marks.writeUInt8(kinds.body, at);
    at = marks.writeUInt16BE(channel, at);
    at = marks.writeUInt32BE(payload.length, at);
    const end = at;
    at = marks.writeUInt8(frameEnd, at);
    yield [marks.subarray(begin, end), payload, marks.subarray(end, at)];
  }
}

interface OpenContent {
  readonly content: Buffer;
  filled: number;
}

/** Cuts what a connection gives, wherever it was cut on its way. */
export class FrameCutter {
  readonly #mostPayload: number;
  readonly #mostContent: number;
  readonly #allocate: (length: number) => Buffer;
  readonly #pieces: Piece[] = [];
  readonly #open = new Map<number, OpenContent>();
  readonly #head = Buffer.alloc(headBytes);
  #headFilled = 0;
  /** Where the payload goes: a frame of its own, or what a message carries. */
  #target: Buffer | OpenContent | undefined;
  /** Of the frame that has begun, its end included. */
  #left = 0;
  #failure: Error | undefined;

  /**
   * @param frameBytes the largest frame, as agreed with the broker
   * @param contentBytes what a message may carry to come out in one piece; what is announced as longer comes out frame by frame
   * @param allocate gives a buffer of a length, with any octets in it
   */
  constructor(frameBytes: number, contentBytes: number, allocate: (length: number) => Buffer) {
    this.#mostPayload = frameBytes - headBytes - endBytes;
    this.#mostContent = contentBytes;
    this.#allocate = allocate;
  }

  /** True where {@link next} gives something, or throws. */
  get isReady(): boolean {
    return this.#pieces.length > 0 || this.#failure !== undefined;
  }

  /** Never throws. The octets are the caller's again when it returns. */
  take(octets: Buffer): void {
    for (let at = 0; at < octets.length && this.#failure === undefined; ) {
      at += this.#target ? this.#takePayload(octets, at, this.#target) : this.#takeHead(octets, at);
    }
  }

  /** The next piece, in the order of coming. @throws Error behind the last one where what followed it is no frame, then always */
  next(): Piece | undefined {
    const piece = this.#pieces.shift();
    if (piece === undefined && this.#failure !== undefined) throw this.#failure;
    return piece;
  }

  get #channel(): number {
    return this.#head.readUInt16BE(1);
  }

  #takeHead(octets: Buffer, at: number): number {
    const taken = octets.copy(this.#head, this.#headFilled, at);
    this.#headFilled += taken;
    if (this.#headFilled === headBytes) this.#begin(this.#head.readUInt32BE(3));
    return taken;
  }

  #begin(size: number): void {
    this.#headFilled = 0;
    const open = this.#head[0] === kinds.body ? this.#open.get(this.#channel) : undefined;
    if (size > this.#mostPayload) this.#failure = new Error(`a frame of ${size} octets is too long`);
    else if (open && size > open.content.length - open.filled)
      this.#failure = new Error('a message carries more than was announced');
    else {
      this.#left = size + endBytes;
      this.#target = open ?? this.#frame(size);
    }
  }

  #frame(size: number): Buffer {
    const frame = Buffer.allocUnsafe(headBytes + size + endBytes);
    this.#head.copy(frame);
    return frame;
  }

  #takePayload(octets: Buffer, at: number, target: Buffer | OpenContent): number {
    const taken = Math.min(this.#left, octets.length - at);
    if (Buffer.isBuffer(target)) octets.copy(target, target.length - this.#left, at, at + taken);
    else {
      const payload = Math.min(taken, this.#left - endBytes);
      octets.copy(target.content, target.filled, at, at + payload);
      target.filled += payload;
    }
    this.#left -= taken;
    if (this.#left > 0) return taken;
    this.#target = undefined;
    if (octets[at + taken - 1] !== frameEnd) this.#failure = new Error('a frame has no end');
    else this.#finish(target);
    return taken;
  }

  #finish(target: Buffer | OpenContent): void {
    if (Buffer.isBuffer(target)) {
      this.#pieces.push(target);
      if (this.#head[0] === kinds.header) this.#announce(target);
    } else if (target.filled === target.content.length) {
      this.#open.delete(this.#channel);
      this.#pieces.push({ channel: this.#channel, content: target.content });
    }
  }

  /** A header says how much will follow on its channel. */
  #announce(frame: Buffer): void {
    this.#open.delete(this.#channel);
    if (frame.length < headBytes + headerPayloadBytes + endBytes) return;
    const length = frame.readBigUInt64BE(contentLengthAt);
    if (length === 0n || length > this.#mostContent) return;
    this.#open.set(this.#channel, { content: this.#allocate(Number(length)), filled: 0 });
  }
}
