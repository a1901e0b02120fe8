import { expect } from 'chai';
import {
  type AxisContext,
  closeAgency,
  enrol,
  readNodeRequest,
  resumeAgency,
  resumeNode,
  revokeCertificate,
  settleAllAccess,
  suspendAgency,
  suspendNode,
} from '../../src/axis/index.js';
import { EdocError } from '../../src/errors.js';
import { codeOf } from './code-of.js';
import { Applicant, MemoryAxis } from './fixture.js';

describe('the standing of agencies and nodes', () => {
  let axis: MemoryAxis;
  let open: () => Promise<AxisContext>;
  let context: AxisContext;

  beforeEach(async () => {
    ({ axis, open } = await MemoryAxis.create());
    context = await open();
    const request = await new Applicant('h41').request(['H41', 'UBND tỉnh Nghệ An'], ['H41.01', 'Sở Nội vụ']);
    await enrol(context, readNodeRequest(request), {});
    axis.told.length = 0;
  });

  const standingOf = (code: string) => {
    const agency = context.state.agency(code);
    return agency && context.state.standing(agency);
  };

  it('keeps a node connected while one of its agencies may speak', async () => {
    await suspendAgency(context, 'H41.01', 'kiểm tra');
    expect(axis.told).to.deep.equal([]);
    await suspendAgency(context, 'H41', 'kiểm tra');
    expect(axis.told).to.deep.equal(['suspend h41']);
    await resumeAgency(context, 'H41');
    expect(axis.told).to.deep.equal(['suspend h41', 'provision h41']);
    expect([standingOf('H41'), standingOf('H41.01')]).to.deep.equal(['active', 'suspended']);
  });

  it('suspends a node with all its agencies, and brings back each as it was', async () => {
    await suspendAgency(context, 'H41.01', 'kiểm tra');
    await suspendNode(context, 'h41', 'nghi bị xâm nhập');
    expect([standingOf('H41'), standingOf('H41.01')]).to.deep.equal(['suspended', 'suspended']);
    await resumeNode(context, 'h41');
    expect([standingOf('H41'), standingOf('H41.01')]).to.deep.equal(['active', 'suspended']);
    expect(axis.told).to.deep.equal(['suspend h41', 'provision h41']);
  });

  it('takes the broker user away with the last agency', async () => {
    await closeAgency(context, 'H41.01', { reason: 'sáp nhập', successor: 'H41', revoke: false });
    expect(context.state.agency('H41.01')).to.include({
      state: 'closed',
      successor: 'H41',
      validTo: '2026-11-22',
    });
    expect(axis.told).to.deep.equal([]);
    await closeAgency(context, 'H41', { reason: 'lộ khóa', revoke: true });
    expect(axis.told).to.deep.equal(['revoke h41']);
    expect(context.state.agency('H41')?.certificates[0]?.revokedAt).to.deep.equal(axis.now);
    expect(context.state.agency('H41.01')?.certificates[0]?.revokedAt).to.equal(undefined);
  });

  it('revokes one certificate by the beginning of its digest', async () => {
    const sha256 = context.state.agency('H41')?.certificates[0]?.sha256 ?? '';
    expect(
      await codeOf(revokeCertificate(context, 'H41', sha256.slice(0, 7), { reason: 'lộ khóa' })),
    ).to.equal('axis.unknown-certificate');
    await revokeCertificate(context, 'H41', sha256.slice(0, 12), { reason: 'lộ khóa' });
    const at = axis.now;
    axis.now = new Date(axis.now.getTime() + 60_000);
    await revokeCertificate(context, 'H41', sha256, { reason: 'lần nữa' });
    expect(context.state.agency('H41')?.certificates[0]).to.include({ revokedReason: 'lộ khóa' });
    expect(context.state.agency('H41')?.certificates[0]?.revokedAt).to.deep.equal(at);
  });

  it('does not take the request of a revoked key', async () => {
    const applicant = new Applicant('h53');
    const request = readNodeRequest(await applicant.request(['H53', 'UBND tỉnh Tây Ninh']));
    await enrol(context, request, {});
    await revokeCertificate(context, 'H53', context.state.agency('H53')?.certificates[0]?.sha256 ?? '', {
      reason: 'lộ khóa',
    });
    expect(await codeOf(enrol(context, request, {}))).to.equal('enrolment.revoked-key');
    expect(await codeOf(enrol(context, request, { replace: true }))).to.equal('enrolment.revoked-key');
  });

  it('opens a closed agency for nobody', async () => {
    await closeAgency(context, 'H41.01', { reason: 'giải thể', revoke: false });
    expect(await codeOf(resumeAgency(context, 'H41.01'))).to.equal('axis.agency-closed');
    expect(await codeOf(suspendAgency(context, 'H41.01', 'x'))).to.equal('axis.agency-closed');
    const request = readNodeRequest(await new Applicant('h9').request(['H41.01', 'Sở Nội vụ']));
    expect(await codeOf(enrol(context, request, { replace: true }))).to.equal('axis.agency-closed');
  });

  it('refuses a successor that is itself, closed or unknown', async () => {
    const close = (successor: string) =>
      closeAgency(context, 'H41', { reason: 'x', successor, revoke: false });
    expect(await codeOf(close('H41'))).to.equal('axis.successor');
    expect(await codeOf(close('H99'))).to.equal('axis.unknown-agency');
    await closeAgency(context, 'H41.01', { reason: 'x', revoke: false });
    expect(await codeOf(close('H41.01'))).to.equal('axis.successor');
  });

  it('remembers a suspension that did not reach the broker, and makes it good', async () => {
    axis.brokerFailure = new EdocError('broker.unavailable');
    expect(await codeOf(suspendNode(context, 'h41', 'x'))).to.equal('broker.unavailable');
    context = await open();
    expect(context.state.accessPending.map(({ name }) => name)).to.deep.equal(['h41']);
    expect(await settleAllAccess(context, { all: false })).to.equal(1);
    expect(axis.told).to.deep.equal(['suspend h41']);
  });

  it('sets a new broker up with everything, the suspended kept out', async () => {
    await suspendNode(context, 'h41', 'x');
    axis.told.length = 0;
    expect(await settleAllAccess(context, { all: true })).to.equal(1);
    expect(axis.told).to.deep.equal(['axis', 'provision h41', 'suspend h41']);
  });

  it('knows only the agencies and nodes of this axis', async () => {
    expect(await codeOf(suspendAgency(context, 'H99', 'x'))).to.equal('axis.unknown-agency');
    expect(await codeOf(suspendNode(context, 'h99', 'x'))).to.equal('axis.unknown-node');
  });
});
