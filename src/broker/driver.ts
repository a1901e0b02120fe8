/**
 * What is done in the driver's stead, on connections that are open: reading frames, and writing those of large contents (docs/adr/0023). It
 * reaches for what the driver's types do not show. A driver that is made otherwise is left alone, and only slower.
 */
import { type OnReadOpts, Socket } from 'node:net';
import { Writable } from 'node:stream';
import { contentFrames, FrameCutter } from './frames.js';
import { maxMessageBytes } from './topology.js';

/** A smaller content is cheaper to copy than to write in pieces. */
const leastReferredTo = 65_536;
/** A TLS record, and room. */
const intakeBytes = 32_768;

interface DriverConnection {
  readonly stream: Socket;
  readonly frameMax: number;
  readonly channels: readonly unknown[];
  /** What was read and is not yet a frame. */
  rest: Buffer;
  /** For the driver's heartbeats. */
  recvSinceLastCheck: boolean;
  sentSinceLastCheck: boolean;
  /** The next frame, decoded; false where there is none. Throws where there can be none. */
  recvFrame: () => unknown;
  /** False where the channel's buffer is full. */
  sendContent: (channel: number, content: Buffer) => boolean;
  /** Takes from the channels' buffers in turn, one member of a buffer at a time. */
  readonly muxer: { out: { write: (octets: Buffer) => boolean } };
}

/** Where the driver keeps the connection's socket; undefined where it does not. */
export function socketOf(connection: object): Socket | undefined {
  const stream: unknown = Reflect.get(connection, 'stream');
  return stream instanceof Socket ? stream : undefined;
}

/** Whether Node calls back with the socket as `this`, which it does and does not promise. Where not, connections are read as streams. */
const thisNode = { givesSocket: true };

/** What one connection's socket is read into, the same octets again and again: a buffer for each TLS record is work for the collector. */
export class Intake {
  readonly #node: { givesSocket: boolean };
  #take: ((octets: Buffer) => void) | undefined;

  constructor(node = thisNode) {
    this.#node = node;
  }

  /** For the options of the socket. */
  get options(): { readonly onread?: OnReadOpts } {
    if (!this.#node.givesSocket) return {};
    const came = (socket: unknown, octets: Buffer) => this.#came(socket, octets);
    return {
      onread: {
        buffer: Buffer.allocUnsafeSlow(intakeBytes),
        callback(this: unknown, length, { buffer, byteOffset }) {
          came(this, Buffer.from(buffer, byteOffset, length));
          return true;
        },
      },
    };
  }

  /** From now on `take` gets what comes; the octets are to be taken before it returns. */
  giveTo(take: (octets: Buffer) => void): void {
    this.#take = take;
  }

  #came(socket: unknown, octets: Buffer): void {
    if (this.#take) this.#take(octets);
    // The driver opens a connection from the stream.
    else if (socket instanceof Socket) socket.push(Buffer.from(octets));
    // The opening of this connection comes to nothing; that of the next one goes well.
    else this.#node.givesSocket = false;
  }
}

/**
 * To be called when the connection was just opened and has no channel.
 * @param allocate gives buffers for what messages carry
 * @param intake what the options of the socket came from; left out: the socket is read as a stream
 * @returns false where the driver is none that this file knows
 */
export function takeOver(connection: object, allocate: (length: number) => Buffer, intake?: Intake): boolean {
  if (!isKnown(connection)) return false;
  const [drive, ...others] = connection.stream.listeners('readable');
  if (!drive || others.length > 0) return false;
  const take = reader(connection, allocate, () => drive.call(connection.stream));
  readStream(connection, take);
  intake?.giveTo(take);
  write(connection);
  return true;
}

/**
 * @param drive makes the driver take frames until there are none
 * @returns what takes octets as they come
 */
function reader(
  connection: DriverConnection,
  allocate: (length: number) => Buffer,
  drive: () => unknown,
): (octets: Buffer) => void {
  const { frameMax, recvFrame } = connection;
  const cutter = new FrameCutter(frameMax, maxMessageBytes, allocate);
  connection.recvFrame = () => {
    const piece = cutter.next();
    if (piece === undefined) return false;
    if (!Buffer.isBuffer(piece)) return piece;
    // The driver's own decodes it.
    connection.rest = piece;
    return recvFrame.call(connection);
  };
  return (octets) => {
    connection.recvSinceLastCheck = true;
    cutter.take(octets);
    if (cutter.isReady) drive();
  };
}

/** What was read already, and what comes by the stream. */
function readStream({ stream, rest }: DriverConnection, take: (octets: Buffer) => void): void {
  // As long as somebody waits for it to be readable a stream joins what it has, and does not flow.
  stream.removeAllListeners('readable');
  take(rest);
  stream.on('data', take);
  while (stream.read() !== null);
  stream.resume();
}

function write(connection: DriverConnection): void {
  const { sendContent, muxer, stream } = connection;
  // A frame is one member of a channel's buffer: between its pieces comes neither a frame of another channel nor a heartbeat, which the
  // driver writes past the buffers.
  muxer.out = {
    write(octets: Buffer | readonly Buffer[]): boolean {
      if (Buffer.isBuffer(octets)) return stream.write(octets);
      let hasRoom = true;
      for (const piece of octets) hasRoom = stream.write(piece);
      return hasRoom;
    },
  };
  connection.sendContent = (channel, content) => {
    const buffer = bufferOf(connection.channels[channel]);
    if (!buffer || content.length < leastReferredTo) return sendContent.call(connection, channel, content);
    let hasRoom = true;
    for (const frame of contentFrames(channel, content, connection.frameMax)) hasRoom = buffer.write(frame);
    connection.sentSinceLastCheck = true;
    return hasRoom;
  };
}

function bufferOf(channel: unknown): Writable | undefined {
  const buffer: unknown = isObject(channel) ? Reflect.get(channel, 'buffer') : undefined;
  return buffer instanceof Writable && buffer.writableObjectMode ? buffer : undefined;
}

function isKnown(connection: object): connection is DriverConnection {
  const value = (name: string): unknown => Reflect.get(connection, name);
  return (
    socketOf(connection) !== undefined &&
    isMuxer(value('muxer'), value('stream')) &&
    typeof value('frameMax') === 'number' &&
    Array.isArray(value('channels')) &&
    Buffer.isBuffer(value('rest')) &&
    typeof value('recvSinceLastCheck') === 'boolean' &&
    typeof value('sentSinceLastCheck') === 'boolean' &&
    typeof value('recvFrame') === 'function' &&
    typeof value('sendContent') === 'function'
  );
}

function isMuxer(muxer: unknown, stream: unknown): boolean {
  return isObject(muxer) && Reflect.get(muxer, 'out') === stream;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
