import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { AgentStatus, AgentStore } from '../../src/agent/index.js';
import { readAgentPlace } from '../../src/cli/agent/directory.js';
import { type Door, openDoor } from '../../src/door/index.js';
import { EdocError } from '../../src/errors.js';
import { type Log, type LogFields, silentLog } from '../../src/log.js';
import type { QuarantinedMessage } from '../../src/store/index.js';
import { eventually, type NodeOptions, type TestNode } from '../support/node.js';
import { edoc, edocJson } from './support/edoc.js';
import { facing, replaced } from './support/facing.js';
import { codeOf, delivery, Office, reaches, sendLetter, timesInInbox } from './support/office.js';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

describe('the quarantine of a node', () => {
  const office = new Office();
  const doors: Door[] = [];
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'edoc-quarantine-'));
  });

  afterEach(async () => {
    for (const door of doors.splice(0)) await door.close();
    await rm(folder, { recursive: true });
  });

  /** A node with its door, so that commands reach it. */
  async function startOpen(code: string, options: NodeOptions = {}): Promise<TestNode> {
    const node = await office.start(code, options);
    const { config } = await readAgentPlace(node.directory);
    doors.push(await openDoor({ socketPath: config.socket, desk: node.desk, log: silentLog }));
    return node;
  }

  async function inQuarantine(node: TestNode, messageId: string): Promise<QuarantinedMessage> {
    return eventually(`${messageId} in quarantine`, async () =>
      (await node.reader.quarantined({ limit: 10, message: messageId })).at(0),
    );
  }

  it('gives a packet to the receiver again: still refused, then accepted, and the sender’s refusal is corrected', async () => {
    let trouble: Error | undefined = new TypeError('not foreseen');
    const ministry = await startOpen('G22');
    const ngheAn = await startOpen('H41', {
      store: (store) =>
        replaced(store, {
          accept: async (record) => {
            if (trouble) throw trouble;
            return store.accept(record);
          },
        }),
    });
    const packetId = await sendLetter(ministry.desk, { to: ['H41'] });
    await reaches(ministry, packetId, { H41: 'refused' });
    expect((await delivery(ministry, packetId, 'H41')).code).to.equal('agent.internal');
    const { key } = await inQuarantine(ngheAn, packetId);
    const id = String(key);

    const listed = await edoc(['quarantine', 'list'], ngheAn.directory);
    expect(listed.stdout).to.match(new RegExp(`^ *${id} .* g22 .* packet .* agent\\.internal`, 'm'));
    const file = join(folder, 'kept.edxml');
    const shown = await edoc(['quarantine', 'show', id, '--to', file], ngheAn.directory);
    expect(shown.exitCode).to.equal(0);
    expect(shown.stdout).to.match(/Claims to be from +G22 \(not verified\)/);
    expect(shown.stdout).to.contain('yes, with a sealed receipt');
    expect(shown.stdout).to.not.contain('<');
    expect(await readFile(file)).to.deep.equal(await ministry.reader.packetBytes(packetId, 'out'));

    const again = await edoc(['quarantine', 'replay', id], ngheAn.directory);
    expect(again.exitCode).to.equal(1);
    expect(again.stdout).to.contain('[agent.internal]');
    trouble = new EdocError('store.full');
    expect(await codeOf(ngheAn.desk.replay({ id: key }))).to.equal('store.full');
    expect((await inQuarantine(ngheAn, packetId)).replays).to.equal(1);

    trouble = undefined;
    const accepted = await edoc(['quarantine', 'replay', id], ngheAn.directory);
    expect(accepted.exitCode).to.equal(0);
    await reaches(ministry, packetId, { H41: 'delivered' });
    const settled = await delivery(ministry, packetId, 'H41');
    expect(settled).to.include({ state: 'delivered', business: '01' });
    expect(settled).to.not.have.any.keys('code', 'reason');
    expect(await ngheAn.desk.replay({ id: key })).to.deep.equal({
      id: key,
      type: 'packet',
      messageId: packetId,
      outcome: 'accepted',
    });
    expect(await timesInInbox(ngheAn, packetId)).to.equal(1);
    expect((await ngheAn.reader.quarantined({ limit: 5 })).map(({ messageId }) => messageId)).to.deep.equal(
      [],
    );

    const track = await edoc(['track', packetId], ministry.directory);
    expect(track.stdout).to.match(/Refused: .*\[agent\.internal\][\s\S]*Delivered$/m);
    for (const node of [ministry, ngheAn]) await node.reader.verifyLog();
    expect(await codeOf(ngheAn.desk.discard({ id: key, reason: 'x' }))).to.equal('quarantine.settled');
  });

  it('gives a receipt to the receiver again, and the delivery that waited for it is settled', async () => {
    let elsewhere = false;
    const ministry = await office.start('G22', {
      policy: { retryAfterMs: [hourMs] },
      store: (store) => movedWhile(store, 'H41', () => elsewhere),
    });
    const packetId = await sendLetter(ministry.desk, { to: ['H41'] });
    await reaches(ministry, packetId, { H41: 'sent' });
    elsewhere = true;
    await office.start('H41');
    const { key, type, code } = await inQuarantine(ministry, packetId);
    expect({ type, code }).to.deep.equal({ type: 'receipt', code: 'transport.other-node' });
    expect((await delivery(ministry, packetId, 'H41')).state).to.equal('sent');
    const still = await ministry.desk.replay({ id: key });
    expect(still).to.include({ outcome: 'refused', code: 'transport.other-node' });
    elsewhere = false;
    expect((await ministry.desk.replay({ id: key })).outcome).to.equal('accepted');
    expect((await delivery(ministry, packetId, 'H41')).state).to.equal('delivered');
  });

  it('does not fill with what the broker gave up on though another copy of it was accepted', async () => {
    const ministry = await office.start('G22');
    const ngheAn = await office.start('H41');
    const packetId = await sendLetter(ministry.desk, { to: ['H41'] });
    await reaches(ministry, packetId, { H41: 'delivered' });
    await office.stop(ngheAn);
    const refusing = await office.axis.agent('H41').bus();
    const refused = new Promise<void>((resolve) => {
      void refusing.consume(async ({ messageId }) => {
        if (messageId === packetId) resolve();
        return 'refuse';
      });
    });
    const body = (await ministry.reader.packetBytes(packetId, 'out')) ?? Buffer.of();
    const again = {
      type: 'packet',
      messageId: packetId,
      lane: 'ordinary',
      recipients: ['h41'],
      body,
    } as const;
    await ministry.context.bus.publish(again);
    await refused;
    await refusing.close();
    const swept: number[] = [];
    const restarted = await office.start('H41', {
      bus: (bus) =>
        facing(bus, {
          sweepDeadLetters: async (handler) => {
            const result = await bus.sweepDeadLetters(handler);
            swept.push(result.taken);
            return result;
          },
        }),
    });
    await eventually('the dead letter is taken', async () => swept.includes(1));
    expect(await restarted.reader.quarantined({ limit: 5, message: packetId })).to.deep.equal([]);
    expect(await timesInInbox(restarted, packetId)).to.equal(1);
  });

  it('discards a message with a reason, and the same octets again are answered as before', async () => {
    const ngheAn = await startOpen('H41');
    const bus = await office.axis.agent('H14').bus();
    const answers: string[] = [];
    await bus.consume(async ({ type, messageId }) => {
      if (type === 'receipt') answers.push(messageId);
      return 'ack';
    });
    const { body, messageId, publish } = garbage(bus);
    await publish();
    const { key } = await inQuarantine(ngheAn, messageId);
    const id = String(key);
    expect(await codeOf(ngheAn.desk.discard({ id: key, reason: ' ' }))).to.equal('reason.missing');
    const discarded = await edoc(['quarantine', 'discard', id, '--reason', 'Thử nghiệm'], ngheAn.directory);
    expect(discarded.exitCode).to.equal(0);
    await publish();
    await eventually('the second answer', async () => answers.length === 2);
    expect(answers).to.deep.equal([messageId, messageId]);
    const listed = await edocJson<{ messages: object[] }>(
      ['quarantine', 'list', '--state', 'all', '--packet', messageId],
      ngheAn.directory,
    );
    expect(listed.messages).to.have.length(1);
    expect(listed.messages[0]).to.include({ state: 'discarded', reason: 'Thử nghiệm', size: body.length });
    expect((await edoc(['quarantine', 'replay', id], ngheAn.directory)).exitCode).to.equal(5);
    await bus.close();
  });
});

describe('what does not arrive', () => {
  const office = new Office();
  const doors: Door[] = [];

  afterEach(async () => {
    for (const door of doors.splice(0)) await door.close();
  });

  it('is told to the people in time, in words, and as an alert once for each crossing', async () => {
    let later = 0;
    const events: (LogFields & { readonly event: string })[] = [];
    const ministry = await office.start('G22', {
      now: () => new Date(Date.now() + later),
      log: keepingLog(events),
      policy: { retryAfterMs: [100 * hourMs] },
    });
    const { config } = await readAgentPlace(ministry.directory);
    doors.push(await openDoor({ socketPath: config.socket, desk: ministry.desk, log: silentLog }));
    const health = async () => {
      const { exitCode, stdout } = await edoc(['agent', 'health', '--json'], ministry.directory);
      return {
        exitCode,
        ...(JSON.parse(stdout) as Pick<AgentStatus, 'findings' | 'work'> & { status: string }),
      };
    };
    const packetId = await sendLetter(ministry.desk, { to: ['H41'], priority: 1 });
    await reaches(ministry, packetId, { H41: 'sent' });
    expect(await health()).to.include({ exitCode: 0, status: 'ok' });
    const early = await edoc(['track', packetId], ministry.directory);
    expect(early.stdout).to.match(/not confirmed by H41 for \d+ s, will be given up at 20/);

    later = 20 * hourMs;
    await ministry.desk.status();
    await ministry.desk.status();
    const raised = () => events.filter(({ event }) => event === 'alert.raised').map(({ code }) => code);
    expect(raised()).to.deep.equal(['stuck.unanswered']);
    const stuck = await health();
    expect(stuck).to.include({ exitCode: 1, status: 'warning' });
    const work = stuck.work.find(({ state }) => state === 'unanswered');
    expect(work).to.deep.include({ count: 1, alertAfterSeconds: 4 * 3_600, stuck: true });

    await ministry.store.attention.warnUnanswered(new Date(Date.now() + later), 72 * hourMs);
    const status = await ministry.desk.status();
    expect(status.attention.first).to.include({ packetId, recipient: 'H41' });
    expect(status.findings.map(({ code }) => code)).to.include('attention.unanswered');
    const listed = await edoc(['outbox'], ministry.directory);
    expect(listed.stdout).to.match(/\[not confirmed for .*, will be given up at 20/);
    const table = await edoc(['agent', 'status'], ministry.directory);
    expect(table.stdout).to.match(/^Sent, no receipt yet +1 .* 20 h +4 h +stuck$/m);

    later = 25 * hourMs;
    await ministry.store.expire(new Date(Date.now() + later));
    await reaches(ministry, packetId, { H41: 'expired' });
    const after = await ministry.desk.status();
    expect(after.attention).to.include({ unanswered: 0, givenUp: 1 });
    expect(after.findings.map(({ code }) => code)).to.include('attention.given-up');
    const late = await edoc(['track', packetId], ministry.directory);
    expect(late.stdout).to.match(/H41 did not confirm until .*: given up\./);
    const cleared = events.filter(({ event }) => event === 'alert.cleared').map(({ code }) => code);
    expect(cleared).to.deep.equal(['stuck.unanswered']);
    expect(raised()).to.deep.equal(['stuck.unanswered']);
  });

  it('is told where it is a status: in the status of the node, and at the document', async () => {
    const ministry = await office.start('G22');
    const ngheAn = await office.start('H41');
    const packetId = await sendLetter(ministry.desk, { to: ['H41'] });
    await reaches(ministry, packetId, { H41: 'delivered' });
    await office.stop(ministry);
    const refusing = await office.start('G22', { store: (store) => refusingStatuses(store) });
    const step = await ngheAn.desk.step({ packetId, code: '03' });
    await eventually('the refusal of the status', async () =>
      (await ngheAn.reader.deliveries(step.packetId)).some(({ state }) => state === 'refused'),
    );
    const { findings, attention } = await ngheAn.desk.status();
    expect(findings.find(({ code }) => code === 'attention.status')?.detail).to.include({
      count: 1,
      code: '03',
      recipient: 'G22',
      concerns: packetId,
    });
    expect(attention.undeliveredStatuses[0]).to.include({ packetId: step.packetId, state: 'refused' });
    const track = await edoc(['track', packetId], ngheAn.directory);
    expect(track.stdout).to.match(/status 03 .* did not reach G22: Refused \[agent\.internal\]/);
    await office.stop(refusing);
  });
});

const notAPacket = Buffer.from('không phải gói tin');

function garbage(bus: { publish: TestNode['context']['bus']['publish'] }) {
  const messageId = '0198c2d4-0000-7000-8000-000000000001';
  const publish = () =>
    bus.publish({ type: 'packet', messageId, lane: 'ordinary', recipients: ['h41'], body: notAPacket });
  return { body: notAPacket, messageId, publish };
}

/** A store whose directory says that another node serves the agency, as long as it is so. */
function movedWhile(store: AgentStore, code: string, isSo: () => boolean): AgentStore {
  return replaced(store, {
    agency: async (asked) => {
      const agency = await store.agency(asked);
      return isSo() && agency?.code === code ? { ...agency, node: 'h99' } : agency;
    },
  });
}

function refusingStatuses(store: AgentStore): AgentStore {
  return replaced(store, {
    accept: async (record) => {
      if (record.packet.message.kind === 'status') throw new TypeError('not foreseen');
      return store.accept(record);
    },
  });
}

function keepingLog(events: (LogFields & { readonly event: string })[]): Log {
  const keep = (event: string, fields: LogFields = {}) => {
    events.push({ event, ...fields });
  };
  return { debug: keep, info: keep, warn: keep, error: keep };
}
