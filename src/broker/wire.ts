/** A message of the bus as an AMQP message, both ways: spec/transport.md section 3. */
import type { Message, Options } from 'amqplib';
import { limits } from '../edoc/index.js';
import { EdocError } from '../errors.js';
import type { InboundMessage, Lane, OutboundMessage, PartPosition } from './message.js';
import { axisExchange, directoryKey, maxMessageBytes, submitExchange } from './topology.js';

export interface Publication {
  readonly exchange: string;
  readonly routingKey: string;
  readonly body: Buffer;
  readonly options: Options.Publish;
}

/** The headers that are read here; a sender can put anything into them. */
interface Headers {
  readonly CC?: unknown;
  readonly part?: unknown;
  readonly parts?: unknown;
  readonly size?: unknown;
  readonly 'x-delivery-count'?: unknown;
  readonly 'x-first-death-queue'?: unknown;
  readonly 'x-first-death-reason'?: unknown;
}

/**
 * One publication, or several where the recipients' routing keys would not fit into one AMQP frame.
 * @throws EdocError `broker.message`, `broker.too-large`
 */
export function toPublications(message: OutboundMessage, node: string, now: Date): Publication[] {
  if (message.body.byteLength > maxMessageBytes) {
    const detail = { bytes: message.body.byteLength, limit: maxMessageBytes };
    throw new EdocError('broker.too-large', { detail });
  }
  if ((message.type === 'part') !== (message.part !== undefined)) {
    throw new EdocError('broker.message', { detail: { reason: 'a part, and nothing else, has a position' } });
  }
  const keys = routingKeys(message, node);
  const groups = Array.from({ length: Math.ceil(keys.length / limits.nodesPerMessage) }, (_, group) =>
    keys.slice(group * limits.nodesPerMessage, (group + 1) * limits.nodesPerMessage),
  );
  return groups.map((group) => publication(message, group, node, now));
}

function publication(
  message: OutboundMessage,
  keys: readonly string[],
  node: string,
  now: Date,
): Publication {
  const [first = '', ...further] = keys;
  return {
    exchange: message.type === 'directory' ? axisExchange : submitExchange,
    routingKey: first,
    body: Buffer.from(message.body.buffer, message.body.byteOffset, message.body.byteLength),
    options: {
      mandatory: true,
      persistent: true,
      userId: node,
      type: message.type,
      messageId: message.messageId,
      timestamp: Math.floor(now.getTime() / 1000),
      contentType: message.type === 'part' ? 'application/octet-stream' : 'application/xml',
      ...(further.length === 0 ? {} : { CC: further }),
      ...(message.part === undefined ? {} : { headers: partHeaders(message.part) }),
    },
  };
}

/**
 * Tells publications apart that are in flight together, so that a returned message finds its publication. Two with
 * the same identity have the same routing and thus the same outcome.
 */
export function identity(
  fields: { exchange: string; routingKey: string },
  properties: {
    type?: unknown;
    messageId?: unknown;
    headers?: unknown;
    CC?: unknown;
  },
): string {
  const headers = headersOf(properties.headers);
  const further = properties.CC ?? headers.CC ?? [];
  return JSON.stringify([
    fields.exchange,
    fields.routingKey,
    properties.type,
    properties.messageId,
    headers.part ?? null,
    further,
  ]);
}

/** `lane` is that of the queue it was read from; a dead letter says itself where it died. */
export function fromDelivery(delivery: Message, lane: Lane): InboundMessage {
  const { properties, fields, content } = delivery;
  const headers = headersOf(properties.headers);
  const part = partPosition(headers);
  const seconds: unknown = properties.timestamp;
  return {
    type: text(properties.type) ?? '',
    messageId: text(properties.messageId) ?? '',
    sender: text(properties.userId),
    lane,
    body: content,
    redelivered: fields.redelivered,
    sentAt: typeof seconds === 'number' ? new Date(seconds * 1000) : undefined,
    ...(part === undefined ? {} : { part }),
  };
}

/** As {@link fromDelivery}, for a message read from the dead-letter queue of `node`. */
export function fromDeadLetter(delivery: Message): InboundMessage {
  const headers = headersOf(delivery.properties.headers);
  const queue = text(headers['x-first-death-queue']) ?? '';
  const lane: Lane = queue.endsWith('.urgent') ? 'urgent' : 'ordinary';
  return { ...fromDelivery(delivery, lane), deadReason: text(headers['x-first-death-reason']) ?? 'unknown' };
}

/** How often the queue has offered this message before, as far as the broker says. */
export function deliveryCount(delivery: Message): number {
  const count: unknown = headersOf(delivery.properties.headers)['x-delivery-count'];
  return typeof count === 'number' ? count : 0;
}

function routingKeys(message: OutboundMessage, node: string): string[] {
  if (message.type === 'directory') return [directoryKey];
  const keys = [...new Set(message.recipients)].map((recipient) => `${node}.${message.lane}.${recipient}`);
  if (keys.length === 0) throw new EdocError('broker.message', { detail: { reason: 'it has no recipient' } });
  return keys;
}

function partHeaders(part: PartPosition): Record<string, number> {
  return { part: part.index, parts: part.count, size: part.size };
}

function partPosition(headers: Headers): PartPosition | undefined {
  const [index, count, size] = [headers.part, headers.parts, headers.size];
  if (!isCount(index) || !isCount(count) || !isCount(size)) return undefined;
  return { index, count, size };
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function headersOf(value: unknown): Headers {
  return typeof value === 'object' && value !== null ? value : {};
}
