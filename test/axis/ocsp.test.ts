import { createHash } from 'node:crypto';
import { expect } from 'chai';
import {
  type AxisContext,
  answerOcsp,
  createOcspResponder,
  enrol,
  FollowedCertificates,
  readNodeRequest,
  revokeCertificate,
} from '../../src/axis/index.js';
import { EdocError } from '../../src/errors.js';
import {
  createRoot,
  describeCertificate,
  generateKey,
  issueNode,
  readOcspResponse,
  writeOcspRequest,
} from '../../src/signing/index.js';
import { codeOf } from './code-of.js';
import { Applicant, MemoryAxis } from './fixture.js';
import { answersIn, recordIn, withoutSerialNumbers } from './revocation-fixture.js';

describe('revocation as an answer to a question', () => {
  let axis: MemoryAxis;
  let context: AxisContext;
  let responder: { certificates: Buffer[]; key: AxisContext['authority']['key'] };
  let certificates: FollowedCertificates;

  const appoint = async () => {
    const made = await createOcspResponder(context.authority, {
      name: 'Trục',
      hosts: [],
      keyKind: 'ecdsa-p256',
      now: axis.now,
      random: context.random,
    });
    responder = { certificates: [made.certificate], key: made.key };
  };

  const recordOf = (code: string) => recordIn(context, code);
  const kept = (sha256: string) => axis.register.certificate(sha256);
  const root = () => Buffer.from(context.authority.certificate);
  const later = (ms: number) => {
    axis.now = new Date(axis.now.getTime() + ms);
  };

  beforeEach(async () => {
    const made = await MemoryAxis.create();
    axis = made.axis;
    context = await made.open();
    const request = await new Applicant('h41').request(['H41', 'UBND tỉnh Nghệ An'], ['H41.01', 'Sở Nội vụ']);
    await enrol(context, readNodeRequest(request), {});
    await appoint();
    certificates = await FollowedCertificates.open(axis.register);
  });

  const ask = (request: Buffer) =>
    answerOcsp({ root: root(), responder, certificates, clock: context.clock }, request);
  const asked = async (sha256: string) => {
    const nonce = createHash('sha256').update(sha256).digest();
    const response = await ask(writeOcspRequest(await kept(sha256), root(), nonce));
    expect(response.includes(nonce)).to.equal(true);
    return (await answersIn(axis, context, sha256, { ocsps: [response] }))[0];
  };

  it('is good, and revoked from the moment that the register says so', async () => {
    const { sha256 } = recordOf('H41');
    expect(await asked(sha256)).to.include({ status: 'good' });
    later(60_000);
    await revokeCertificate(context, 'H41', sha256, { reason: 'lộ khóa', cause: 'keyCompromise' });
    expect(await asked(sha256)).to.deep.include({
      status: 'revoked',
      reason: 'keyCompromise',
      revokedAt: new Date('2026-11-22T02:01:00Z'),
    });
    expect(await asked(recordOf('H41.01').sha256)).to.include({ status: 'good' });
  });

  it('claims nothing of the time after the register was looked at', async () => {
    const find = async (serialNumbers: readonly string[]) => {
      const found = await certificates.find(serialNumbers);
      later(60_000);
      return found;
    };
    const asking = axis.now;
    const request = writeOcspRequest(await kept(recordOf('H41').sha256), root());
    const response = await answerOcsp(
      { root: root(), responder, certificates: { find }, clock: context.clock },
      request,
    );
    const [answer] = readOcspResponse(response).answers;
    expect(answer?.status).to.equal('good');
    expect(answer?.thisUpdate.getTime()).to.be.at.most(asking.getTime());
  });

  it('is not given outside the validity of the responder’s certificate', async () => {
    const request = writeOcspRequest(await kept(recordOf('H41').sha256), root());
    later(4 * 365 * 24 * 3_600_000);
    expect(await codeOf(ask(request))).to.equal('certificate.expired');
    axis.now = new Date('2026-11-01T00:00:00Z');
    expect(await codeOf(ask(request))).to.equal('certificate.not-yet-valid');
  });

  it('is given long after the certificate expired, and says that nothing was forgotten since the root began', async () => {
    const [good, bad] = [recordOf('H41.01').sha256, recordOf('H41').sha256];
    await revokeCertificate(context, 'H41', bad, { reason: 'lộ khóa', cause: 'keyCompromise' });
    later(19 * 365 * 24 * 3_600_000);
    await appoint();
    const request = writeOcspRequest(await kept(good), root());
    const [answer] = readOcspResponse(await ask(request)).answers;
    expect(answer?.keptSince).to.deep.equal(describeCertificate(root()).notBefore);
    const [revoked] = readOcspResponse(await ask(writeOcspRequest(await kept(bad), root()))).answers;
    expect(revoked).to.include({ status: 'revoked', reason: 'keyCompromise' });
    expect(revoked?.keptSince).to.deep.equal(answer?.keptSince);
  });

  it('knows nodes, what was enrolled meanwhile, and certificates of an older register', async () => {
    withoutSerialNumbers(axis);
    certificates = await FollowedCertificates.open(axis.register);
    expect(await asked(context.state.node('h41')?.certificates[0]?.sha256 ?? '')).to.include({
      status: 'good',
    });
    await enrol(
      context,
      readNodeRequest(await new Applicant('h53').request(['H53', 'UBND tỉnh Tây Ninh'])),
      {},
    );
    expect(await asked(recordOf('H53').sha256)).to.include({ status: 'good' });
  });

  it('is unknown for a certificate that is not in the register, though the root issued it', async () => {
    const certificate = await issueNode(context.authority, {
      node: 'h77',
      publicKey: await new Applicant('h77').publicKey('h77'),
      serialNumber: Buffer.from('4711', 'hex'),
      notBefore: axis.now,
      notAfter: new Date(axis.now.getTime() + 1_000_000),
    });
    const sha256 = createHash('sha256').update(certificate).digest('hex');
    await axis.register.keepCertificate(sha256, certificate);
    expect(await asked(sha256)).to.include({ status: 'unknown' });
  });

  it('is unknown for the same serial number of another issuer', async () => {
    const key = await generateKey('ecdsa-p256');
    const serialNumber = Buffer.from('01', 'hex');
    const other = await createRoot({ name: 'Khác', key, now: axis.now, years: 1, serialNumber });
    const certificate = await kept(recordOf('H41').sha256);
    const response = await ask(writeOcspRequest(certificate, other));
    // [2] IMPLICIT NULL is the status unknown; good would be [0].
    expect(response.includes(Buffer.from('8200', 'hex'))).to.equal(true);
  });

  it('is not given from a register that cannot be trusted', async () => {
    const request = writeOcspRequest(await kept(recordOf('H41').sha256), root());
    axis.register.readNew = async () => {
      throw new EdocError('axis.register-damaged', { detail: { line: 3 } });
    };
    expect(await codeOf(ask(request))).to.equal('axis.register-damaged');
    expect(await codeOf(ask(request))).to.equal('axis.register-damaged');
  });

  it('says that a request is none', async () => {
    for (const request of [Buffer.from('3000', 'hex'), Buffer.from('no request'), Buffer.alloc(0)]) {
      expect((await ask(request)).toString('hex')).to.equal('30030a0101');
    }
  });
});
