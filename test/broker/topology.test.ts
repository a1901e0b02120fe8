import { expect } from 'chai';
import { axisTopology, nodeTopology } from '../../src/broker/index.js';
import { isEdocError } from '../../src/errors.js';

describe('the topology', () => {
  it('gives a node three quorum queues, of which the lanes dead-letter into the third', () => {
    const { queues, bindings } = nodeTopology('h41');
    expect(queues.map((queue) => queue.name)).to.have.members([
      'node.h41',
      'node.h41.urgent',
      'node.h41.dead',
    ]);
    for (const { name, arguments: args } of queues) {
      expect(args['x-queue-type'], name).to.equal('quorum');
      const target = args['x-dead-letter-exchange'];
      expect(target, name).to.equal(name === 'node.h41.dead' ? undefined : 'dead');
    }
    expect(bindings).to.deep.include({ exchange: 'dead', queue: 'node.h41.dead', key: 'h41' });
  });

  it('lets a node write to the submit exchange alone and read its own queues alone', () => {
    const { permissions } = nodeTopology('h4');
    const readable = [
      'node.h4',
      'node.h4.urgent',
      'node.h4.dead',
      'node.h41',
      'node.h4x',
      'xnode.h4',
      'node.h4.',
    ];
    expect(readable.filter((name) => new RegExp(permissions.read).test(name))).to.deep.equal(
      readable.slice(0, 3),
    );
    const writable = ['submit', 'axis', 'dead', '', 'amq.default', 'submit2'];
    expect(writable.filter((name) => new RegExp(permissions.write).test(name))).to.deep.equal(['submit']);
    expect(new RegExp(permissions.configure).test('anything')).to.equal(false);
  });

  it('lets the operator publish the directory and nothing else', () => {
    const { operator } = axisTopology();
    expect(operator.permissions).to.deep.equal({ configure: '^$', write: '^axis$', read: '^$' });
    expect(operator.topics).to.deep.equal([{ exchange: 'axis', write: '^directory$', read: '^$' }]);
  });

  for (const name of [
    '',
    'H41',
    '4h',
    'a.b',
    'a*',
    'a_b',
    'x'.repeat(33),
    'operator',
    'axis-admin',
    'guest',
  ]) {
    it(`refuses "${name}" as the name of a node`, () => {
      expect(() => nodeTopology(name)).to.satisfy((act: () => unknown) =>
        throwsCode(act, 'broker.node-name'),
      );
    });
  }
});

function throwsCode(act: () => unknown, code: 'broker.node-name'): boolean {
  try {
    act();
    return false;
  } catch (error) {
    return isEdocError(error, code);
  }
}
