import { expect } from 'chai';
import {
  type AxisContext,
  enrol,
  publishDirectory,
  publishIfDue,
  readNodeRequest,
  suspendNode,
} from '../../src/axis/index.js';
import { organId, readDirectoryPage } from '../../src/edoc/index.js';
import { EdocError } from '../../src/errors.js';
import { directorySeal, operatorCode, verifySeal } from '../../src/signing/index.js';
import { codeOf } from './code-of.js';
import { Applicant, MemoryAxis, type Page } from './fixture.js';

describe('publishing the directory', () => {
  let axis: MemoryAxis;
  let open: () => Promise<AxisContext>;
  let context: AxisContext;

  beforeEach(async () => {
    ({ axis, open } = await MemoryAxis.create());
    context = await open();
    await enrol(context, readNodeRequest(await new Applicant('h41').request(['H41', 'UBND tỉnh Nghệ An'])), {
      legacyCode: '000.00.00.H41',
    });
  });

  const readPage = async (page: Page | undefined) => {
    if (!page) throw new Error('no page was published');
    const verified = await verifySeal(page.body, directorySeal, context.trust, {
      at: axis.now,
      agency: operatorCode,
    });
    return readDirectoryPage(verified.signed);
  };

  it('gives every node what it needs to know of an agency, sealed by the operator', async () => {
    await publishDirectory(context);
    const page = await readPage(axis.published[0]?.[0]);
    const certificate = context.state.agency('H41')?.certificates[0];
    expect(page).to.deep.include({
      version: 1,
      page: 1,
      pages: 1,
      issuedAt: new Date('2026-11-22T02:00:00Z'),
      validUntil: new Date('2026-12-22T02:00:00Z'),
    });
    expect(page.agencies).to.deep.equal([
      {
        code: 'H41',
        legacyCode: '000.00.00.H41',
        name: 'UBND tỉnh Nghệ An',
        node: 'h41',
        state: 'active',
        certificates: [
          { sha256: certificate?.sha256, notBefore: certificate?.notBefore, notAfter: certificate?.notAfter },
        ],
      },
    ]);
  });

  it('names a page by its version and number', async () => {
    await publishDirectory(context, { validDays: 7 });
    expect(axis.published[0]?.map(({ messageId }) => messageId)).to.deep.equal(['1-1']);
  });

  it('shows the agencies of a suspended node as suspended', async () => {
    await suspendNode(context, 'h41', 'x');
    await publishDirectory(context);
    expect((await readPage(axis.published[0]?.[0])).agencies[0]?.state).to.equal('suspended');
  });

  it('cuts a large axis into pages of at most 1,000 agencies, each of which verifies', async () => {
    const events = Array.from({ length: 2_400 }, (_, index) => ({
      type: 'agency-enrolled' as const,
      code: organId(`H41.${index + 1}`),
      name: `Ủy ban nhân dân xã số ${index + 1}`,
      node: 'h41',
    }));
    context.state.apply({ at: axis.now, events });
    await publishDirectory(context);
    const pages = await Promise.all((axis.published[0] ?? []).map(readPage));
    expect(pages.map((page) => page.agencies.length)).to.deep.equal([1_000, 1_000, 401]);
    expect(new Set(pages.flatMap((page) => page.agencies.map(({ code }) => code))).size).to.equal(2_401);
  });

  it('never uses a number again, not even one whose publishing failed', async () => {
    axis.brokerFailure = new EdocError('broker.unavailable');
    expect(await codeOf(publishDirectory(context))).to.equal('broker.unavailable');
    context = await open();
    expect(context.state.directory).to.include({ version: 1, published: false });
    expect(await publishIfDue(context)).to.include({ version: 2 });
    expect(context.state.directory).to.include({ version: 2, published: true });
  });

  it('goes above the version that nodes have, where the register came from an older backup', async () => {
    expect((await publishDirectory(context, { above: 111 })).version).to.equal(112);
    expect((await readPage(axis.published[0]?.[0])).version).to.equal(112);
    expect((await publishDirectory(context, { above: 7 })).version).to.equal(113);
  });

  it('is due after a change, and only then', async () => {
    expect(await publishIfDue(context)).to.include({ version: 1 });
    expect(await publishIfDue(context)).to.equal(undefined);
    await suspendNode(context, 'h41', 'x');
    expect(await publishIfDue(await open())).to.include({ version: 2 });
  });
});
