/** What a hostile or broken node may put on the bus, and the code with which it has to be refused. */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Bus, Identity } from '../../../src/agent/index.js';
import type { ErrorCode } from '../../../src/errors.js';
import { projectRoot } from './edoc.js';
import { newPacketId, ownLetter, sealedPacket, sha256 } from './forge.js';

export interface Sealers {
  /** Of the node that sends the hostile messages. */
  readonly own: Identity;
  /** Of an honest one. */
  readonly other: Identity;
}

export interface Hostile {
  readonly what: string;
  readonly code: ErrorCode;
  /** Sends it to the node, and resolves with its packet id. */
  send(bus: Bus, to: { readonly node: string; readonly agency: string }, sealers: Sealers): Promise<string>;
}

async function packet(bus: Bus, node: string, messageId: string, body: Buffer): Promise<string> {
  await bus.publish({ type: 'packet', messageId, lane: 'ordinary', recipients: [node], body });
  return messageId;
}

/** A vector of the specification, sent as it is. */
function vector(what: string, name: string, code: ErrorCode): Hostile {
  return {
    what,
    code,
    send: async (bus, { node }, { own }) => {
      const body = await readFile(join(projectRoot, 'spec', 'vectors', 'signature', name, 'input.xml'));
      return packet(bus, node, newPacketId(own.code), body);
    },
  };
}

export const hostileMessages: readonly Hostile[] = [
  {
    what: 'random octets',
    code: 'seal.encoding',
    send: (bus, { node }, { own }) => packet(bus, node, newPacketId(own.code), randomBytes(5_000)),
  },
  vector('a wrapped signature', 'wrapping-in-object', 'seal.repeated'),
  vector('an entity bomb', 'doctype-recursive-entity', 'seal.markup'),
  {
    what: 'a packet of another node',
    code: 'transport.other-node',
    send: async (bus, { node, agency }, { other }) => {
      const packetId = newPacketId(other.code);
      const message = ownLetter(other.code, [agency]);
      return packet(bus, node, packetId, await sealedPacket(other, { packetId, message }));
    },
  },
  {
    what: 'the largest message that the broker takes',
    code: 'seal.limit',
    send: (bus, { node }, { own }) =>
      packet(bus, node, newPacketId(own.code), Buffer.alloc(16_777_216, 0xc3)),
  },
  {
    what: 'a packet whose parts never complete',
    code: 'packet.attachment-missing',
    send: async (bus, { node, agency }, { own }) => {
      const octets = randomBytes(600_000);
      const digest = sha256(octets);
      const size = octets.length;
      const [lane, recipients] = ['ordinary', [node]] as const;
      const part = { index: 0, count: 2, size };
      const body = octets.subarray(0, 524_288);
      await bus.publish({ type: 'part', messageId: digest, lane, recipients, body, part });
      const packetId = newPacketId(own.code);
      const contents = [
        {
          name: 'nửa chừng.bin',
          contentType: 'application/octet-stream',
          description: 'nửa chừng',
          sha256: digest,
          size,
          transfer: 'parts' as const,
        },
      ];
      const message = ownLetter(own.code, [agency]);
      return packet(bus, node, packetId, await sealedPacket(own, { packetId, message, contents }));
    },
  },
];
