/** A document on its way: submitted and dispatched, received, settled; at the node that sends and at the one that receives. */
import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { facing, replaced } from '../../e2e/support/facing.js';
import { delivery, letter, once, reaches, timesInInbox } from '../../e2e/support/office.js';
import { eventually, type TestNode } from '../../support/node.js';
import type { Dying } from '../dying.js';
import type { Flow } from '../flow.js';
import { exchanged, held, refused } from '../outcome.js';

/** So many parts that it is kept which of them the broker has. */
const largeOctets = 5 * 524_288 + 100;
const tenMinutesMs = 600_000;

async function send(desk: Dying['desk'], inParts: boolean): Promise<string> {
  const attachments = inParts ? [{ name: 'Phụ lục.bin', ...(await desk.putContent(once(newOctets()))) }] : [];
  return (await desk.send({ message: letter({ to: ['H41'] }), attachments })).packetId;
}

/** What a node has already is not sent to it. */
function newOctets(): Buffer {
  const octets = Buffer.alloc(largeOctets, 5);
  randomBytes(16).copy(octets);
  return octets;
}

async function sentBy({ reader }: Pick<TestNode, 'reader'>): Promise<Set<string>> {
  return new Set((await reader.outbox({ limit: 1_000 })).map(({ packetId }) => packetId));
}

/** The sender dies: what it stored goes out, once, and what it answered is stored. */
function sending(name: string, inParts: boolean, least: Flow['least']): Flow {
  return {
    name,
    dies: 'G22',
    least,
    promise: 'after submit: document',
    begin: async ({ other, inHealth }) => {
      const before = await inHealth(sentBy);
      let answered: string | undefined;
      return {
        act: async ({ desk, reader }) => {
          const packetId = await send(desk, inParts);
          answered = packetId;
          await eventually('delivered', async () => {
            const [found] = await reader.deliveries(packetId);
            return found?.state === 'delivered';
          });
        },
        settle: async (restarted, promised) => {
          const stored = [...(await sentBy(restarted))].filter((packetId) => !before.has(packetId));
          expect(stored.length, 'documents stored').to.be.at.most(1);
          held(promised, stored.length === 1);
          if (answered !== undefined) expect(stored).to.deep.equal([answered]);
          for (const packetId of stored) await exchanged(restarted, other, packetId);
        },
      };
    },
  };
}

/** The recipient dies: it has what came, once, and the sender its one receipt, without trying again. */
function receiving(name: string, inParts: boolean, least: Flow['least']): Flow {
  return {
    name,
    dies: 'H41',
    least,
    begin: async ({ other }) => {
      let packetId = '';
      return {
        act: async () => {
          packetId = await send(other.desk, inParts);
          await reaches(other, packetId, { H41: 'delivered' });
        },
        settle: async (restarted) => {
          await exchanged(other, restarted, packetId);
          expect((await delivery(other, packetId, 'H41')).state).to.equal('delivered');
        },
      };
    },
  };
}

const receivingAgain: Flow = {
  name: 'receive: a packet that it knows',
  dies: 'H41',
  least: [
    'before resendReceipts',
    'after publish receipt',
    'before outboxDone: receipt',
    'before ack packet',
  ],
  begin: async ({ other, came, inHealth, office }) => {
    const packetId = await send(other.desk, false);
    await inHealth(() => reaches(other, packetId, { H41: 'delivered' }));
    const answers = () =>
      came.filter(({ type, messageId }) => type === 'receipt' && messageId === packetId).length;
    const answered = answers();
    const body = await other.reader.packetBytes(packetId, 'out');
    if (!body) throw new Error('the packet is stored');
    const bus = await office.axis.agent('G22').bus();
    const again = {
      type: 'packet',
      messageId: packetId,
      lane: 'ordinary',
      recipients: ['h41'],
      body,
    } as const;
    return {
      act: async () => {
        await bus.publish(again);
        await eventually('its receipt again', async () => answers() > answered);
      },
      settle: async (restarted) => {
        await eventually('its receipt again', async () => answers() > answered);
        await exchanged(other, restarted, packetId);
        await bus.close();
      },
    };
  },
};

/** What the recipient cannot take, since the sender's clock is ahead of its own. */
const refusing: Flow = {
  name: 'receive: a packet that is refused',
  dies: 'H41',
  least: ['before quarantine', 'after quarantine', 'after publish receipt', 'before ack packet'],
  other: () => ({ now: () => new Date(Date.now() + tenMinutesMs) }),
  begin: async ({ other }) => {
    let packetId = '';
    return {
      act: async () => {
        packetId = await send(other.desk, false);
        await reaches(other, packetId, { H41: 'refused' });
      },
      settle: (restarted) => refused(other, restarted, packetId),
    };
  },
};

const settlingRefusal: Flow = {
  name: 'settle: a refusal',
  patience: 1,
  dies: 'G22',
  least: ['before settle', 'after settle', 'before ack receipt'],
  // What the other node does not understand it refuses.
  other: () => ({
    store: (real) =>
      replaced(real, {
        accept: async () => {
          throw new TypeError('not foreseen');
        },
      }),
  }),
  promise: 'after submit: document',
  begin: async ({ other, inHealth }) => {
    const before = await inHealth(sentBy);
    return {
      act: async ({ desk, reader }) => {
        const packetId = await send(desk, false);
        await eventually('refused', async () => {
          const [found] = await reader.deliveries(packetId);
          return found?.state === 'refused';
        });
      },
      settle: async (restarted, promised) => {
        const stored = [...(await sentBy(restarted))].filter((packetId) => !before.has(packetId));
        expect(stored.length, 'documents stored').to.be.at.most(1);
        held(promised, stored.length === 1);
        for (const packetId of stored) await refused(restarted, other, packetId);
      },
    };
  },
};

/** What was handed in while the broker was away, and an earlier run may have published. */
const starting: Flow = {
  name: 'start with what waits',
  dies: 'G22',
  fromStart: true,
  least: ['before markWaitingAsPublished', 'after publish packet', 'before outboxDone: packet'],
  begin: async ({ other, office, inHealth, ended }) => {
    // It has the directory from then on.
    await inHealth(sentBy);
    await ended();
    const away = await office.start('G22', { urls: ['amqps://127.0.0.1:1/x'] });
    const packetId = await send(away.desk, false);
    await office.stop(away);
    return {
      act: ({ reader }) =>
        eventually('delivered', async () => {
          const [found] = await reader.deliveries(packetId);
          return found?.state === 'delivered';
        }),
      settle: (restarted) => exchanged(restarted, other, packetId),
    };
  },
};

/** Parts got lost on the way: the recipient asks for them. */
const asking: Flow = {
  name: 'receive: a packet whose parts are missing',
  patience: 1,
  dies: 'H41',
  least: ['before publish missing', 'after publish missing', 'before ack packet', 'after putPart: 1'],
  other: () => {
    const lost = new Set<string>();
    return {
      bus: (bus) =>
        facing(bus, {
          publish: async (message) => {
            const { type, messageId, part } = message;
            if (type !== 'part' || part?.index !== 1 || lost.has(messageId)) return bus.publish(message);
            lost.add(messageId);
            return 'confirmed';
          },
        }),
    };
  },
  begin: async ({ other }) => {
    let packetId = '';
    return {
      act: async () => {
        packetId = await send(other.desk, true);
        await reaches(other, packetId, { H41: 'delivered' });
      },
      settle: (restarted) => exchanged(other, restarted, packetId),
    };
  },
};

const giving: Flow = {
  name: 'dispatch: parts that are asked for',
  patience: 1,
  dies: 'G22',
  least: ['before askedForParts', 'before ack missing', 'after publish part: 1', 'before retryDone'],
  promise: 'after submit: document',
  other: () => {
    const lost = new Set<string>();
    return {
      bus: (bus) =>
        facing(bus, {
          consume: (handler) =>
            bus.consume(async (message) => {
              const { type, messageId, part } = message;
              if (type !== 'part' || part?.index !== 1 || lost.has(messageId)) return handler(message);
              lost.add(messageId);
              return 'ack';
            }),
        }),
    };
  },
  begin: async ({ other, inHealth }) => {
    const before = await inHealth(sentBy);
    return {
      act: async (dying) => {
        const packetId = await send(dying.desk, true);
        await eventually('delivered', async () => {
          const [found] = await dying.reader.deliveries(packetId);
          return found?.state === 'delivered';
        });
      },
      settle: async (restarted, promised) => {
        const stored = [...(await sentBy(restarted))].filter((packetId) => !before.has(packetId));
        expect(stored.length, 'documents stored').to.be.at.most(1);
        held(promised, stored.length === 1);
        for (const packetId of stored) await exchanged(restarted, other, packetId);
        expect(await Promise.all(stored.map((packetId) => timesInInbox(other, packetId)))).to.deep.equal(
          stored.map(() => 1),
        );
      },
    };
  },
};

export const documentFlows: readonly Flow[] = [
  sending('submit and dispatch', false, ['before submit: document', 'before settle', 'before ack receipt']),
  sending('submit and dispatch in parts', true, [
    'before put',
    'after partsSent: before the first part',
    'after publish part: 5',
    'after publish packet',
    'before outboxDone: packet',
  ]),
  receiving('receive', false, ['before accept: document', 'before ack packet', 'after publish receipt']),
  receiving('receive in parts', true, [
    'before putPart: 0',
    'before ack part',
    'before assemble',
    'after assemble',
    'before accept: document',
  ]),
  receivingAgain,
  refusing,
  settlingRefusal,
  starting,
  asking,
  giving,
];
