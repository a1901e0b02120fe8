import { expect } from 'chai';
import { closeAgency, publishDirectory, publishIfDue } from '../../src/axis/index.js';
import type { MessageHandler } from '../../src/broker/index.js';
import { sealedFile, writeDirectoryPage } from '../../src/edoc/index.js';
import { isEdocError } from '../../src/errors.js';
import { directorySeal, seal } from '../../src/signing/index.js';
import { eventually, type TestNode } from '../support/node.js';
import { facing, replaced } from './support/facing.js';
import { arrives, codeOf, letter, Office, provinces, reaches, sendLetter } from './support/office.js';

const dayMs = 86_400_000;
const closing = { agencies: [{ code: 'H31', name: 'UBND huyện cũ' }] };

describe('the directory at a node', () => {
  const office = new Office([...provinces, closing]);

  /** The operator publishes the present directory again, as a version cut into pages of one agency each. */
  async function pagesOfNext(): Promise<{ version: number; pages: Buffer[] }> {
    return office.axis.change(async ({ context }) => {
      const { version } = await publishDirectory(context);
      const next = version + 1;
      const agencies = context.state.agencies
        .slice(0, 3)
        .map(({ code, name, node }) => ({ code, name, node }));
      const issuedAt = new Date(Math.floor(Date.now() / 1_000) * 1_000);
      const pages: Buffer[] = [];
      for (const [index, agency] of agencies.entries()) {
        const { head, tail } = writeDirectoryPage({
          version: next,
          issuedAt,
          validUntil: new Date(issuedAt.getTime() + dayMs),
          page: index + 1,
          pages: agencies.length,
          agencies: [{ ...agency, state: 'active', certificates: [] }],
        });
        pages.push(
          sealedFile(head, await seal({ head, tail }, directorySeal, context.operator, issuedAt), tail),
        );
      }
      return { version: next, pages };
    });
  }

  /** A node, and a way to hand it a message of type `directory` as the broker would. */
  async function startWithPages(code: string) {
    let handle: MessageHandler | undefined;
    const node = await office.start(code, {
      bus: (bus) =>
        facing(bus, {
          consume: (handler) => {
            handle = handler;
            return bus.consume(handler);
          },
        }),
    });
    const present = async (body: Buffer, sender = 'operator') =>
      handle?.({
        type: 'directory',
        messageId: 'trang',
        sender,
        lane: 'urgent',
        body,
        redelivered: false,
        sentAt: undefined,
      });
    return { node, present };
  }

  async function versionAt(node: TestNode): Promise<number | undefined> {
    return (await node.store.directoryVersion())?.version;
  }

  it('names the successor of a closed agency to who would send there', async () => {
    const ministry = await office.start('G22');
    await office.axis.change(async ({ context }) => {
      await closeAgency(context, 'H31', { reason: 'Sáp nhập', successor: 'H41', revoke: false });
      await publishIfDue(context);
    });
    const error = await eventually('the news', async () => {
      const thrown: unknown = await sendLetter(ministry.desk, { to: ['H31'] }).catch(
        (refusal: unknown) => refusal,
      );
      return isEdocError(thrown, 'directory.closed') && thrown;
    });
    expect(error.detail).to.include({ agency: 'H31', successor: 'H41' });
    expect(error.place).to.equal('MessageHeader.To[1].OrganId');
  });

  it('that has run out stops sending, says so, and receiving goes on', async () => {
    const ngheAn = await office.start('H41');
    const late = await office.start('G22', {
      store: (store) =>
        replaced(store, {
          directoryVersion: async () => {
            const version = await store.directoryVersion();
            return version && { ...version, validUntil: new Date(Date.now() - 1_000) };
          },
        }),
    });
    expect(await codeOf(sendLetter(late.desk, { to: ['H41'] }))).to.equal('directory.expired');
    const { healthy, findings, directory } = await late.desk.status();
    expect(healthy).to.equal(false);
    expect(directory?.expired).to.equal(true);
    expect(findings.map(({ code }) => code)).to.include('directory.expired');
    const packetId = await sendLetter(ngheAn.desk, { to: ['G22'] });
    await arrives(late, packetId);
    await reaches(ngheAn, packetId, { G22: 'delivered' });
    expect(await codeOf(late.desk.step({ packetId, code: '03' }))).to.equal('directory.expired');
    expect((await late.reader.document(packetId)).entries[0]?.business).to.equal('01');
  });

  it('takes a new version only whole, in any order of its pages, and never one that is older', async () => {
    const { node: ngheAn, present } = await startWithPages('H41');
    const { version, pages } = await pagesOfNext();
    await eventually('the version before it', async () => (await versionAt(ngheAn)) === version - 1);
    const [first, second, third] = pages;
    if (!first || !second || !third) throw new Error('three pages');
    for (const page of [third, first, first]) {
      expect(await present(page)).to.equal('ack');
      expect(await versionAt(ngheAn)).to.equal(version - 1);
    }
    const changed = Buffer.from(second.toString('utf8').replace('Name="', 'Name="Giả mạo '));
    await present(changed);
    expect(await versionAt(ngheAn)).to.equal(version - 1);
    expect(await present(second)).to.equal('ack');
    expect(await versionAt(ngheAn)).to.equal(version);
    const inForce = (await ngheAn.reader.logRows(0, 1_000)).filter(
      ({ kind }) => kind === 'directory.in-force',
    );
    expect(inForce.filter(({ detail }) => detail?.['version'] === version).length).to.equal(1);
    await present(second);
    expect(await versionAt(ngheAn)).to.equal(version);
  });

  it('is not taken from anybody but the operator', async () => {
    const { node: ministry, present } = await startWithPages('G22');
    const { code, signer } = await office.identity('H41');
    const issuedAt = new Date(Math.floor(Date.now() / 1_000) * 1_000);
    const { head, tail } = writeDirectoryPage({
      version: 1_000,
      issuedAt,
      validUntil: new Date(issuedAt.getTime() + dayMs),
      page: 1,
      pages: 1,
      agencies: [{ code, name: 'Giả mạo', node: 'h41', state: 'active', certificates: [] }],
    });
    const body = sealedFile(head, await seal({ head, tail }, directorySeal, signer, issuedAt), tail);
    expect(await present(body, 'h41')).to.equal('ack');
    const [kept] = await ministry.reader.quarantined({ limit: 1 });
    expect(kept).to.include({ type: 'directory', code: 'seal.other-agency', senderNode: 'h41' });
    expect(await versionAt(ministry)).to.be.lessThan(1_000);
  });
});

describe('a ping', () => {
  const office = new Office();

  it('is answered by the agency, with a time for each leg', async () => {
    const ministry = await office.start('G22');
    await office.start('H14');
    const pong = await ministry.desk.ping({ agency: 'H14.05', timeoutMs: 10_000 });
    expect(pong).to.include({ agency: 'H14.05', node: 'h14', outcome: 'accepted' });
    expect(Object.keys(pong.legsMs)).to.deep.equal(['seal', 'confirm', 'arrive', 'answer', 'total']);
    expect(pong.legsMs.total).to.be.greaterThan(0);
  });

  it('to a node that is switched off is over after its time; the late answer disturbs nobody', async () => {
    const ministry = await office.start('G22');
    expect(await codeOf(ministry.desk.ping({ agency: 'H41', timeoutMs: 300 }))).to.equal('ping.unanswered');
    const ngheAn = await office.start('H41');
    const packetId = await sendLetter(ngheAn.desk, { to: ['G22'] });
    await reaches(ngheAn, packetId, { G22: 'delivered' });
    await ministry.desk.ping({ agency: 'H41', timeoutMs: 10_000 });
    expect(await ministry.reader.quarantined({ limit: 9 })).to.deep.equal([]);
  });

  it('is over in its time even where the broker does not answer', async () => {
    const ministry = await office.start('G22', {
      bus: (bus) =>
        facing(bus, {
          publish: (message) => (message.type === 'ping' ? new Promise(() => {}) : bus.publish(message)),
        }),
    });
    expect(await codeOf(ministry.desk.ping({ agency: 'H41', timeoutMs: 200 }))).to.equal('ping.unanswered');
  });

  it('to a code that nobody has says so', async () => {
    const ministry = await office.start('G22');
    expect(await codeOf(ministry.desk.ping({ agency: 'H77', timeoutMs: 200 }))).to.equal(
      'directory.unknown-agency',
    );
    expect(await codeOf(ministry.desk.ping({ agency: 'không', timeoutMs: 200 }))).to.equal('edxml.organ-id');
  });
});

describe('the state of a node', () => {
  const office = new Office();

  it('is healthy with nothing to say when all is well', async () => {
    const caoBang = await office.start('H14');
    const status = await caoBang.desk.status();
    expect(status.findings).to.deep.equal([]);
    expect(status).to.include({ node: 'h14', healthy: true, broker: 'connected' });
    expect(status.agencies.map(({ code, name }) => ({ code, name }))).to.deep.equal([
      { code: 'H14', name: 'UBND tỉnh Cao Bằng' },
      { code: 'H14.05', name: 'Sở Tư pháp' },
    ]);
  });

  it('warns before a seal certificate ends, and is unhealthy after; nothing can be sent then', async () => {
    const caoBang = await office.start('H14');
    const [{ certificateNotAfter = '' } = {}] = (await caoBang.desk.status()).agencies;
    await office.stop(caoBang);
    const end = new Date(certificateNotAfter).getTime();
    const soon = await office.start('H14', { now: () => new Date(end - dayMs) });
    expect((await soon.desk.status()).findings.map(({ code }) => code)).to.include(
      'agent.certificate-expires',
    );
    await office.stop(soon);
    const over = await office.start('H14', { now: () => new Date(end + dayMs) });
    const { healthy, findings } = await over.desk.status();
    expect(healthy).to.equal(false);
    expect(findings.map(({ code }) => code)).to.include('agent.certificate-expired');
    const check = await over.desk.check({ message: letter({ from: 'H14', to: ['H41'] }), attachments: [] });
    expect(check.ok).to.equal(false);
  });
});
