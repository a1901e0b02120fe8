/** Statuses and recalls on both sides, with each way in which a recall can cross what it speaks of. */
import { expect } from 'chai';
import { facing } from '../../e2e/support/facing.js';
import { codeOf, delivery, letter, mirrors, reaches, timesInInbox } from '../../e2e/support/office.js';
import { eventually, type NodeOptions, type TestNode } from '../../support/node.js';
import type { Flow, Scene } from '../flow.js';
import { exchanged, held, sameOctets, sameStates } from '../outcome.js';

const reason = 'Gửi nhầm nơi nhận';
const answers = { '15': 'agreed', '16': 'declined' } as const;
type Answer = keyof typeof answers;

const newLetter = () => ({ message: letter({ to: ['H41'] }), attachments: [] });

/** A document that the sender's node has sent, and the recipient's has. */
async function delivered({ other, inHealth }: Scene, dies: Flow['dies']): Promise<string> {
  return inHealth(async (node) => {
    const [sender] = dies === 'G22' ? [node] : [other];
    const { packetId } = await sender.desk.send(newLetter());
    await reaches(sender, packetId, { H41: 'delivered' });
    return packetId;
  });
}

async function entryRecall({ reader }: Pick<TestNode, 'reader'>, packetId: string): Promise<string> {
  const found = await reader.document(packetId).catch(() => undefined);
  return found?.entries.find(({ box }) => box === 'in')?.recall ?? '';
}

/** A step that may have been taken already. */
async function step(
  { desk }: Pick<TestNode, 'desk'>,
  request: Parameters<TestNode['desk']['step']>[0],
): Promise<void> {
  const code = await codeOf(desk.step(request));
  expect(['nothing was thrown', 'status.not-allowed']).to.include(code);
}

/** The statuses about a document are the same octets at both ends, each with one receipt. */
async function sameStatuses(
  one: TestNode,
  another: TestNode,
  packetId: string,
  count: number,
): Promise<void> {
  const statuses = await one.reader.statuses(packetId);
  expect(statuses.length, 'statuses').to.equal(count);
  for (const { packetId: status, direction } of statuses) {
    const [from, to] = direction === 'out' ? [one, another] : [another, one];
    await eventually('the status is delivered', async () =>
      (await from.reader.deliveries(status)).every(({ state }) => state === 'delivered'),
    );
    await sameOctets(from, to, status);
  }
}

const takingAStep: Flow = {
  name: 'status: a step is taken',
  dies: 'H41',
  least: ['before submit: status 03', 'after publish packet', 'before settle'],
  promise: 'after submit: status 03',
  begin: async (scene) => {
    const { other } = scene;
    const packetId = await delivered(scene, 'H41');
    return {
      act: async ({ desk }) => {
        await desk.step({ packetId, code: '03' });
        await mirrors(other, packetId, 'H41', { business: '03' });
      },
      settle: async (restarted, promised) => {
        const [entry] = (await restarted.reader.document(packetId)).entries;
        const isTaken = held(promised, entry?.business === '03');
        expect(await codeOf(restarted.desk.step({ packetId, code: '03' }))).to.equal(
          isTaken ? 'status.not-allowed' : 'nothing was thrown',
        );
        await sameStates(other, restarted, packetId, { business: '03', recall: 'none' });
        await sameStatuses(other, restarted, packetId, 1);
      },
    };
  },
};

const seeingAStep: Flow = {
  name: 'status: a step is told',
  dies: 'G22',
  least: ['before accept: status 03', 'after publish receipt', 'before ack packet'],
  begin: async (scene) => {
    const { other } = scene;
    const packetId = await delivered(scene, 'G22');
    return {
      act: async ({ reader }) => {
        await other.desk.step({ packetId, code: '03' });
        await eventually('the mirror', async () => (await reader.deliveries(packetId))[0]?.business === '03');
        const [status] = await other.reader.statuses(packetId);
        await eventually('its receipt', async () =>
          (await other.reader.deliveries(status?.packetId ?? '')).every(({ state }) => state === 'delivered'),
        );
      },
      settle: async (restarted) => {
        await sameStates(restarted, other, packetId, { business: '03', recall: 'none' });
        await sameStatuses(restarted, other, packetId, 1);
      },
    };
  },
};

/** The sender dies over a recall that is answered so. */
const recalling = (code: Answer): Flow => ({
  name: `recall: asked, and ${answers[code]}`,
  dies: 'G22',
  least: ['before submit: status 13', 'before settle', `before accept: status ${code}`, 'before ack packet'],
  promise: 'after submit: status 13',
  begin: async (scene) => {
    const { other } = scene;
    const packetId = await delivered(scene, 'G22');
    const answer = async () => {
      await eventually('the 13', async () => (await entryRecall(other, packetId)) !== 'none');
      await step(other, { packetId, code, reason });
    };
    return {
      act: async ({ desk, reader }) => {
        await desk.recall({ packetId, reason });
        await answer();
        await eventually('the answer', async () => {
          const [mirror] = await reader.deliveries(packetId);
          return mirror?.recall === answers[code];
        });
        await eventually('its receipt', async () =>
          (await other.reader.statuses(packetId)).every(
            ({ delivery: told }) => !told || told.state === 'delivered',
          ),
        );
      },
      settle: async (restarted, promised) => {
        const { recall } = await delivery(restarted, packetId, 'H41');
        // Where it was not asked for, the clerk asks now.
        if (!held(promised, recall !== 'none')) await restarted.desk.recall({ packetId, reason });
        if ((await entryRecall(other, packetId)) !== answers[code]) await answer();
        await sameStates(restarted, other, packetId, { business: '01', recall: answers[code] });
        await sameStatuses(restarted, other, packetId, 2);
      },
    };
  },
});

/** The recipient dies over a recall that it answers so; with `refused` its clerk refused the document as the 13 was on its way. */
const recalled = (code: Answer, crossed?: 'refused'): Flow => ({
  name: crossed ? 'recall: crosses a refusal by the clerk' : `recall: received, and ${answers[code]}`,
  dies: 'H41',
  least: [
    'before accept: status 13',
    'after publish receipt',
    `before submit: status ${code}`,
    'before settle',
  ],
  promise: `after submit: status ${code}`,
  // Else the 13 might be taken before anybody counts.
  ...(crossed ? { fromStart: true } : {}),
  begin: async (scene) => {
    const { other } = scene;
    const packetId = await delivered(scene, 'H41');
    const business = crossed ? '02' : '01';
    if (crossed) {
      // The 13 is on its way while nobody is there; the clerk has not seen it.
      await scene.ended();
      await other.desk.recall({ packetId, reason });
    }
    return {
      act: async ({ desk, reader }) => {
        if (crossed) await desk.step({ packetId, code: '02', reason }).catch(ignoreNotAllowed);
        else await other.desk.recall({ packetId, reason });
        await eventually('the 13', async () => (await entryRecall({ reader }, packetId)) === 'requested');
        await desk.step({ packetId, code, reason });
        await mirrors(other, packetId, 'H41', { recall: answers[code], business });
        await eventually('the receipts', async () =>
          (await reader.statuses(packetId)).every(
            ({ delivery: told }) => !told || told.state === 'delivered',
          ),
        );
      },
      settle: async (restarted, promised) => {
        if (crossed) await step(restarted, { packetId, code: '02', reason });
        else if ((await delivery(other, packetId, 'H41')).recall === 'none')
          await other.desk.recall({ packetId, reason });
        await eventually('the 13', async () => (await entryRecall(restarted, packetId)) !== 'none');
        const recall = await entryRecall(restarted, packetId);
        expect(['requested', answers[code]]).to.include(recall);
        if (!held(promised, recall === answers[code])) await restarted.desk.step({ packetId, code, reason });
        await sameStates(other, restarted, packetId, { business, recall: answers[code] });
        await sameStatuses(other, restarted, packetId, crossed ? 3 : 2);
      },
    };
  },
});

function ignoreNotAllowed(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === 'status.not-allowed')) throw error;
}

/** The bus of a sender whose documents are on their way for longer than its 13. */
function holding(): { options: NodeOptions; release(): Promise<void> } {
  const held: (() => Promise<unknown>)[] = [];
  const options: NodeOptions = {
    bus: (bus) =>
      facing(bus, {
        publish: async (message) => {
          const isDocument = message.type === 'packet' && !Buffer.from(message.body).includes('StatusCode');
          if (!isDocument) return bus.publish(message);
          held.push(() => bus.publish(message));
          return 'confirmed';
        },
      }),
  };
  const release = async () => {
    for (const publish of held.splice(0)) await publish();
  };
  return { options, release };
}

function overtaking(name: string, least: Flow['least']): Flow {
  const { options, release } = holding();
  return {
    name,
    dies: 'H41',
    least,
    other: () => options,
    begin: async ({ other }) => {
      const { packetId } = await other.desk.send(newLetter());
      await reaches(other, packetId, { H41: 'sent' });
      return {
        act: async ({ reader }) => {
          await other.desk.recall({ packetId, reason });
          await eventually('the 13 waits', async () =>
            (await reader.statuses(packetId)).some(({ standing }) => standing === 'waiting'),
          );
          await release();
          await reaches(other, packetId, { H41: 'delivered' });
          await eventually('asked', async () => (await entryRecall({ reader }, packetId)) === 'requested');
        },
        settle: async (restarted) => {
          await release();
          await exchanged(other, restarted, packetId);
          await sameStates(other, restarted, packetId, { business: '01', recall: 'requested' });
          await restarted.desk.step({ packetId, code: '15' });
          await sameStates(other, restarted, packetId, { business: '01', recall: 'agreed' });
          expect(await timesInInbox(restarted, packetId)).to.equal(1);
          await sameStatuses(other, restarted, packetId, 2);
        },
      };
    },
  };
}

const neverConnected: NodeOptions = {
  bus: (bus) => facing(bus, { state: 'connecting', onState: () => {} }),
};

const withdrawing: Flow = {
  name: 'recall: of what was never published',
  dies: 'G22',
  fromStart: true,
  dying: neverConnected,
  least: ['after submit: document', 'before withdraw', 'after withdraw'],
  promise: 'after withdraw',
  begin: async ({ other, inHealth }) => {
    const before = await inHealth(async ({ reader }) => (await reader.outbox({ limit: 1_000 })).length);
    return {
      act: async ({ desk }) => {
        const { packetId } = await desk.send(newLetter());
        const { recipients } = await desk.recall({ packetId, reason });
        expect(recipients[0]?.outcome).to.equal('withdrawn');
      },
      settle: async (restarted, promised) => {
        const sent = await restarted.reader.outbox({ limit: 1_000 });
        expect(sent.length - before).to.be.at.most(1);
        const packetId = sent.length > before ? sent[0]?.packetId : undefined;
        if (packetId === undefined) return;
        const { state } = await delivery(restarted, packetId, 'H41');
        if (held(promised, state === 'withdrawn')) {
          // Whatever follows has come, and this has not.
          const next = await restarted.desk.send(newLetter());
          await exchanged(restarted, other, next.packetId);
          expect(await timesInInbox(other, packetId)).to.equal(0);
        } else {
          await exchanged(restarted, other, packetId);
          const { recipients } = await restarted.desk.recall({ packetId, reason });
          expect(recipients[0]?.outcome).to.equal('requested');
          await sameStates(restarted, other, packetId, { business: '01', recall: 'requested' });
        }
      },
    };
  },
};

export const statusFlows: readonly Flow[] = [
  takingAStep,
  seeingAStep,
  recalling('15'),
  recalling('16'),
  recalled('15'),
  recalled('16'),
  recalled('15', 'refused'),
  overtaking('recall: overtakes its document', ['before accept: status 13', 'before accept: document']),
  withdrawing,
];
