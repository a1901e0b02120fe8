import { X509Certificate } from 'node:crypto';
import { expect } from 'chai';
import { type AxisContext, enrol, readNodeRequest, revokeCertificate } from '../../src/axis/index.js';
import { EdocError } from '../../src/errors.js';
import {
  certificatesFromPem,
  createRequest,
  describeCertificate,
  trustFromPem,
  verifyChain,
} from '../../src/signing/index.js';
import { codeOf } from './code-of.js';
import { Applicant, MemoryAxis } from './fixture.js';

describe('enrolling a node', () => {
  let axis: MemoryAxis;
  let open: () => Promise<AxisContext>;
  let context: AxisContext;
  const h41 = new Applicant('h41');

  beforeEach(async () => {
    ({ axis, open } = await MemoryAxis.create());
    context = await open();
  });

  const request = async (applicant = h41, code = 'H41', name = 'UBND tỉnh Nghệ An') =>
    readNodeRequest(await applicant.request([code, name]));

  it('issues a client certificate for the node and a seal for the agency, under the axis’s root', async () => {
    const enrolment = await enrol(context, await request(), { legacyCode: '000.00.00.H41' });
    const trust = trustFromPem(enrolment.trust);
    const [node] = certificatesFromPem(enrolment.node.certificate);
    const [seal] = certificatesFromPem(enrolment.agencies[0]?.certificate ?? '');
    if (!node || !seal) return expect.fail('no certificates');
    verifyChain([node], trust, { purpose: 'client', at: axis.now });
    verifyChain([seal], trust, { purpose: 'seal', at: axis.now });
    expect(describeCertificate(node).commonName).to.equal('h41');
    expect(describeCertificate(seal)).to.include({ agency: 'H41', organization: 'UBND tỉnh Nghệ An' });
    expect(new X509Certificate(seal).publicKey.equals(await h41.publicKey('H41'))).to.equal(true);
    expect(enrolment.broker.urls).to.deep.equal(['amqps://axis.example.gov.vn:5671/%2F']);
    expect(enrolment.agencies[0]).to.include({ code: 'H41', legacyCode: '000.00.00.H41' });
  });

  it('takes a revoked key from nobody, whoever held it', async () => {
    await enrol(context, await request(), {});
    const { sha256 = '' } = context.state.agency('H41')?.certificates[0] ?? {};
    await revokeCertificate(context, 'H41', sha256, { reason: 'lộ khóa', cause: 'keyCompromise' });
    const stolen = await h41.key('H41');
    const thief = new Applicant('h53');
    const asAgency =
      (await createRequest({ key: await thief.key('h53'), commonName: 'h53' })) +
      (await createRequest({ key: stolen, commonName: 'Sở', organization: 'Sở', agency: 'H53' }));
    expect(await codeOf(enrol(context, readNodeRequest(asAgency), {}))).to.equal('enrolment.revoked-key');
    const [own = ''] = (await thief.request(['H53', 'Sở']))
      .split(/(?<=-----END CERTIFICATE REQUEST-----\n)/)
      .slice(1);
    const asNode = (await createRequest({ key: stolen, commonName: 'h53' })) + own;
    expect(await codeOf(enrol(context, readNodeRequest(asNode), {}))).to.equal('enrolment.revoked-key');
    expect(context.state.agency('H53')).to.equal(undefined);
  });

  it('names in certificates and enrolment where to ask, where the operator says it, and keeps serial numbers', async () => {
    const silent = await enrol(context, await request(), {});
    expect(silent).to.not.have.property('services');
    const [before] = certificatesFromPem(silent.node.certificate);
    expect(before && describeCertificate(before).ocspUrls).to.deep.equal([]);
    const services = { url: 'http://tsa.example.gov.vn:8318' };
    const asking = { ...context, config: { ...context.config, services } };
    const enrolment = await enrol(asking, await request(new Applicant('h53'), 'H53'), {});
    const crl = `${services.url}/crl/root.crl`;
    const ocsp = `${services.url}/ocsp`;
    expect(enrolment.services).to.deep.equal({ tsa: `${services.url}/tsa`, ocsp, crl });
    for (const pem of [enrolment.node.certificate, enrolment.agencies[0]?.certificate ?? '']) {
      const [der] = certificatesFromPem(pem);
      if (!der) return expect.fail('no certificate');
      const { crlUrls, ocspUrls, serialNumber, certificateSha256 } = describeCertificate(der);
      expect([crlUrls, ocspUrls]).to.deep.equal([[crl], [ocsp]]);
      const known = [...context.state.issued()].find(({ sha256 }) => sha256 === certificateSha256);
      expect(known?.serialNumber).to.equal(serialNumber);
    }
  });

  it('lets the node in at the broker, once it is registered', async () => {
    await enrol(context, await request(), {});
    expect(axis.told).to.deep.equal(['axis', 'provision h41']);
    expect(context.state.agency('H41')).to.include({ node: 'h41', state: 'active' });
  });

  it('never gives an agency a common name that the broker could take for a node', async () => {
    const impostor = new Applicant('h99');
    const enrolment = await enrol(context, await request(impostor, 'H99', 'operator'), {});
    const [seal] = certificatesFromPem(enrolment.agencies[0]?.certificate ?? '');
    expect(seal && describeCertificate(seal).commonName).to.equal('operator (H99)');
  });

  it('gives the same request the same certificates again', async () => {
    const first = await enrol(context, await request(), {});
    const again = await enrol(await open(), await request(), {});
    expect(again.node).to.deep.equal(first.node);
    expect(again.agencies).to.deep.equal(first.agencies);
    expect(axis.register.certificates.size).to.equal(2);
  });

  it('finishes what a failure at the broker left undone', async () => {
    axis.brokerFailure = new EdocError('broker.unavailable');
    expect(await codeOf(enrol(context, await request(), {}))).to.equal('broker.unavailable');
    context = await open();
    expect(context.state.accessPending.map((node) => node.name)).to.deep.equal(['h41']);
    await enrol(context, await request(), {});
    expect(axis.told).to.deep.equal(['axis', 'provision h41']);
    expect(context.state.accessPending).to.deep.equal([]);
  });

  it('issues a new certificate for the same key when the old one is about to end', async () => {
    const first = await enrol(context, await request(), {});
    axis.now = new Date(axis.now.getTime() + 1_080 * 86_400_000);
    const renewed = await enrol(context, await request(), {});
    expect(renewed.node.certificate).not.to.equal(first.node.certificate);
    expect(context.state.agency('H41')?.certificates).to.have.length(2);
  });

  it('refuses an agency that another node serves, and moves it where the operator says so', async () => {
    await enrol(context, await request(), {});
    const other = new Applicant('nghe-an');
    expect(await codeOf(enrol(context, await request(other), {}))).to.equal('enrolment.agency-taken');
    await enrol(context, await request(other), { replace: true });
    expect(context.state.agency('H41')?.node).to.equal('nghe-an');
    expect(axis.told).to.deep.equal(['axis', 'provision h41', 'provision nghe-an', 'revoke h41']);
  });

  it('refuses a known node or agency with another key, all of it at once', async () => {
    await enrol(context, await request(), {});
    const stranger = new Applicant('h41');
    const error = await enrol(context, await request(stranger), {}).catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(EdocError);
    const codes = error instanceof EdocError ? error.findings.map((finding) => finding.code) : [];
    expect(codes).to.deep.equal(['enrolment.other-key', 'enrolment.other-key']);
    expect(axis.register.certificates.size).to.equal(2);
  });

  it('refuses an old code that names another agency', async () => {
    await enrol(context, await request(), { legacyCode: '000.00.00.H41' });
    const h53 = await request(new Applicant('h53'), 'H53', 'UBND tỉnh Tây Ninh');
    expect(await codeOf(enrol(context, h53, { legacyCode: '000.00.00.H41' }))).to.equal(
      'enrolment.legacy-taken',
    );
    const old = await request(new Applicant('old'), '000.00.00.H41', 'Mã cũ');
    expect(await codeOf(enrol(context, old, {}))).to.equal('enrolment.legacy-taken');
  });

  it('refuses what could not stand in the directory before it is in the register', async () => {
    expect(await codeOf(enrol(context, await request(), { name: 'hai\ndòng' }))).to.equal('directory.form');
    expect(await codeOf(enrol(context, await request(), { parent: 'H41' }))).to.equal('directory.form');
    expect(await codeOf(enrol(context, await request(), { validFrom: '2026-02-30' }))).to.equal(
      'directory.form',
    );
    expect(axis.register.entries).to.deep.equal([]);
  });

  it('takes a name and an old code for one agency only', async () => {
    const two = readNodeRequest(await h41.request(['H41', 'Một'], ['H41.01', 'Hai']));
    expect(await codeOf(enrol(context, two, { name: 'Ba' }))).to.equal('enrolment.one-agency');
    const enrolment = await enrol(context, two, {});
    expect(enrolment.agencies.map(({ code }) => code)).to.deep.equal(['H41', 'H41.01']);
  });
});
