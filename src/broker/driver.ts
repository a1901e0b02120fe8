/**
 * What is done in the driver's stead, on connections that are open: reading frames, and writing those of large contents (docs/adr/0023). It
 * reaches for what the driver's types do not show. A driver that is made otherwise is left alone, and only slower.
 */
import { Socket } from 'node:net';
import { Writable } from 'node:stream';
import { contentFrames, FrameCutter } from './frames.js';
import { maxMessageBytes } from './topology.js';

/** A smaller content is cheaper to copy than to write in pieces. */
const leastReferredTo = 65_536;

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
}

/** Where the driver keeps the connection's socket; undefined where it does not. */
export function socketOf(connection: object): Socket | undefined {
  const stream: unknown = Reflect.get(connection, 'stream');
  return stream instanceof Socket ? stream : undefined;
}

/**
 * To be called when the connection was just opened and has no channel.
 * @param allocate gives buffers for what messages carry
 * @returns false where the driver is none that this file knows
 */
export function takeOver(connection: object, allocate: (length: number) => Buffer): boolean {
  if (!isKnown(connection)) return false;
  const [drive, ...others] = connection.stream.listeners('readable');
  if (!drive || others.length > 0) return false;
  read(connection, allocate, () => drive.call(connection.stream));
  write(connection);
  return true;
}

/** @param drive makes the driver take frames until there are none */
function read(
  connection: DriverConnection,
  allocate: (length: number) => Buffer,
  drive: () => unknown,
): void {
  const { stream, frameMax, rest, recvFrame } = connection;
  const cutter = new FrameCutter(frameMax, maxMessageBytes, allocate);
  connection.recvFrame = () => {
    const piece = cutter.next();
    if (piece === undefined) return false;
    if (!Buffer.isBuffer(piece)) return piece;
    // The driver's own decodes it.
    connection.rest = piece;
    return recvFrame.call(connection);
  };
  const take = (octets: Buffer) => {
    connection.recvSinceLastCheck = true;
    cutter.take(octets);
    if (cutter.isReady) drive();
  };
  // As long as somebody waits for it to be readable a stream joins what it has, and does not flow.
  stream.removeAllListeners('readable');
  stream.on('data', take);
  take(rest);
  stream.resume();
}

function write(connection: DriverConnection): void {
  const { sendContent } = connection;
  connection.sendContent = (channel, content) => {
    const buffer = bufferOf(connection.channels[channel]);
    if (!buffer || content.length < leastReferredTo) return sendContent.call(connection, channel, content);
    let hasRoom = true;
    for (const piece of contentFrames(channel, content, connection.frameMax)) hasRoom = buffer.write(piece);
    connection.sentSinceLastCheck = true;
    return hasRoom;
  };
}

function bufferOf(channel: unknown): Writable | undefined {
  const buffer: unknown = isObject(channel) ? Reflect.get(channel, 'buffer') : undefined;
  return buffer instanceof Writable ? buffer : undefined;
}

function isKnown(connection: object): connection is DriverConnection {
  const value = (name: string): unknown => Reflect.get(connection, name);
  return (
    socketOf(connection) !== undefined &&
    typeof value('frameMax') === 'number' &&
    Array.isArray(value('channels')) &&
    Buffer.isBuffer(value('rest')) &&
    typeof value('recvSinceLastCheck') === 'boolean' &&
    typeof value('sentSinceLastCheck') === 'boolean' &&
    typeof value('recvFrame') === 'function' &&
    typeof value('sendContent') === 'function'
  );
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
