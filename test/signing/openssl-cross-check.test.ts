import { createHash } from 'node:crypto';
import { expect } from 'chai';
import {
  describeCertificate,
  inspectCmsSigner,
  inspectTimeStamp,
  isOcspEntryOf,
  issueCrl,
  issueNode,
  issueOcspResponse,
  issueTimeStamp,
  type ParsedCertificate,
  readCms,
  readOcspRequest,
  readOcspResponse,
  readTimeStampRequest,
  readTimeStampResponse,
  revocationAnswers,
  writeCms,
  writeOcspRequest,
  writeTimeStampRequest,
} from '../../src/signing/index.js';
import { needOpenssl, OpensslFolder } from './openssl.js';
import { makePki, now, type Pki, policy, sha256 } from './pki-support.js';

const content = Buffer.from('the seal of a packet');
const imprint = sha256(content);
const nonce = Buffer.from('0102030405060708', 'hex');

/** `openssl ts -reply` as an authority; clock and serial numbers are its own. */
const authority = `[tsa]
default_tsa=own
[own]
serial=serial
crypto_device=builtin
signer_digest=sha512
default_policy=${policy}
digests=sha256
accuracy=secs:1,millisecs:500,microsecs:100
clock_precision_digits=3
ordering=yes
tsa_name=yes
ess_cert_id_alg=sha384
`;

for (const kind of ['ecdsa-p256', 'rsa-2048'] as const) {
  describe(`openssl and we, with keys of ${kind}`, () => {
    let pki: Pki;
    let good: ParsedCertificate;
    let bad: ParsedCertificate;
    let folder: OpensslFolder;
    // openssl asks its own clock.
    const clock = new Date();
    const yesterday = new Date(clock.getTime() - 24 * 3600_000);
    const tomorrow = new Date(clock.getTime() + 24 * 3600_000);
    const soon = new Date(clock.getTime() + 3600_000);
    const revokedAt = new Date('2026-03-01T00:00:00Z');

    const succeeds = (line: string, said = '') => {
      const { status, output } = folder.run(line);
      expect(output, line).to.include(said);
      expect(status, `${line}\n${output}`).to.equal(0);
    };
    const fails = (line: string, said: string) => {
      const { status, output } = folder.run(line);
      expect(output, line).to.include(said);
      expect(status, `${line}\n${output}`).to.not.equal(0);
    };

    before(async function () {
      needOpenssl(this);
      folder = new OpensslFolder();
      pki = await makePki(kind, { notBefore: yesterday, notAfter: tomorrow });
      [good, bad] = [await pki.node(), await pki.node()];
      folder.writeCertificate('root.pem', pki.root.certificate);
      folder.writeKey('root.key', pki.issuer.key);
      folder.writeCertificate('tsa.pem', pki.tsa.certificate);
      folder.writeKey('tsa.key', pki.tsa.key);
      folder.writeCertificate('ocsp.pem', pki.responder.certificate);
      folder.writeKey('ocsp.key', pki.responder.key);
      folder.writeCertificate('good.pem', good.certificate);
      folder.writeCertificate('bad.pem', bad.certificate);
      folder.write('content', content);
      folder.write('other', 'something else');
    });

    after(() => folder?.remove());

    describe('time stamps', () => {
      it('openssl ts -verify takes ours, and not for another content', async () => {
        folder.write('our.tsq', writeTimeStampRequest({ imprint, nonce }));
        const own = { certificates: [pki.tsa.certificate], key: pki.tsa.key };
        const options = { time: clock, serialNumber: Uint8Array.of(7), policy };
        folder.write('our.tsr', await issueTimeStamp(own, folder.read('our.tsq'), options));
        succeeds('openssl ts -verify -queryfile our.tsq -in our.tsr -CAfile root.pem', 'Verification: OK');
        succeeds('openssl ts -verify -data content -in our.tsr -CAfile root.pem', 'Verification: OK');
        fails('openssl ts -verify -data other -in our.tsr -CAfile root.pem', 'message imprint mismatch');
        succeeds('openssl ts -reply -in our.tsr -text', 'Status: Granted.');
      });

      it('we answer openssl ts -query, and openssl takes the answer', async () => {
        succeeds('openssl ts -query -data content -sha256 -cert -out their.tsq');
        const own = { certificates: [pki.tsa.certificate], key: pki.tsa.key };
        const options = { time: clock, serialNumber: Uint8Array.of(8), policy };
        folder.write('our.tsr', await issueTimeStamp(own, folder.read('their.tsq'), options));
        succeeds('openssl ts -verify -queryfile their.tsq -in our.tsr -CAfile root.pem', 'Verification: OK');
      });

      it('openssl ts reads our rejection', async () => {
        succeeds('openssl ts -query -data content -sha512 -out their.tsq');
        const own = { certificates: [pki.tsa.certificate], key: pki.tsa.key };
        const options = { time: clock, serialNumber: Uint8Array.of(9), policy };
        folder.write('our.tsr', await issueTimeStamp(own, folder.read('their.tsq'), options));
        const { output } = folder.run('openssl ts -reply -in our.tsr -text');
        expect(output)
          .to.include('Status: Rejected.')
          .and.to.include('unrecognized or unsupported algorithm');
      });

      it('we take what openssl ts -reply answers to our request', () => {
        folder.write('ts.cnf', authority);
        folder.write('serial', '0A');
        folder.write('our.tsq', writeTimeStampRequest({ imprint, nonce, policy }));
        succeeds(
          'openssl ts -reply -config ts.cnf -section own -queryfile our.tsq -signer tsa.pem -inkey tsa.key -out their.tsr',
        );
        const token = readTimeStampResponse(folder.read('their.tsr'), { imprint, nonce, policy });
        const { stamp, findings } = inspectTimeStamp(token, imprint, pki.trust, { at: new Date() });
        expect(findings).to.deep.equal([]);
        expect(stamp).to.deep.include({ policy, accuracyMs: 1501, serialNumber: '0b' });
        expect(stamp?.time.getTime()).to.be.closeTo(Date.now(), 300_000);
      });

      it('we read the request of openssl ts -query', () => {
        succeeds(`openssl ts -query -data content -sha256 -tspolicy ${policy} -no_nonce -out their.tsq`);
        expect(readTimeStampRequest(folder.read('their.tsq'))).to.deep.equal({
          version: 1,
          algorithm: 'sha256',
          imprint,
          policy,
          wantsCertificates: false,
          hasExtensions: false,
        });
      });
    });

    describe('certificates', () => {
      it('openssl x509 -purpose sees what ours are for, and where their status is asked for', async () => {
        const purposes = (name: string) => folder.run(`openssl x509 -in ${name} -noout -purpose`).output;
        expect(purposes('tsa.pem'))
          .to.include('Time Stamp signing : Yes\n')
          .and.to.include('SSL client : No');
        expect(purposes('ocsp.pem')).to.include('Time Stamp signing : No');
        succeeds('openssl x509 -in ocsp.pem -noout -text', 'OCSP No Check');
        const services = { ocsp: 'http://axis.example/ocsp', crl: 'http://axis.example/crl' };
        const der = await issueNode(pki.issuer, { ...pki.options(pki.tsa.key), node: 'n', services });
        expect(describeCertificate(der)).to.deep.include({
          ocspUrls: ['http://axis.example/ocsp'],
          crlUrls: ['http://axis.example/crl'],
        });
        folder.writeCertificate('services.pem', der);
        succeeds('openssl x509 -in services.pem -noout -ocsp_uri', 'http://axis.example/ocsp');
        succeeds('openssl x509 -in services.pem -noout -text', 'URI:http://axis.example/crl');
      });
    });

    describe('signed messages', () => {
      const inspected = (der: Buffer, signed = content) => {
        const cms = readCms(der);
        return cms.signers.flatMap((signer) =>
          inspectCmsSigner(cms, signer, (hash) => createHash(hash).update(signed).digest(), {
            rsaPss: true,
          }).map(({ code }) => code),
        );
      };
      const sign =
        'openssl cms -sign -binary -in content -signer tsa.pem -inkey tsa.key -outform DER -out their.cms';

      it('openssl cms -verify takes ours', async () => {
        const der = await writeCms({
          contentType: '1.2.840.113549.1.7.1',
          content,
          certificate: pki.tsa.certificate,
          key: pki.tsa.key,
          certificates: [pki.tsa.certificate],
          signingTime: now,
        });
        folder.write('our.cms', der);
        const verify =
          'openssl cms -verify -in our.cms -inform DER -CAfile root.pem -purpose any -out /dev/null';
        succeeds(`${verify} -cades`, 'Verification successful');
      });

      const options = ['-md sha256', '-md sha384', '-md sha512 -nodetach', '-md sha256 -keyid'];
      for (const option of [
        ...options,
        ...(kind === 'rsa-2048' ? ['-md sha256 -keyopt rsa_padding_mode:pss'] : []),
      ]) {
        it(`we take those of openssl cms -sign ${option}`, () => {
          succeeds(`${sign} ${option}`);
          expect(inspected(folder.read('their.cms'))).to.deep.equal(['cms.no-signing-certificate']);
          expect(inspected(folder.read('their.cms'), Buffer.from('x'))).to.include('cms.message-digest');
        });
      }

      it('we see which certificate is meant with -cades, and that SHA-1 is outdated', () => {
        succeeds(`${sign} -cades -md sha384`);
        expect(inspected(folder.read('their.cms'))).to.deep.equal([]);
        succeeds(`${sign} -md sha1`);
        expect(inspected(folder.read('their.cms'))).to.deep.equal([
          'cms.outdated',
          'cms.no-signing-certificate',
        ]);
      });
    });

    describe('revocation lists', () => {
      it('openssl crl and openssl verify -crl_check take ours', async () => {
        const revoked = [{ serialNumber: bad.serialNumber, revokedAt, reason: 'keyCompromise' as const }];
        const options = { number: 7, thisUpdate: clock, nextUpdate: soon, revoked };
        folder.write('our.crl', await issueCrl(pki.issuer, options));
        succeeds('openssl crl -in our.crl -inform DER -CAfile root.pem -noout -text', 'verify OK');
        succeeds('openssl crl -in our.crl -inform DER -out our.pem');
        succeeds('openssl verify -crl_check -CAfile root.pem -CRLfile our.pem good.pem', 'good.pem: OK');
        fails('openssl verify -crl_check -CAfile root.pem -CRLfile our.pem bad.pem', 'certificate revoked');
      });

      it('openssl takes our empty list too', async () => {
        const options = { number: 8, thisUpdate: clock, nextUpdate: soon, revoked: [] };
        folder.write('our.crl', await issueCrl(pki.issuer, options));
        succeeds(
          'openssl crl -in our.crl -inform DER -CAfile root.pem -noout -text',
          'No Revoked Certificates',
        );
      });

      it('we take those of openssl ca -gencrl', () => {
        folder.write(
          'ca.cnf',
          `[ca]\ndefault_ca=own\n[own]\ndatabase=index.txt\ncrlnumber=number\ndefault_md=sha384\ndefault_crl_days=1\n` +
            'crl_extensions=ext\n[ext]\nauthorityKeyIdentifier=keyid:always\n',
        );
        folder.write('index.txt', index());
        folder.write('number', '0100');
        succeeds('openssl ca -gencrl -config ca.cnf -cert root.pem -keyfile root.key -out their.pem');
        succeeds('openssl crl -in their.pem -outform DER -out their.crl');
        const data = { crls: [folder.read('their.crl')], ocsps: [] };
        const [of] = [bad, good].map((one) => revocationAnswers(one, pki.root, data, new Date()));
        expect(of?.findings).to.deep.equal([]);
        expect(of?.answers[0]).to.deep.include({ status: 'revoked', reason: 'keyCompromise', revokedAt });
        const free = revocationAnswers(good, pki.root, data, new Date());
        expect(free.answers.map(({ status }) => status)).to.deep.equal(['good']);
      });
    });

    describe('OCSP', () => {
      it('openssl ocsp -respin takes our answer to its request, from a delegated responder and from the issuer', async () => {
        succeeds('openssl ocsp -issuer root.pem -cert bad.pem -reqout their.req');
        const request = readOcspRequest(folder.read('their.req'));
        const answers = request.entries.map((entry) => ({
          entry,
          status: isOcspEntryOf(entry, pki.root.certificate) ? ('revoked' as const) : ('unknown' as const),
          revokedAt,
          reason: 'superseded' as const,
          thisUpdate: clock,
          nextUpdate: soon,
        }));
        for (const { certificate, key } of [pki.responder, pki.issuer]) {
          const responder = { certificates: [certificate], key };
          const whole = { producedAt: clock, answers, nonce: request.nonce };
          folder.write('our.resp', await issueOcspResponse(responder, whole));
          succeeds('openssl ocsp -reqin their.req -respin our.resp -CAfile root.pem', 'Response verify OK');
          const status =
            'openssl ocsp -no_nonce -issuer root.pem -cert bad.pem -respin our.resp -CAfile root.pem';
          succeeds(status, 'bad.pem: revoked');
          expect(folder.run(status).output)
            .to.include('Reason: superseded')
            .and.to.include('Response verify OK');
        }
      });

      it('openssl ocsp reads since when we forget no certificate that expired', async () => {
        succeeds('openssl ocsp -issuer root.pem -cert good.pem -no_nonce -reqout their.req');
        const answers = readOcspRequest(folder.read('their.req')).entries.map((entry) => ({
          ...{ entry, status: 'good' as const, thisUpdate: clock, nextUpdate: soon },
          keptSince: new Date('2025-01-01T00:00:00Z'),
        }));
        const responder = { certificates: [pki.responder.certificate], key: pki.responder.key };
        folder.write('our.resp', await issueOcspResponse(responder, { producedAt: clock, answers }));
        succeeds(
          'openssl ocsp -respin our.resp -noverify -text',
          'OCSP Archive Cutoff: \n                Jan  1 00:00:00 2025 GMT',
        );
        succeeds(
          'openssl ocsp -no_nonce -issuer root.pem -cert good.pem -respin our.resp -CAfile root.pem',
          'good.pem: good',
        );
      });

      for (const signer of ['ocsp', 'root'] as const) {
        for (const hash of ['sha1', 'sha256'] as const) {
          it(`we take what openssl ocsp -index answers (${hash}, signed by ${signer}), and it reads our request`, () => {
            folder.write('index.txt', index());
            for (const [certificate, expected] of [
              [good, 'good'],
              [bad, 'revoked'],
            ] as const) {
              folder.write(
                'our.req',
                writeOcspRequest(certificate.certificate, pki.root.certificate, nonce, hash),
              );
              succeeds(
                `openssl ocsp -index index.txt -CA root.pem -rsigner ${signer}.pem -rkey ${signer}.key -reqin our.req -respout their.resp -ndays 1`,
              );
              const der = folder.read('their.resp');
              expect(readOcspResponse(der, { nonce }).nonce).to.deep.equal(nonce);
              const data = { crls: [], ocsps: [der] };
              const { answers, findings } = revocationAnswers(certificate, pki.root, data, new Date());
              expect(findings).to.deep.equal([]);
              expect(answers.map(({ status }) => status)).to.deep.equal([expected]);
            }
          });
        }
      }
    });

    /** The register that `openssl ca` and `openssl ocsp` read. */
    function index(): string {
      const row = (state: string, { serialNumber }: ParsedCertificate) =>
        `${state}\t${serialNumber.toUpperCase()}\tunknown\t/CN=h41\n`;
      return row('V\t290101000000Z\t', good) + row('R\t290101000000Z\t260301000000Z,keyCompromise', bad);
    }
  });
}
