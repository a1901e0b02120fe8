import { expect } from 'chai';
import {
  type AxisContext,
  axisStatus,
  enrol,
  issueAxisCrl,
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

  describe('of the revocation list, where certificates name its place', () => {
    beforeEach(async () => {
      await publishDirectory(context);
      context = {
        ...context,
        config: { ...context.config, services: { url: 'http://localhost:8318' }, directoryDays: 366 },
      };
      await publishDirectory(context);
    });

    const later = (days: number) => {
      axis.now = new Date(axis.now.getTime() + days * 86_400_000);
    };

    it('warns that there is none, or none that agrees with the register', async () => {
      expect(await problems()).to.deep.equal(['authority.crl-missing']);
      await issueAxisCrl(context);
      expect(await problems()).to.deep.equal([]);
      axis.crl = Buffer.from('another list');
      expect(await problems()).to.deep.equal(['authority.crl-missing']);
    });

    it('warns of one that ends', async () => {
      await issueAxisCrl(context);
      later(4.9);
      expect(await problems()).to.deep.equal([]);
      later(0.2);
      expect(await problems()).to.deep.equal(['authority.crl-expires']);
      later(7);
      expect(await problems()).to.deep.equal(['authority.crl-expires']);
    });

    it('tells its number, how many are on it and until when it is good', async () => {
      expect((await status()).crl).to.equal(undefined);
      await issueAxisCrl(context);
      expect((await status()).crl).to.deep.include({
        number: 1,
        revoked: 0,
        outdated: false,
        nextUpdate: new Date('2026-11-29T02:00:00Z'),
      });
    });
  });

  it('warns of certificates of the services', async () => {
    await publishDirectory(context);
    const notAfter = new Date(axis.now.getTime() + 86_400_000);
    const own = [{ kind: 'tsa', subject: 'tsa', sha256: 'ab', notAfter }] as const;
    const found = await axisStatus(context, '', own);
    expect(found.problems).to.deep.equal([
      {
        code: 'axis.certificate-expires',
        detail: { subject: 'tsa', date: notAfter.toISOString().slice(0, 10) },
      },
    ]);
  });
});
