import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import type { AgentStore, Identity } from '../../src/agent/index.js';
import { publishIfDue, resumeAgency, revokeCertificate, suspendAgency } from '../../src/axis/index.js';
import type { ErrorCode } from '../../src/errors.js';
import { eventually, type TestNode } from '../support/node.js';
import { facing, replaced } from './support/facing.js';
import { newPacketId, ownLetter, sealedPacket } from './support/forge.js';
import {
  codeOf,
  delivery,
  letter,
  Office,
  provinces,
  reaches,
  sendLetter,
  timesInInbox,
} from './support/office.js';

/** A node whose second agency can be suspended, or lose its certificate, while the node goes on. */
const ministries = {
  node: 'g09',
  agencies: [
    { code: 'G09', name: 'Bộ Nội vụ' },
    { code: 'G09.01', name: 'Cục Văn thư và Lưu trữ' },
    { code: 'G09.02', name: 'Vụ Tổ chức' },
  ],
};

interface Bad {
  readonly what: string;
  readonly code: ErrorCode;
  /** What the hostile node puts on the bus. */
  make(sealers: Sealers): Promise<{ from: string; packetId: string; body: Buffer }>;
}

interface Sealers {
  readonly g22: Identity;
  readonly h14: Identity;
}

const bad: readonly Bad[] = [
  {
    what: 'sealed by one agency in the name of another',
    code: 'packet.other-sender',
    make: async ({ g22 }) => {
      const packetId = newPacketId(g22.code);
      const message = ownLetter('H14', ['H41']);
      return { from: 'G22', packetId, body: await sealedPacket(g22, { packetId, message }) };
    },
  },
  {
    what: 'with an id that is bound to another agency',
    code: 'packet.id',
    make: async ({ g22, h14 }) => {
      const packetId = newPacketId(h14.code);
      const message = ownLetter('G22', ['H41']);
      return { from: 'G22', packetId, body: await sealedPacket(g22, { packetId, message }) };
    },
  },
  {
    what: 'under another message id than its own',
    code: 'packet.id',
    make: async ({ g22 }) => {
      const body = await sealedPacket(g22, {
        packetId: newPacketId(g22.code),
        message: ownLetter('G22', ['H41']),
      });
      return { from: 'G22', packetId: newPacketId(g22.code), body };
    },
  },
  {
    what: 'sent from another node than the directory says',
    code: 'transport.other-node',
    make: async ({ g22 }) => {
      const packetId = newPacketId(g22.code);
      const message = ownLetter('G22', ['H41']);
      return { from: 'H14', packetId, body: await sealedPacket(g22, { packetId, message }) };
    },
  },
  {
    what: 'addressed to somebody else',
    code: 'packet.not-addressed',
    make: async ({ g22 }) => {
      const packetId = newPacketId(g22.code);
      const message = ownLetter('G22', ['H14']);
      return { from: 'G22', packetId, body: await sealedPacket(g22, { packetId, message }) };
    },
  },
  {
    what: 'changed after it was sealed',
    code: 'seal.content-digest',
    make: async ({ g22 }) => {
      const packetId = newPacketId(g22.code);
      const body = await sealedPacket(g22, { packetId, message: ownLetter('G22', ['H41']) });
      const text = body.toString('utf8').replace('phối hợp', 'bãi bỏ');
      return { from: 'G22', packetId, body: Buffer.from(text) };
    },
  },
  {
    what: 'that is no packet at all',
    code: 'seal.encoding',
    make: async ({ g22 }) => ({
      from: 'G22',
      packetId: newPacketId(g22.code),
      body: Buffer.from('không phải gói tin'),
    }),
  },
];

describe('a packet that cannot be taken', () => {
  const office = new Office([...provinces, ministries]);
  let sealers: Sealers;
  let ngheAn: TestNode;
  let ministry: TestNode;

  beforeEach(async () => {
    sealers = { g22: await office.identity('G22'), h14: await office.identity('H14') };
    ngheAn = await office.start('H41');
    ministry = await office.start('G22');
  });

  /** The refusal that went back to the sending node, with its words. */
  async function refusal(packetId: string, code: ErrorCode) {
    const kept = await eventually(`${packetId} in quarantine`, async () =>
      (await ngheAn.reader.quarantined({ limit: 500 })).find(({ messageId }) => messageId === packetId),
    );
    expect(kept.code).to.equal(code);
    expect(await timesInInbox(ngheAn, packetId)).to.equal(0);
    return kept;
  }

  for (const { what, code, make } of bad) {
    it(`${what} is refused with ${code}, and 20 good ones around it are delivered`, async () => {
      const { from, packetId, body } = await make(sealers);
      const bus = await office.axis.agent(from).bus();
      const before = await Promise.all(
        Array.from({ length: 10 }, () => sendLetter(ministry.desk, { to: ['H41'] })),
      );
      await bus.publish({ type: 'packet', messageId: packetId, lane: 'ordinary', recipients: ['h41'], body });
      const after = await Promise.all(
        Array.from({ length: 10 }, () => sendLetter(ministry.desk, { to: ['H41'] })),
      );
      for (const good of [...before, ...after]) await reaches(ministry, good, { H41: 'delivered' });
      const kept = await refusal(packetId, code);
      expect(kept.sha256).to.equal(createHash('sha256').update(body).digest('hex'));
      await bus.close();
    });
  }

  it('is refused to its real sender for every agency of a node that could not read to whom it was addressed', async () => {
    await office.start('H14', { store: (store) => movedAway(store, 'G22', 'g99') });
    const packetId = await sendLetter(ministry.desk, { to: ['H14', 'H14.05'] });
    await reaches(ministry, packetId, { H14: 'refused', 'H14.05': 'refused' });
    for (const recipient of ['H14', 'H14.05']) {
      const refused = await delivery(ministry, packetId, recipient);
      expect(refused.code).to.equal('transport.other-node');
      expect(refused.reason).to.contain('G22');
    }
  });

  it('because its agency is suspended comes back refused, though the sender did not know yet', async () => {
    const suspended = await office.start('G09', { bus: withoutDirectory });
    await office.axis.change(async ({ context }) => {
      await suspendAgency(context, 'G09.01', 'Đang thanh tra');
      await publishIfDue(context);
    });
    await eventually(
      'the news',
      async () => (await ngheAn.store.agency((await office.identity('G09.01')).code))?.state === 'suspended',
    );
    const packetId = await sendLetter(suspended.desk, { from: 'G09.01', to: ['H41'] });
    await reaches(suspended, packetId, { H41: 'refused' });
    const refused = await delivery(suspended, packetId, 'H41');
    expect(refused.code).to.equal('directory.suspended');
    expect(refused.reason).to.contain('G09.01');
    await refusal(packetId, 'directory.suspended');
    // The others of the node go on.
    const good = await sendLetter(suspended.desk, { from: 'G09.02', to: ['H41'] });
    await reaches(suspended, good, { H41: 'delivered' });
    expect(await codeOf(sendLetter(ministry.desk, { to: ['G09.01'] }))).to.equal('directory.suspended');
    await office.axis.change(async ({ context }) => {
      await resumeAgency(context, 'G09.01');
      await publishIfDue(context);
    });
  });

  it('because its certificate is revoked comes back refused, though its seal is dated before; a node that knows does not send', async () => {
    // Whoever has a stolen key writes any time into a seal: this clock stands still before the revocation.
    const before = new Date();
    const now = () => before;
    // Seals and the directory count in seconds.
    await delay(1_100);
    const unaware = await office.start('G09', { bus: withoutDirectory, now });
    const { code, signer } = await office.identity('G09.02');
    const [leaf = Buffer.of()] = signer.certificates;
    const sha256 = createHash('sha256').update(leaf).digest('hex');
    await office.axis.change(async ({ context }) => {
      await revokeCertificate(context, code, sha256, { reason: 'Lộ khóa' });
      await publishIfDue(context);
    });
    await eventually(
      'the news',
      async () => (await ngheAn.store.agency(code))?.certificates[0]?.revokedAt !== undefined,
    );
    const packetId = await sendLetter(unaware.desk, { from: 'G09.02', to: ['H41'] });
    await reaches(unaware, packetId, { H41: 'refused' });
    expect((await delivery(unaware, packetId, 'H41')).code).to.equal('directory.revoked-certificate');
    await refusal(packetId, 'directory.revoked-certificate');

    await office.stop(unaware);
    const aware = await office.start('G09');
    await eventually(
      'the news',
      async () => (await aware.store.agency(code))?.certificates[0]?.revokedAt !== undefined,
    );
    const sending = aware.desk.send({ message: letter({ from: 'G09.02', to: ['H41'] }), attachments: [] });
    expect(await codeOf(sending)).to.equal('directory.revoked-certificate');
    const { healthy, findings } = await aware.desk.status();
    expect(healthy).to.equal(false);
    expect(findings.map((finding) => finding.code)).to.include('directory.revoked-certificate');
  });
});

/** A store whose directory says that another node serves the agency: one of the two nodes is behind. */
function movedAway(store: AgentStore, code: string, node: string): AgentStore {
  return replaced(store, {
    agency: async (asked) => {
      const agency = await store.agency(asked);
      return agency?.code === code ? { ...agency, node } : agency;
    },
  });
}

/** A node that does not hear of a new directory. Its copy goes back to the queue. */
function withoutDirectory(bus: Parameters<typeof facing>[0]) {
  return facing(bus, {
    consume: (handler) =>
      bus.consume(async (message) =>
        message.type === 'directory' && !message.messageId.startsWith('1-') ? 'requeue' : handler(message),
      ),
  });
}
