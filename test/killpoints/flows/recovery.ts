/** A node that was restored and asks its peers, and one that answers; a directory; a ping. */
import { hash, randomBytes } from 'node:crypto';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Desk } from '../../../src/agent/index.js';
import { publishDirectory } from '../../../src/axis/index.js';
import { organId, packetId as resyncId, sealedFile, writeResync } from '../../../src/edoc/index.js';
import { resyncSeal, seal } from '../../../src/signing/index.js';
import { restoreBackup, type StoreReader, writeBackup } from '../../../src/store/index.js';
import { facing } from '../../e2e/support/facing.js';
import { mirrors, reaches, sendLetter } from '../../e2e/support/office.js';
import { eventually } from '../../support/node.js';
import type { Flow, Scene } from '../flow.js';
import { exchanged } from '../outcome.js';

const file = () => {
  const octets = Buffer.alloc(700_000, 7);
  randomBytes(16).copy(octets);
  return [{ name: 'Phụ lục.bin', octets }];
};

/** Everything that the register says of documents, and every receipt by its digest, as text. */
async function register(reader: StoreReader): Promise<string[]> {
  const lines: string[] = [];
  const page = { limit: 1_000 };
  const ids = [...(await reader.inbox(page)), ...(await reader.outbox(page))].map(({ packetId }) => packetId);
  for (const id of new Set(ids)) {
    for (const { box, business, recall, state } of (await reader.document(id)).entries)
      lines.push(`${id} ${box} ${business} ${recall} ${box === 'in' ? state : ''}`);
    for (const { recipient, state, business, recall } of await reader.deliveries(id))
      lines.push(`${id} to ${recipient} ${state} ${business} ${recall}`);
    for (const { direction, agency, bytes } of await reader.receipts(id))
      lines.push(`${id} receipt ${direction} ${agency} ${hash('sha256', bytes)}`);
  }
  // What was refused before, and nothing else.
  for (const { messageId, code } of await reader.quarantined(page))
    lines.push(`${messageId} refused ${code}`);
  return lines.sort();
}

/** What a lost node had, and its backup of before, restored and not started yet. */
interface Lost {
  readonly folder: string;
  readonly restored: string;
  readonly had: readonly string[];
}

async function lose({ other, inHealth }: Scene): Promise<Lost> {
  const folder = await mkdtemp(join(tmpdir(), 'edoc-lost-'));
  const restored = join(folder, 'restored');
  const had = await inHealth(async (node) => {
    const { data } = dataOf(node.directory);
    const early = await sendLetter(other.desk, { to: ['H41'], files: file() });
    await reaches(other, early, { H41: 'delivered' });
    const to = join(folder, 'backup');
    const now = () => new Date();
    const { manifest } = await writeBackup({ folder: data, to, node: 'h41', files: [], leftOut: [], now });
    const late = await sendLetter(other.desk, { to: ['H41'], files: file() });
    const own = await sendLetter(node.desk, { to: ['G22'], files: file() });
    await reaches(other, late, { H41: 'delivered' });
    await reaches(node, own, { G22: 'delivered' });
    await node.desk.step({ packetId: late, code: '03' });
    await mirrors(other, late, 'H41', { business: '03' });
    await other.desk.step({ packetId: own, code: '03' });
    await mirrors(node, own, 'G22', { business: '03' });
    await restoreBackup({ from: to, name: manifest.name, folder: restored, now });
    return register(node.reader);
  });
  return { folder, restored, had };
}

async function hasRecovered(reader: StoreReader): Promise<boolean> {
  const { sequence } = await reader.logHead();
  return (await reader.logRows(Math.max(0, sequence - 20), 20)).some(
    ({ kind }) => kind === 'store.recovered',
  );
}

const dataOf = (directory: string) => ({ data: join(directory, 'data') });

/** The restored node dies. Each of its lives begins with the same restored store. */
function restored(): Flow {
  let lost: Lost | undefined;
  return {
    name: 'restore: asks its peers and takes back',
    dies: 'H41',
    fromStart: true,
    least: [
      'before recovery.keepRequests',
      'after publish resync',
      'before recovery.published',
      'before takeBack',
      'before accept: document',
      'before accept: status 03',
      'before settle',
      'before takeDirectoryPage',
      'before recovery.answered',
      'before recovery.finish',
    ],
    end: async () => {
      if (lost) await rm(lost.folder, { recursive: true });
    },
    begin: async (scene) => {
      const { office } = scene;
      lost ??= await lose(scene);
      await scene.ended();
      const { data } = dataOf(office.axis.agent('H41').directory);
      await rm(data, { recursive: true });
      await cp(lost.restored, data, { recursive: true });
      const { had } = lost;
      const publish = () => office.axis.change(({ context }) => publishDirectory(context));
      return {
        act: async ({ reader }) => {
          await publish();
          await eventually('the end of the recovery', () => hasRecovered(reader));
        },
        settle: async (node) => {
          await publish();
          await eventually('the end of the recovery', async () => !(await node.store.recovery.open()));
          const has = await register(node.reader);
          const difference = [
            ...had.filter((line) => !has.includes(line)).map((line) => `missing: ${line}`),
            ...has.filter((line) => !had.includes(line)).map((line) => `instead: ${line}`),
          ];
          expect(has, difference.join('; ')).to.deep.equal(had);
        },
      };
    },
  };
}

const returnedTo = 'H41';

/** The peer dies while it gives back. The one that asks is known to it by its seal alone. */
function returning(): Flow {
  let documents: string[] | undefined;
  return {
    name: 'restore: answers a node that asks',
    dies: 'G22',
    least: [
      'before returning.take',
      'before ack resync',
      'after publish returned',
      'before returning.advance',
      'before returning.keepReceipt',
      'after publish receipt',
      'before returning.finish',
    ],
    other: () => ({
      bus: (bus) =>
        facing(bus, {
          consume: (handler) =>
            bus.consume(async (message) =>
              message.type === 'returned' || message.lane === 'ordinary' ? 'ack' : handler(message),
            ),
        }),
    }),
    begin: async ({ office, other, came, inHealth }) => {
      const since = new Date(Date.now() - 3_600_000);
      documents ??= await inHealth(async () => {
        const packetId = await sendLetter(other.desk, { to: ['G22'] });
        await reaches(other, packetId, { G22: 'delivered' });
        return [packetId];
      });
      const identity = await office.identity(returnedTo);
      const sender = organId(returnedTo);
      const sentAt = new Date();
      const id = resyncId({ sender, unixMs: sentAt.getTime(), counter: 1 });
      const { head, tail } = writeResync({ resyncId: id, sender, recipient: organId('G22'), since, sentAt });
      const sealed = await seal({ head, tail }, resyncSeal, identity.signer, sentAt);
      const bus = await office.axis.agent(returnedTo).bus();
      const wanted = documents;
      const answers = () => came.filter(({ type, messageId }) => type === 'receipt' && messageId === id);
      return {
        act: async () => {
          await bus.publish({
            type: 'resync',
            messageId: id,
            lane: 'ordinary',
            recipients: ['g22'],
            body: sealedFile(head, sealed, tail),
          });
          await eventually('the answer', async () => answers().length > 0);
        },
        settle: async (node) => {
          await eventually('the answer', async () => answers().length > 0);
          await eventually(
            'nothing is left to answer',
            async () => (await node.store.returning.jobs()).length === 0,
          );
          expect(new Set(answers().map(({ body }) => body.toString())).size, 'receipts').to.equal(1);
          const order = came.map(({ type, messageId }) => `${type} ${messageId}`);
          for (const packetId of wanted) {
            const at = order.lastIndexOf(`returned ${packetId}`, order.indexOf(`receipt ${id}`));
            expect(at, `${packetId} before the receipt`).to.be.at.least(0);
          }
          await bus.close();
        },
      };
    },
  };
}

const newDirectory: Flow = {
  name: 'receive: a directory',
  dies: 'H41',
  least: ['before takeDirectoryPage', 'after takeDirectoryPage', 'before ack directory'],
  begin: async ({ office, other, inHealth }) => {
    const version = async ({ reader }: { readonly reader: StoreReader }) =>
      (await reader.directoryVersion())?.version ?? 0;
    const before = await inHealth(version);
    return {
      act: async ({ reader }) => {
        await office.axis.change(({ context }) => publishDirectory(context));
        await eventually('the directory', async () => (await version({ reader })) > before);
      },
      settle: async (node) => {
        await eventually('the directory', async () => (await version(node)) === before + 1);
        await eventually('the other one too', async () => (await version(other)) === before + 1);
        const packetId = await sendLetter(other.desk, { to: ['H41'] });
        await exchanged(other, node, packetId);
      },
    };
  },
};

const pinged: Flow = {
  name: 'ping: is answered',
  dies: 'H41',
  least: ['before publish receipt', 'before ack ping'],
  begin: async ({ other }) => {
    let answer: Promise<unknown> = Promise.resolve();
    return {
      act: () => {
        answer = other.desk.ping({ agency: 'H41', timeoutMs: 15_000 });
        answer.catch(() => {});
        return answer;
      },
      settle: async () => {
        await answer;
      },
    };
  },
};

/** A ping waits for no broker. */
async function askForH41(desk: Desk): Promise<void> {
  await eventually('the broker', async () => (await desk.status()).broker === 'connected');
  await desk.ping({ agency: 'H41', timeoutMs: 15_000 });
}

const pinging: Flow = {
  name: 'ping: is asked',
  dies: 'G22',
  least: ['before publish ping', 'before ack receipt'],
  begin: async () => ({
    act: ({ desk }) => askForH41(desk),
    // Nothing is kept of a ping: the clerk asks again.
    settle: async ({ desk, reader }) => {
      await askForH41(desk);
      expect((await reader.counts()).waiting).to.deep.equal({ packets: 0, receipts: 0 });
    },
  }),
};

export const recoveryFlows: readonly Flow[] = [restored(), returning(), newDirectory, pinged, pinging];
