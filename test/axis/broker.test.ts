import { EventEmitter, once } from 'node:events';
import { expect } from 'chai';
import {
  axisStatus,
  closeAgency,
  publishDirectory,
  publishIfDue,
  resumeNode,
  settleAllAccess,
  suspendNode,
} from '../../src/axis/index.js';
import type { Bus } from '../../src/broker/index.js';
import { type DirectoryPage, readDirectoryPage } from '../../src/edoc/index.js';
import { directorySeal, operatorCode, verifySeal } from '../../src/signing/index.js';
import { testAxis, type WholeAxis } from '../support/axis.js';
import { eventually } from '../support/node.js';
import { codeOf } from './code-of.js';

/** Reads directory pages as a node does, and hands them out in order. */
class Reader {
  readonly #pages: DirectoryPage[] = [];
  readonly #arrived = new EventEmitter();

  async read(bus: Bus, axis: WholeAxis): Promise<this> {
    const trust = await axis.change(async ({ context }) => context.trust);
    await bus.consume(async ({ type, body, sender, messageId }) => {
      const verified = await verifySeal(body, directorySeal, trust, { at: new Date(), agency: operatorCode });
      const page = readDirectoryPage(verified.signed);
      expect([type, sender, messageId]).to.deep.equal([
        'directory',
        'operator',
        `${page.version}-${page.page}`,
      ]);
      this.#pages.push(page);
      this.#arrived.emit('page');
      return 'ack';
    });
    return this;
  }

  async next(): Promise<DirectoryPage> {
    while (this.#pages.length === 0) await once(this.#arrived, 'page');
    const page = this.#pages.shift();
    if (!page) throw new Error('no page');
    return page;
  }
}

describe('an axis on a real broker', () => {
  let axis: WholeAxis;

  before(async () => {
    axis = await testAxis('Trục thử nghiệm', [
      { agencies: [{ code: 'H41', name: 'UBND tỉnh Nghệ An', legacyCode: '000.00.00.H41' }] },
      { agencies: [{ code: 'H53', name: 'UBND tỉnh Tây Ninh' }] },
    ]);
  });

  after(() => axis.remove());

  const refusalOf = (code: string) => codeOf(axis.agent(code).bus({ connectedWithinMs: 3_000 }));

  it('gives each node the sealed directory over its own certificate', async () => {
    for (const code of ['H41', 'H53']) {
      const bus = await axis.agent(code).bus();
      const page = await (await new Reader().read(bus, axis)).next();
      expect(page.version).to.equal(1);
      expect(page.agencies.map((agency) => [agency.code, agency.node])).to.deep.equal([
        ['H41', 'h41'],
        ['H53', 'h53'],
      ]);
      await bus.close();
    }
  });

  it('lets no node publish a directory', async () => {
    const bus = await axis.agent('H53').bus();
    const forged = bus.publish({
      type: 'directory',
      lane: 'urgent',
      recipients: [],
      messageId: '9-1',
      body: Buffer.from('x'),
    });
    const code = await codeOf(forged);
    await bus.close();
    expect(code).to.match(/^broker\.(refused|nacked)$/);
  });

  it('sees who is connected and what waits', async () => {
    const bus = await axis.agent('H41').bus();
    // The broker's management hears a little later than the broker that a connection has come or gone.
    const status = await eventually('one node connected', async () => {
      const now = await axis.change((open) => axisStatus(open.context, open.managementUrl, open.own));
      const connected = now.nodes.map((node) => `${node.node} ${node.connected}`).join();
      return connected === 'h41 true,h53 false' && now;
    });
    expect(status.problems).to.deep.equal([]);
    await bus.close();
  });

  it('cuts a suspended node off at once, keeps what is sent to it, and lets it in again', async () => {
    const bus = await axis.agent('H41').bus();
    const lost = new Promise((resolve) => bus.onState((state) => state === 'connecting' && resolve(state)));
    await axis.change(({ context }) => suspendNode(context, 'h41', 'kiểm tra'));
    expect(await lost).to.equal('connecting');
    await bus.close();
    expect(await refusalOf('H41')).to.equal('broker.refused');

    const version = await axis.change(({ context }) => publishIfDue(context));
    expect(version?.version).to.equal(2);
    await axis.change(({ context }) => resumeNode(context, 'h41'));
    const again = await axis.agent('H41').bus();
    const page = await (await new Reader().read(again, axis)).next();
    expect(page.agencies.find(({ code }) => code === 'H41')?.state).to.equal('suspended');
    await again.close();
  });

  it('sets a broker up anew from the register alone', async () => {
    await axis.broker.provisioning.removeAxis();
    expect(await refusalOf('H53')).to.equal('broker.refused');
    expect(await axis.change(({ context }) => settleAllAccess(context, { all: true }))).to.equal(2);
    const bus = await axis.agent('H53').bus();
    const reader = await new Reader().read(bus, axis);
    const published = await axis.change(({ context }) => publishDirectory(context));
    expect((await reader.next()).version).to.equal(published.version);
    await bus.close();
  });

  it('removes the user and the queues of a node whose last agency has left', async () => {
    await axis.change(({ context }) =>
      closeAgency(context, 'H53', { reason: 'sáp nhập', successor: 'H41', revoke: true }),
    );
    expect(await refusalOf('H53')).to.equal('broker.refused');
    const nodes = await axis.broker.provisioning.axisOverview();
    expect(nodes.map(({ node }) => node)).to.deep.equal(['h41']);
  });
});
