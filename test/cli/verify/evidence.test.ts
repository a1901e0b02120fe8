import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { worthThreads } from '../../../src/cli/verify/pool.js';
import {
  issueCrl,
  joinFile,
  packetSeal,
  parseCertificate,
  raise,
  sealParts,
  trustFromPem,
} from '../../../src/signing/index.js';
import { TestAuthority } from '../../signing/levels/authority.js';
import { edoc } from '../edoc.js';
import { SealedFiles, signedAt } from '../sealed-files.js';

const stampedAt = new Date(signedAt.getTime() + 60_000);
const hard = ['--revocation', 'hard'];

function pemOf(crl: Buffer): string {
  return `-----BEGIN X509 CRL-----\n${crl.toString('base64')}\n-----END X509 CRL-----\n`;
}

describe('edoc verify, of evidence: levels, time stamps, revocation', () => {
  let folder: string;
  let sealed: Buffer;

  const put = (name: string, octets: Uint8Array | string) => writeFile(join(folder, name), octets);
  const run = (...args: string[]) =>
    edoc(['verify', ...args, '--at', '2026-06-01T12:00:00Z'], { cwd: folder });
  const verify = (...args: string[]) => run(...args, '--trust', 'root.pem');
  async function told(...args: string[]) {
    const { code, out } = await verify(...args, '--json');
    const report = JSON.parse(out);
    return { code, report, file: report.files[0] };
  }

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'edoc-verify-evidence-'));
    const files = await SealedFiles.create();
    const authority = await TestAuthority.start(files.axis, stampedAt);
    sealed = (await files.document()).bytes;
    const parts = sealParts(sealed, packetSeal);
    if (!parts) throw new Error('no parts');
    const trust = trustFromPem(files.rootPem);
    for (const target of ['LT', 'LTA'] as const) {
      const { properties } = await raise(parts, [], authority, { trust, target, now: stampedAt });
      await put(`${target}.edxml`, joinFile(sealed, properties));
    }
    await put('B.edxml', sealed);
    await put('root.pem', files.rootPem);
    await put('other.pem', (await SealedFiles.create()).rootPem);
    const [der = Buffer.alloc(0)] = (await files.signer('H41')).certificates;
    const certificate = parseCertificate(der);
    const root = parseCertificate(files.axis.root);
    const { ocsps } = await authority.revocation(certificate, root);
    await put('h41.ocsp', ocsps[0] ?? '');
    const list = (revoked: Parameters<typeof issueCrl>[1]['revoked']) =>
      issueCrl(
        { certificate: files.axis.root, key: files.axis.rootKey },
        { number: 1, thisUpdate: stampedAt, nextUpdate: new Date('2026-06-02T08:00:00Z'), revoked },
      );
    const crl = await list([]);
    await put('root.crl', crl);
    await put('root.crl.pem', `của trục\n${pemOf(crl)}`);
    await put(
      'revoked.crl',
      await list([{ serialNumber: Buffer.from(certificate.serialNumber, 'hex'), revokedAt: signedAt }]),
    );
  });

  after(() => rm(folder, { recursive: true }));

  it('says the level, since when it is proven and by whom, and what was answered on revocation', async () => {
    const { code, out } = await verify('LT.edxml');
    expect(code).to.equal(0);
    expect(out).to.match(/Level +LT: with a time stamp and revocation data/);
    expect(out).to.match(/Proven since +2026-06-01 15:01:00 \+07, time stamp by Axis tsa/);
    expect(out).to.match(/Revocation +not revoked: Cơ quan H41; Axis tsa \(OCSP 2026-06-01 15:01 \+07\)/);
    const vi = await verify('LTA.edxml', '--lang', 'vi');
    expect(vi.out).to.match(/Mức chữ ký +LTA: có dấu thời gian, dữ liệu thu hồi và dấu thời gian lưu trữ/);
    expect(vi.out).to.match(/Được chứng minh từ +01\/06\/2026 15:01:00 \(\+07\), dấu thời gian của Axis tsa/);
  });

  it('draws them in the report for the file', async () => {
    expect((await verify('LTA.edxml', '--report', 'lta.html')).code).to.equal(0);
    const page = await readFile(join(folder, 'lta.html'), 'utf8');
    expect(page).to.contain('LTA: with a time stamp').and.contain('Proven to exist since');
    expect(page).to.contain('Archive time stamp').and.contain('not revoked').and.contain('Axis tsa');
  });

  it('is soft on missing revocation data unless it is told otherwise', async () => {
    const { code, report } = await told('B.edxml');
    expect(code).to.equal(0);
    expect(report.revocation).to.deep.equal({ policy: 'soft', crls: 0, ocspResponses: 0 });
  });

  it('cannot tell under the hard policy where nobody answers for the certificate, and ends with 8', async () => {
    const { code, report, file } = await told('B.edxml', ...hard);
    expect(code).to.equal(8);
    expect(file).to.include({
      indication: 'INDETERMINATE',
      subIndication: 'TRY_LATER',
      decidedBy: 'revocation.unknown',
    });
    expect(file.checked).to.include('content');
    expect(report.revocation.policy).to.equal('hard');
    expect((await told('LT.edxml', ...hard)).code).to.equal(0);
  });

  it('takes lists and answers that the auditor has, and says how many', async () => {
    for (const given of [
      ['--crl', 'root.crl'],
      ['--crl', 'root.crl.pem'],
      ['--ocsp', 'h41.ocsp'],
    ]) {
      const { code, report, file } = await told('B.edxml', ...hard, ...given);
      expect(code, given.join(' ')).to.equal(0);
      expect(report.revocation.crls + report.revocation.ocspResponses).to.equal(1);
      expect(file.checked).to.include('revocation');
      expect(file.revocation[0]).to.include({ subject: 'Cơ quan H41', status: 'good' });
    }
  });

  it('finds a certificate in a list that was revoked, of a seal that nobody proves to be older', async () => {
    const { code, file } = await told('B.edxml', '--crl', 'revoked.crl');
    expect(code).to.equal(8);
    expect(file).to.include({ subIndication: 'REVOKED_NO_POE', decidedBy: 'revocation.no-proof' });
    expect((await verify('B.edxml', '--crl', 'revoked.crl', '--lang', 'vi')).out).to.match(
      /Thu hồi +đã bị thu hồi: Cơ quan H41 \(CRL/,
    );
  });

  it('says at once that a file is no list and no answer', async () => {
    for (const [option, file] of [
      ['--crl', 'root.pem'],
      ['--ocsp', 'root.crl'],
    ] as const) {
      const { code, err } = await verify('B.edxml', option, file);
      expect(code).to.equal(2);
      expect(err).to.contain('[cli.value]').and.contain(option);
    }
    expect((await verify('B.edxml', '--revocation', 'firm')).code).to.equal(2);
    expect((await verify('B.edxml', '--crl', 'nowhere.crl')).code).to.equal(4);
  });

  it('judges time stamps by the roots that are named for them', async () => {
    const other = await told('LT.edxml', '--stamp-trust', 'other.pem');
    expect(other.code).to.equal(8);
    expect(other.file.subIndication).to.equal('NO_POE');
    const right = await told('LT.edxml', '--stamp-trust', 'root.pem');
    expect(right.code).to.equal(0);
    expect(right.report.stampTrust).to.deep.equal(right.report.trust);
  });

  it('does all of this in threads as well', async () => {
    await mkdir(join(folder, 'many'));
    for (let index = 0; index <= worthThreads; index += 1) await put(`many/${index}.edxml`, sealed);
    const { code, report } = await told('many', ...hard, '--crl', 'root.crl', '--stamp-trust', 'root.pem');
    expect(code).to.equal(0);
    expect(report.summary.passed).to.equal(worthThreads + 1);
    expect((await told('many', ...hard)).report.summary.indeterminate).to.equal(worthThreads + 1);
  });
});
