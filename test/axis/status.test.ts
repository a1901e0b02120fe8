import { expect } from 'chai';
import {
  type AxisContext,
  axisStatus,
  enrol,
  publishDirectory,
  readNodeRequest,
} from '../../src/axis/index.js';
import { EdocError } from '../../src/errors.js';
import { Applicant, MemoryAxis } from './fixture.js';

describe('the status of an axis', () => {
  let axis: MemoryAxis;
  let context: AxisContext;

  beforeEach(async () => {
    const created = await MemoryAxis.create();
    axis = created.axis;
    context = await created.open();
    await enrol(
      context,
      readNodeRequest(await new Applicant('h41').request(['H41', 'UBND tỉnh Nghệ An'])),
      {},
    );
    axis.seen = [{ node: 'h41', connected: true, suspended: false, ordinary: 3, urgent: 1, dead: 0 }];
  });

  const status = () => axisStatus(context, 'https://localhost:15671', []);
  const problems = async () => (await status()).problems.map(({ code }) => code);

  it('has no problems when all is well', async () => {
    await publishDirectory(context);
    const found = await status();
    expect(found.problems).to.deep.equal([]);
    expect(found.nodes).to.deep.equal([
      {
        node: 'h41',
        agencies: ['H41'],
        suspended: false,
        access: 'open',
        connected: true,
        waiting: { ordinary: 3, urgent: 1, dead: 0 },
      },
    ]);
    expect(found.agencies).to.deep.equal({ active: 1, suspended: 0, closed: 0 });
  });

  it('says that no directory was published yet', async () => {
    expect(await problems()).to.deep.equal(['axis.directory-none']);
  });

  it('is still told when the broker cannot be reached', async () => {
    await publishDirectory(context);
    axis.brokerFailure = new EdocError('broker.unavailable');
    const found = await status();
    expect(found.broker.reachable).to.equal(false);
    expect(found.problems.map(({ code }) => code)).to.deep.equal(['broker.unavailable']);
    expect(found.nodes[0]?.connected).to.equal(undefined);
  });

  it('warns of a directory and of certificates that are about to end', async () => {
    await publishDirectory(context);
    axis.now = new Date(axis.now.getTime() + 24 * 86_400_000);
    expect(await problems()).to.deep.equal(['axis.directory-expires']);
    axis.now = new Date(axis.now.getTime() + 1_050 * 86_400_000);
    const found = await status();
    expect(found.expiring.map(({ kind, subject }) => [kind, subject])).to.deep.equal([
      ['seal', 'H41'],
      ['node', 'h41'],
    ]);
  });

  it('warns of messages in a dead-letter queue', async () => {
    await publishDirectory(context);
    axis.seen = [{ node: 'h41', connected: false, suspended: false, ordinary: 0, urgent: 0, dead: 2 }];
    expect(await problems()).to.deep.equal(['axis.dead-letters']);
  });
});
