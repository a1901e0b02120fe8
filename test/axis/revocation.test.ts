import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import {
  type AxisContext,
  closeAgency,
  createOcspResponder,
  enrol,
  issueAxisCrl,
  issueCrlIfDue,
  readNodeRequest,
  registerOwnCertificates,
  revokeCertificate,
  revokeNodeCertificates,
  revokeOwnCertificates,
} from '../../src/axis/index.js';
import { EdocError } from '../../src/errors.js';
import {
  certificateToPem,
  crlEntries,
  describeCertificate,
  type RevocationAnswer,
  readCrl,
} from '../../src/signing/index.js';
import { codeOf } from './code-of.js';
import { Applicant, MemoryAxis } from './fixture.js';
import { answersIn, recordIn, withoutSerialNumbers } from './revocation-fixture.js';
import { inTemporaryFolder } from './temporary-folder.js';

describe('revocation', () => {
  let axis: MemoryAxis;
  let open: () => Promise<AxisContext>;
  let context: AxisContext;

  beforeEach(async () => {
    ({ axis, open } = await MemoryAxis.create());
    context = await open();
    const request = await new Applicant('h41').request(['H41', 'UBND tỉnh Nghệ An'], ['H41.01', 'Sở Nội vụ']);
    await enrol(context, readNodeRequest(request), {});
  });

  const recordOf = (code: string) => recordIn(context, code);
  const kept = (sha256: string) => axis.register.certificate(sha256);
  const root = () => Buffer.from(context.authority.certificate);
  const later = (ms: number) => {
    axis.now = new Date(axis.now.getTime() + ms);
  };
  const answersOf = (sha256: string, data: { crls?: Buffer[]; ocsps?: Buffer[] }) =>
    answersIn(axis, context, sha256, data);
  const inList = async (sha256: string): Promise<RevocationAnswer | undefined> => {
    if (!axis.crl) throw new Error('no list');
    return (await answersOf(sha256, { crls: [axis.crl] }))[0];
  };

  describe('as a list', () => {
    it('is issued with every revocation, before the broker is told', async () => {
      await closeAgency(context, 'H41.01', { reason: 'sáp nhập', revoke: false });
      axis.brokerFailure = new EdocError('broker.unavailable');
      later(60_000);
      const closing = closeAgency(context, 'H41', {
        reason: 'lộ khóa',
        cause: 'keyCompromise',
        revoke: true,
      });
      expect(await codeOf(closing)).to.equal('broker.unavailable');
      expect(await inList(recordOf('H41').sha256)).to.deep.include({
        status: 'revoked',
        reason: 'keyCompromise',
        revokedAt: new Date('2026-11-22T02:01:00Z'),
      });
      expect(await inList(recordOf('H41.01').sha256)).to.include({ status: 'good' });
      expect(context.state.crl).to.deep.include({ number: 1, revoked: 1 });
    });

    it('has agencies, nodes and the axis itself, with the reason only where one was said', async () => {
      const own = await createOcspResponder(context.authority, {
        name: 'Trục',
        hosts: [],
        keyKind: 'ecdsa-p256',
        now: axis.now,
        random: context.random,
      });
      const next = await createOcspResponder(context.authority, {
        name: 'Trục',
        hosts: [],
        keyKind: 'ecdsa-p256',
        now: axis.now,
        random: context.random,
      });
      for (const { certificate } of [own, next]) {
        await registerOwnCertificates(axis.register, new Map([['ocsp', certificate]]), axis.now);
      }
      context = await open();
      await revokeCertificate(context, 'H41', recordOf('H41').sha256, { reason: 'lộ khóa' });
      await revokeNodeCertificates(context, 'h41', { reason: 'thay máy', cause: 'superseded' });
      await revokeOwnCertificates(context, 'ocsp', { reason: 'lộ khóa', cause: 'keyCompromise' });
      const nodeSha = context.state.node('h41')?.certificates[0]?.sha256 ?? '';
      const [old, newest] = context.state.ownCertificates('ocsp');
      const reasons = await Promise.all(
        [recordOf('H41').sha256, nodeSha, old?.sha256 ?? '', newest?.sha256 ?? ''].map(async (sha256) => {
          const answer = await inList(sha256);
          return [answer?.status, answer?.reason];
        }),
      );
      expect(reasons.slice(1)).to.deep.equal([
        ['revoked', 'superseded'],
        ['revoked', 'keyCompromise'],
        ['good', undefined],
      ]);
      expect(reasons[0]?.[0]).to.equal('revoked');
      expect(context.state.crl?.number).to.equal(3);
    });

    it('has a higher number each time, also after a crash and from another run', async () => {
      await issueAxisCrl(context);
      axis.crl = undefined;
      context = await open();
      expect((await issueCrlIfDue(context))?.number).to.equal(2);
      expect(await issueCrlIfDue(context)).to.equal(undefined);
      expect((await issueAxisCrl(await open())).number).to.equal(3);
    });

    it('has a higher number than the list that is given out, also where the register came from a backup', async () => {
      await issueAxisCrl(context);
      const backup = axis.register.entries.length;
      await issueAxisCrl(context);
      await issueAxisCrl(context);
      axis.register.entries.length = backup;
      expect((await issueAxisCrl(await open())).number).to.equal(4);
      axis.crl = Buffer.from('no list');
      expect((await issueAxisCrl(await open())).number).to.equal(5);
    });

    it('keeps what is on the list that is given out where the register came from an older backup', async () => {
      const [late, own] = ['H41.01', 'H41'];
      const backup = axis.register.entries.length;
      const { serialNumber } = await (async () => {
        // Enrolled, and revoked, after the backup: the restored register knows nothing of it.
        await enrol(context, readNodeRequest(await new Applicant('h53').request(['H53', 'Tây Ninh'])), {});
        const made = recordOf('H53');
        await revokeCertificate(context, 'H53', made.sha256, { reason: 'x', cause: 'superseded' });
        return made;
      })();
      later(60_000);
      await revokeCertificate(context, own, recordOf(own).sha256, { reason: 'x', cause: 'keyCompromise' });
      axis.register.entries.length = backup;
      context = await open();
      expect(recordOf(own).revokedAt).to.equal(undefined);
      later(3_600_000);
      const issued = await issueAxisCrl(context);
      expect(issued.revoked).to.equal(2);
      expect(await inList(recordOf(own).sha256)).to.deep.include({
        status: 'revoked',
        reason: 'keyCompromise',
        revokedAt: new Date('2026-11-22T02:01:00Z'),
      });
      expect(await inList(recordOf(late).sha256)).to.include({ status: 'good' });
      expect(
        crlEntries(readCrl(issued.crl)).map((entry) => entry.serialNumber.replace(/^00/, '')),
      ).to.include(serialNumber?.replace(/^00/, ''));
      // The register says it as well, so that OCSP and directory do.
      expect((await open()).state.agency(own)?.certificates[0]).to.deep.include({
        revokedAt: new Date('2026-11-22T02:01:00Z'),
        revokedCause: 'keyCompromise',
      });
      expect(context.state.directoryOutdated).to.equal(true);
      expect((await issueAxisCrl(context)).revoked).to.equal(2);
    });

    it('is issued again by the same command where the one before ended between register and list', async () => {
      const write = context.crls.write;
      const failing = {
        ...context,
        crls: { ...context.crls, write: async () => Promise.reject(new EdocError('store.io')) },
      };
      const { sha256 } = recordOf('H41');
      expect(await codeOf(revokeCertificate(failing, 'H41', sha256, { reason: 'lộ khóa' }))).to.equal(
        'store.io',
      );
      context = { ...(await open()), crls: { read: context.crls.read, write } };
      await revokeCertificate(context, 'H41', sha256, { reason: 'lộ khóa' });
      expect(await inList(sha256)).to.include({ status: 'revoked' });
    });

    it('lasts as configured, or as asked', async () => {
      const days = (crl: { issuedAt: Date; nextUpdate: Date }) =>
        (crl.nextUpdate.getTime() - crl.issuedAt.getTime()) / 86_400_000;
      expect(days(await issueAxisCrl(context))).to.equal(7);
      expect(days(await issueAxisCrl(context, { validDays: 30 }))).to.equal(30);
    });

    it('takes the serial number from the kept certificate where an older register has none', async () => {
      withoutSerialNumbers(axis);
      context = await open();
      const { sha256, serialNumber } = recordOf('H41');
      expect(serialNumber).to.equal(undefined);
      await revokeCertificate(context, 'H41', sha256, { reason: 'lộ khóa' });
      expect(await inList(sha256)).to.include({ status: 'revoked' });
    });

    it('names the revoked certificate that it cannot list, and lists the others', async () => {
      withoutSerialNumbers(axis);
      context = await open();
      axis.register.certificates.delete(recordOf('H41').sha256);
      await closeAgency(context, 'H41', { reason: 'x', revoke: true });
      await revokeCertificate(context, 'H41.01', recordOf('H41.01').sha256, { reason: 'x' });
      const { unlisted, revoked } = await issueAxisCrl(context);
      expect(unlisted.map(({ subject }) => subject)).to.deep.equal(['H41']);
      expect(revoked).to.equal(1);
      expect(await inList(recordOf('H41.01').sha256)).to.include({ status: 'revoked' });
    });

    it('is what OpenSSL reads, and refuses a certificate by', () =>
      inTemporaryFolder(async (folder) => {
        const { sha256 } = recordOf('H41');
        await revokeCertificate(context, 'H41', sha256, { reason: 'lộ khóa', cause: 'keyCompromise' });
        const path = (name: string) => join(folder, name);
        await writeFile(path('root.pem'), certificateToPem(root()));
        await writeFile(path('crl.der'), axis.crl ?? '');
        await writeFile(path('revoked.pem'), certificateToPem(await kept(sha256)));
        await writeFile(path('good.pem'), certificateToPem(await kept(recordOf('H41.01').sha256)));
        const text = openssl(
          'crl',
          '-inform',
          'DER',
          '-in',
          path('crl.der'),
          '-CAfile',
          path('root.pem'),
          '-text',
          '-noout',
        );
        expect(text)
          .to.include('verify OK')
          .and.match(/CRL Number: ?\s*1\b/)
          .and.include('Key Compromise');
        openssl('crl', '-inform', 'DER', '-in', path('crl.der'), '-out', path('crl.pem'));
        const verify = (name: string) =>
          openssl(
            'verify',
            '-crl_check',
            '-CRLfile',
            path('crl.pem'),
            '-CAfile',
            path('root.pem'),
            '-attime',
            String((axis.now.getTime() / 1_000) | 0),
            path(name),
          );
        expect(verify('good.pem')).to.include('OK');
        expect(verify('revoked.pem')).to.include('certificate revoked');
      }));
  });

  it('of a node’s certificate keeps the node from coming back with the same key', async () => {
    await revokeNodeCertificates(context, 'h41', { reason: 'xâm nhập' });
    const applicant = new Applicant('h53');
    const request = readNodeRequest(await applicant.request(['H53', 'UBND tỉnh Tây Ninh']));
    await enrol(context, request, {});
    await revokeNodeCertificates(context, 'h53', { reason: 'xâm nhập' });
    expect(await codeOf(enrol(context, request, { replace: true }))).to.equal('enrolment.revoked-key');
    expect(await codeOf(revokeNodeCertificates(context, 'h99', { reason: 'x' }))).to.equal(
      'axis.unknown-node',
    );
  });

  it('of the axis’s own says so where there is nothing but the certificate in use', async () => {
    const { certificate } = await createOcspResponder(context.authority, {
      name: 'Trục',
      hosts: [],
      keyKind: 'ecdsa-p256',
      now: axis.now,
      random: context.random,
    });
    await registerOwnCertificates(axis.register, new Map([['ocsp', certificate]]), axis.now);
    context = await open();
    const stolen = { reason: 'lộ khóa', cause: 'keyCompromise' } as const;
    expect(await codeOf(revokeOwnCertificates(context, 'ocsp', stolen))).to.equal('axis.nothing-replaced');
    const { certificateSha256 } = describeCertificate(certificate);
    const [revoked] = await revokeOwnCertificates(context, 'ocsp', {
      ...stolen,
      certificate: certificateSha256,
    });
    expect(revoked?.revokedAt).to.deep.equal(axis.now);
  });
});

/** What it says, on either stream. */
function openssl(...args: string[]): string {
  const { stdout, stderr } = spawnSync('openssl', args, { encoding: 'utf8' });
  return stdout + stderr;
}
