import { expect } from 'chai';
import type { AgentStore, Bus, OutboundMessage } from '../../src/agent/index.js';
import { type Receipt, readReceipt } from '../../src/edoc/index.js';
import type { ErrorCode } from '../../src/errors.js';
import { receiptSeal, verifySeal } from '../../src/signing/index.js';
import { eventually, type TestNode } from '../support/node.js';
import { facing, replaced } from './support/facing.js';
import { newPacketId, ownLetter, sealedPacket } from './support/forge.js';
import { type Hostile, hostileMessages, type Sealers } from './support/hostile.js';
import { delivery, Office, reaches, sendLetter } from './support/office.js';

const thousand = 1_000;
/** EDOC_HOSTILE=each: a thousand for each kind of hostile message instead of one for all of them. */
const each = process.env['EDOC_HOSTILE'] === 'each';
const hourMs = 3_600_000;
const target = { node: 'h41', agency: 'H41' } as const;

describe('among a thousand messages', () => {
  const office = new Office();
  /** Packet ids whose handling fails in a way that nobody foresaw. */
  const poisonous = new Set<string>();
  let sealers: Sealers;
  let ministry: TestNode;
  let ngheAn: TestNode;
  let hostileBus: Bus;
  const refusals = new Map<string, Receipt>();

  /** Good in every way; it is the program that fails on it. */
  const poison: Hostile = {
    what: 'one on which the program itself fails',
    code: 'agent.internal',
    send: async (bus, { node, agency }, { own }) => {
      const packetId = newPacketId(own.code);
      poisonous.add(packetId);
      const message = ownLetter(own.code, [agency]);
      const body = await sealedPacket(own, { packetId, message });
      await bus.publish({ type: 'packet', messageId: packetId, lane: 'ordinary', recipients: [node], body });
      return packetId;
    },
  };

  beforeEach(async () => {
    sealers = { own: await office.identity('H14'), other: await office.identity('G22') };
    // No retry can hide that one was held up.
    ministry = await office.start('G22', { policy: { retryAfterMs: [hourMs] } });
    ngheAn = await office.start('H41', { store: (store) => failingOn(store, poisonous) });
    const bus = await office.axis.agent('H14').bus();
    const packets = new Map<string, OutboundMessage>();
    hostileBus = facing(bus, {
      publish: (message) => {
        if (message.type === 'packet') packets.set(message.messageId, message);
        return bus.publish(message);
      },
    });
    await hostileBus.consume(async ({ type, messageId, body }) => {
      // Asked for parts, it sends the packet again without them.
      const asked = type === 'missing' ? packets.get(messageId) : undefined;
      if (asked) await bus.publish(asked);
      if (type === 'receipt') {
        const { signed } = await verifySeal(body, receiptSeal, ngheAn.context.trust, { at: new Date() });
        refusals.set(messageId, readReceipt(signed));
      }
      return 'ack';
    });
  });

  afterEach(() => hostileBus.close());

  /** Sends so many messages, the hostile ones spread among them, and checks what became of each. */
  async function run(hostile: readonly Hostile[]): Promise<void> {
    const good = thousand - hostile.length;
    const every = Math.floor(good / (hostile.length + 1));
    const sent: Promise<string>[] = [];
    const bad: { readonly packetId: string; readonly code: ErrorCode; readonly what: string }[] = [];
    const ids: string[] = [];
    for (let index = 0; index < good; index += 1) {
      const next = index % every === every - 1 ? hostile[bad.length] : undefined;
      if (next) {
        const { what, code } = next;
        bad.push({ what, code, packetId: await next.send(hostileBus, target, sealers) });
      }
      sent.push(sendLetter(ministry.desk, { to: ['H41'] }));
      if (sent.length === 50) ids.push(...(await Promise.all(sent.splice(0))));
    }
    ids.push(...(await Promise.all(sent)));
    expect(bad).to.have.length(hostile.length);

    for (const packetId of ids) {
      await reaches(ministry, packetId, { H41: 'delivered' });
      expect((await delivery(ministry, packetId, 'H41')).attempt).to.equal(1);
    }
    for (const { packetId, code, what } of bad) await refusedWith(packetId, code, what);
  }

  async function refusedWith(packetId: string, code: ErrorCode, what: string): Promise<void> {
    const receipt = await eventually(`${what} is refused to its sender`, async () => refusals.get(packetId));
    expect(receipt.outcome === 'refused' && receipt.code, what).to.equal(code);
    const kept = await ngheAn.reader.quarantined({ limit: 5, message: packetId });
    expect(
      kept.map((message) => ({ code: message.code, node: message.senderNode })),
      what,
    ).to.deep.equal([{ code, node: 'h14' }]);
    const [{ key, size } = { key: 0, size: 0 }] = kept;
    expect((await ngheAn.reader.quarantinedBytes(key))?.length, what).to.equal(size);
  }

  const all = [...hostileMessages, poison];
  if (each) {
    for (const hostile of all) {
      it(`${hostile.what} is refused with ${hostile.code} and kept; 999 are delivered at the first attempt`, () =>
        run([hostile])).timeout(300_000);
    }
  } else {
    it('each kind of hostile one is refused with its code and kept; all others are delivered at the first attempt', () =>
      run(all)).timeout(120_000);
  }
});

/** A store that breaks off in an unforeseen way whenever one of these packets is to be stored. */
function failingOn(store: AgentStore, packetIds: ReadonlySet<string>): AgentStore {
  return replaced(store, {
    accept: async (record) => {
      if (packetIds.has(record.packet.packetId)) throw new TypeError('not foreseen');
      return store.accept(record);
    },
  });
}
