import { expect } from 'chai';
import { externalBroker, type NodeOverview, openProvisioning } from '../../src/broker/index.js';
import { sharedBroker, type TestAxis } from '../support/broker.js';
import { expectCode } from './expect-code.js';
import { Inbox, until } from './inbox.js';

const message = (to: string) =>
  ({ type: 'packet', messageId: 'm', lane: 'ordinary', recipients: [to], body: Buffer.from('m') }) as const;

/** The one node's line, once its queue has reported the message that waits in it. */
async function whenCounted(axis: TestAxis): Promise<NodeOverview | undefined> {
  let line: NodeOverview | undefined;
  await until(async () => {
    line = (await axis.provisioning.axisOverview()).find(({ node }) => node === 'h41');
    return line?.ordinary === 1;
  });
  return line;
}

describe('provisioning', () => {
  let axis: TestAxis;

  beforeEach(async () => {
    axis = await (await sharedBroker()).axis();
    await axis.provisioning.provisionNode('h41');
  });

  afterEach(() => axis.remove());

  it('changes nothing when repeated', async () => {
    await (await axis.bus('h41')).publish(message('h41'));
    await axis.provisioning.provisionAxis();
    await axis.provisioning.provisionNode('h41');
    expect(await whenCounted(axis)).to.deep.equal({
      node: 'h41',
      connected: true,
      suspended: false,
      ordinary: 1,
      urgent: 0,
      dead: 0,
    });
  });

  it('suspends a node: it is put out and stays out, its mail waits, and a new provisioning lets it in again', async () => {
    await axis.provisioning.provisionNode('h42');
    const suspended = await axis.bus('h41', { reconnect: { firstMs: 50, maxMs: 200 } });
    const inbox = new Inbox();
    await suspended.consume(inbox.handler);
    const other = await axis.bus('h42');
    await axis.provisioning.suspendNode('h41');
    await until(() => suspended.problem?.code === 'broker.refused');
    await expectCode(suspended.publish(message('h42')), 'broker.refused');
    expect(await other.publish(message('h41'))).to.equal('confirmed');
    expect(await whenCounted(axis)).to.deep.equal({
      node: 'h41',
      connected: false,
      suspended: true,
      ordinary: 1,
      urgent: 0,
      dead: 0,
    });
    await axis.provisioning.provisionNode('h41');
    await inbox.waitFor(1);
  });

  it('revokes a node: its user and queues are gone, and what is sent to it comes back', async () => {
    await axis.provisioning.provisionNode('h42');
    const other = await axis.bus('h42');
    const revoked = await axis.bus('h41', { reconnect: { firstMs: 50, maxMs: 200 } });
    await other.publish(message('h41'));
    await axis.provisioning.revokeNode('h41');
    await until(() => revoked.problem?.code === 'broker.refused');
    expect(await other.publish(message('h41'))).to.equal('unroutable');
    expect((await axis.provisioning.axisOverview()).map(({ node }) => node)).to.deep.equal(['h42']);
  });

  it('refuses names that are not a node’s', async () => {
    await expectCode(axis.provisioning.provisionNode('a.b'), 'broker.node-name');
    await expectCode(axis.provisioning.revokeNode('axis-admin'), 'broker.node-name');
    await expectCode(axis.provisioning.suspendNode('operator'), 'broker.node-name');
  });

  it('says when the password is wrong, and when nobody answers', async () => {
    const management = { ...axis.broker.management, vhost: axis.vhost };
    const wrong = openProvisioning({ ...management, password: 'wrong' });
    const error = await expectCode(wrong.axisOverview(), 'broker.management');
    expect(error.detail).to.include({ status: 401 });
    const nobody = openProvisioning({ ...management, url: 'https://127.0.0.1:1' });
    await expectCode(nobody.axisOverview(), 'broker.management-unavailable');
    wrong.close();
    nobody.close();
  });
});

describe('a broker named by the environment', () => {
  it('is not there where nothing is named', () => {
    expect(externalBroker({})).to.equal(undefined);
  });

  it('has one or more addresses and a management address with user and password', () => {
    const env = {
      EDOC_BROKER_URL: 'amqps://a.example:5671, amqps://b.example',
      EDOC_BROKER_MANAGEMENT_URL: 'https://axis-admin:p%40ss@a.example:15671',
    };
    expect(externalBroker(env)).to.deep.equal({
      urls: ['amqps://a.example:5671', 'amqps://b.example'],
      management: { url: 'https://a.example:15671', user: 'axis-admin', password: 'p@ss' },
    });
  });

  const good = { EDOC_BROKER_URL: 'amqps://a:1', EDOC_BROKER_MANAGEMENT_URL: 'https://u:p@a:2' };
  for (const [variable, value] of [
    ['EDOC_BROKER_URL', 'amqp://a:1'],
    ['EDOC_BROKER_URL', 'amqps://a:1,'],
    ['EDOC_BROKER_MANAGEMENT_URL', undefined],
    ['EDOC_BROKER_MANAGEMENT_URL', 'http://u:p@a:2'],
    ['EDOC_BROKER_MANAGEMENT_URL', 'https://a:2'],
  ] as const) {
    it(`is refused with ${variable} = ${value}`, () => {
      expect(() => externalBroker({ ...good, [variable]: value }))
        .to.throw()
        .that.includes({ code: 'broker.url' })
        .with.nested.property('detail.variable', variable);
    });
  }
});
