import { createPublicKey } from 'node:crypto';
import { expect } from 'chai';
import * as write from '../../src/signing/der-write.js';
import {
  generateKey,
  inspectTimeStamp,
  issueTimeStamp,
  parseCertificate,
  readTimeStampRequest,
  readTimeStampResponse,
  type TimeStampOptions,
  tstInfoType,
  verifyChain,
  writeTimeStampRequest,
} from '../../src/signing/index.js';
import { writeImprint } from '../../src/signing/timestamps/request.js';
import { writeTstInfo } from '../../src/signing/timestamps/tst-info.js';
import {
  extensions,
  type ForgedCms,
  forgeCertificate,
  forgeCms,
  makePki,
  now,
  type Pki,
  policy,
  sha256,
  validity,
} from './pki-support.js';
import { codeOfCall } from './support.js';

const imprint = sha256(Buffer.from('the seal of a packet'));
const nonce = Buffer.from('00ff112233445566', 'hex');
const serialNumber = Buffer.from('00a1b2c3', 'hex');

describe('a time stamp', () => {
  let pki: Pki;
  let response: Buffer;
  let token: Buffer;

  const authority = () => ({ certificates: [pki.tsa.certificate], key: pki.tsa.key });
  const options = { time: now, serialNumber, policy };
  const info = (changed: object = {}) =>
    writeTstInfo({
      policy,
      imprint,
      serialNumber,
      time: now,
      accuracySeconds: 1,
      nonce: undefined,
      ...changed,
    });
  const forge = (changed: Partial<ForgedCms> = {}) =>
    forgeCms({ contentType: tstInfoType, content: info(), signer: pki.tsa, ...changed });
  const codes = (der: Uint8Array, changed: Partial<TimeStampOptions> = {}, trust = pki.trust) =>
    inspectTimeStamp(der, imprint, trust, { at: now, ...changed })
      .findings.filter(({ severity }) => severity === 'error')
      .map(({ code }) => code);

  before(async () => {
    pki = await makePki();
    response = await issueTimeStamp(authority(), writeTimeStampRequest({ imprint, nonce }), options);
    token = readTimeStampResponse(response, { imprint, nonce });
  });

  describe('is issued and read again', () => {
    it('with its time to the millisecond, accuracy, policy, serial number and path', async () => {
      const time = new Date('2026-06-01T08:00:00.120Z');
      const request = writeTimeStampRequest({ imprint, nonce });
      const answer = await issueTimeStamp(authority(), request, { ...options, time, accuracySeconds: 2 });
      const { stamp, findings } = inspectTimeStamp(
        readTimeStampResponse(answer, { imprint, nonce }),
        imprint,
        pki.trust,
        { at: now },
      );
      expect(findings).to.deep.equal([]);
      expect(stamp).to.deep.include({ time, accuracyMs: 2000, policy, serialNumber: 'a1b2c3' });
      expect(stamp?.certificates.map(({ certificate }) => certificate)).to.deep.equal([pki.tsa.certificate]);
    });

    it('with keys of RSA', async () => {
      const rsa = await makePki('rsa-2048');
      const own = { certificates: [rsa.tsa.certificate], key: rsa.tsa.key };
      const answer = await issueTimeStamp(own, writeTimeStampRequest({ imprint, nonce }), options);
      const found = inspectTimeStamp(readTimeStampResponse(answer, { imprint, nonce }), imprint, rsa.trust, {
        at: now,
      });
      expect(found.findings).to.deep.equal([]);
    });

    it('without certificates where none are asked for, and then with those that the verifier has', async () => {
      const bare = write.sequence(write.integer(1), writeImprint(imprint), write.integer(nonce));
      expect(readTimeStampRequest(bare).wantsCertificates).to.equal(false);
      const answer = await issueTimeStamp(authority(), bare, options);
      const without = readTimeStampResponse(answer, { imprint, nonce });
      expect(without.includes(pki.tsa.certificate)).to.equal(false);
      expect(codes(without)).to.deep.equal(['cms.certificate']);
      expect(codes(without, { certificates: [pki.tsa.certificate] })).to.deep.equal([]);
    });

    it('under the policy that is asked for', async () => {
      const answer = await issueTimeStamp(
        authority(),
        writeTimeStampRequest({ imprint, nonce, policy }),
        options,
      );
      expect(readTimeStampResponse(answer, { imprint, nonce, policy })).to.be.instanceOf(Buffer);
    });

    for (const hash of ['sha256', 'sha384', 'sha512'] as const) {
      it(`also where a stranger signs with ${hash}`, () => {
        const oid = { sha256: '2', sha384: '3', sha512: '4' }[hash];
        const signatureAlgorithm = write.sequence(write.oid(`1.2.840.10045.4.3.${oid}`));
        expect(codes(forge({ hash, signatureAlgorithm }))).to.deep.equal([]);
      });
    }
  });

  describe('proves nothing', () => {
    it('of other octets', () => {
      const { findings } = inspectTimeStamp(token, sha256(imprint), pki.trust, { at: now });
      expect(findings.map(({ code }) => code)).to.deep.equal(['timestamp.imprint']);
    });

    it('where it is something else that the authority signed', () => {
      expect(codes(forge({ contentType: '1.2.840.113549.1.7.1' }))).to.deep.equal(['timestamp.malformed']);
      expect(codes(forge({ content: undefined }))).to.deep.equal(['timestamp.malformed']);
      expect(codes(forge({ content: Buffer.from('no TSTInfo') }))).to.deep.equal(['timestamp.malformed']);
      expect(codes(response)).to.deep.equal(['cms.malformed']);
    });

    it('of another version, or with a critical extension', () => {
      const version = info();
      version[version.indexOf(Buffer.from('020101', 'hex')) + 2] = 2;
      expect(codes(forge({ content: version }))).to.deep.equal(['timestamp.malformed']);
      const unknown = write.sequence(write.oid('1.2.3'), write.trueValue, write.octetString(Buffer.alloc(1)));
      const parts = [
        write.integer(1),
        write.oid(policy),
        writeImprint(imprint),
        write.integer(serialNumber),
        write.generalizedTime(now),
      ];
      const content = write.sequence(...parts, write.implicit(1, write.sequence(unknown)));
      expect(codes(forge({ content }))).to.deep.equal(['timestamp.extension']);
    });

    it('under a policy that is not wanted', () => {
      expect(codes(token, { policy: '1.2.3' })).to.deep.equal(['timestamp.policy']);
    });

    it('with two signers, or none', () => {
      expect(codes(forge({ signers: 2 }))).to.deep.equal(['timestamp.signers']);
      expect(codes(forge({ signers: 0 }))).to.deep.equal(['timestamp.signers']);
    });

    it('where it does not say which certificate is meant, or means another', () => {
      const without = forge({ attributes: ({ contentType, messageDigest }) => [contentType, messageDigest] });
      expect(codes(without)).to.deep.equal(['cms.no-signing-certificate']);
      const other = forgeCertificate(
        { key: pki.issuer.key, name: pki.root.subjectName },
        createPublicKey(pki.tsa.key),
        [extensions.usage, extensions.purposes([extensions.timeStamping], true)],
        { serial: Number(`0x${parseCertificate(pki.tsa.certificate).serialNumber}`) },
      );
      // The same issuer, serial number and key: only the binding tells them apart.
      const exchanged = forge({ certificates: [other] });
      expect(codes(exchanged)).to.deep.equal(['cms.signing-certificate']);
    });

    it('with CMS versions that do not belong to what it holds', () => {
      for (const data of [0, 1, 2, 4, 5])
        expect(codes(forge({ versions: { data } }))).to.deep.equal(['cms.version']);
      for (const signer of [0, 2, 3])
        expect(codes(forge({ versions: { signer } }))).to.deep.equal(['cms.version']);
      const both = inspectTimeStamp(forge({ versions: { data: 1, signer: 3 } }), imprint, pki.trust, {
        at: now,
      });
      expect(both.findings.map(({ detail }) => detail)).to.deep.equal([
        { part: 'SignedData', version: 1, due: 3 },
        { part: 'SignerInfo', version: 3, due: 1 },
      ]);
    });

    it('with digest and signature of SHA-1', () => {
      const signatureAlgorithm = write.sequence(write.oid('1.2.840.10045.4.1'));
      expect(codes(forge({ hash: 'sha1', signatureAlgorithm }))).to.deep.equal(['cms.outdated']);
    });

    it('with a signature that is not over it', () => {
      const digest = forge({ digested: Buffer.from('something else') });
      expect(codes(digest)).to.deep.equal(['cms.message-digest']);
      const value = forge({ signer: { ...pki.tsa, key: pki.responder.key } });
      expect(codes(value)).to.deep.equal(['cms.signature']);
    });

    it('with a signature over attributes that are not in the order of DER', () => {
      expect(codes(forge({ unsorted: true }))).to.deep.equal(['cms.signature']);
    });

    it('from an authority that nobody trusts', async () => {
      const other = await makePki();
      expect(codes(token, {}, other.trust)).to.deep.equal(['certificate.untrusted']);
      // Nor where it brings its own root, which issued itself.
      const certificates = [pki.tsa.certificate, pki.root.certificate];
      expect(codes(forge({ certificates }), {}, other.trust)).to.deep.equal(['certificate.untrusted']);
    });

    it('at a time outside the validity of the certificate', () => {
      const early = info({ time: new Date(validity.notBefore.getTime() - 1000) });
      expect(codes(forge({ content: early }))).to.deep.equal(['timestamp.time']);
      const late = info({ time: new Date(validity.notAfter.getTime() + 1000) });
      expect(codes(forge({ content: late }), { at: validity.notAfter })).to.deep.equal(['timestamp.time']);
    });

    it('at a time after the verification, but for the 300 s by which clocks may differ', () => {
      const at = (seconds: number) => ({ at: new Date(now.getTime() - seconds * 1000) });
      expect(codes(token, at(300))).to.deep.equal([]);
      expect(codes(token, at(300.001))).to.deep.equal(['timestamp.future']);
    });

    it('where the path is not valid at the time asked about', () => {
      expect(codes(token, { at: new Date('2029-01-01T00:00:01Z') })).to.deep.equal(['certificate.expired']);
    });
  });

  describe('needs a certificate for that alone', () => {
    const { purposes, timeStamping, ocspSigning, usage } = extensions;
    const cases: [string, Buffer[], string[]][] = [
      ['with the purpose alone and critical', [usage, purposes([timeStamping], true)], []],
      ['without keyUsage', [purposes([timeStamping], true)], []],
      ['with the purpose not critical', [usage, purposes([timeStamping], false)], ['certificate.usage']],
      [
        'with another purpose too',
        [usage, purposes([timeStamping, ocspSigning], true)],
        ['certificate.usage'],
      ],
      ['for another purpose', [usage, purposes([ocspSigning], true)], ['certificate.usage']],
      ['without a purpose', [usage], ['certificate.usage']],
    ];
    for (const [what, own, expected] of cases) {
      it(`${what}: ${expected[0] ?? 'accepted'}`, async () => {
        const key = await generateKey('ecdsa-p256');
        const issuer = { key: pki.issuer.key, name: pki.root.subjectName };
        const certificate = forgeCertificate(issuer, createPublicKey(key), own);
        expect(codes(forge({ signer: { key, certificate } }))).to.deep.equal(expected);
      });
    }

    it('and ours is one, and for nothing else', () => {
      const chain = (purpose: 'timestamp' | 'ocsp' | 'seal' | 'client') =>
        codeOfCall(() => verifyChain([pki.tsa.certificate], pki.trust, { at: now, purpose }));
      expect([chain('timestamp'), chain('ocsp'), chain('seal'), chain('client')]).to.deep.equal([
        'accepted',
        'certificate.usage',
        'certificate.usage',
        'certificate.usage',
      ]);
    });
  });

  it('has its path found among certificates in any order', async () => {
    const key = await generateKey('ecdsa-p256');
    const name = write.sequence(
      write.setOf(write.sequence(write.oid('2.5.4.3'), write.utf8String('Between'))),
    );
    const authorityOf = [
      Buffer.from('300f0603551d130101ff040530030101ff', 'hex'),
      Buffer.from('300e0603551d0f0101ff040403020106', 'hex'),
    ];
    const between = forgeCertificate(
      { key: pki.issuer.key, name: pki.root.subjectName },
      createPublicKey(key),
      authorityOf,
      { subject: 'Between' },
    );
    const own = [extensions.usage, extensions.purposes([extensions.timeStamping], true)];
    const certificate = forgeCertificate({ key, name }, createPublicKey(pki.tsa.key), own, { serial: 0x55 });
    const signer = { key: pki.tsa.key, certificate };
    const certificates = [pki.root.certificate, between, pki.responder.certificate, certificate];
    for (const order of [certificates, [...certificates].reverse()]) {
      const { stamp, findings } = inspectTimeStamp(
        forge({ signer, certificates: order }),
        imprint,
        pki.trust,
        {
          at: now,
        },
      );
      expect(findings).to.deep.equal([]);
      expect(stamp?.certificates.map((one) => one.commonName)).to.deep.equal(['Forged', 'Between']);
    }
  });

  it('is found changed, whichever octet it is, and never makes inspection throw', () => {
    for (let at = 0; at < token.length; at++) {
      const changed = Buffer.from(token);
      changed[at] = (changed[at] ?? 0) ^ 0x55;
      const { stamp, findings } = inspectTimeStamp(changed, imprint, pki.trust, { at: now });
      const same = findings.length === 0 && stamp;
      // Not signed: the list of digest algorithms, parameters of algorithms.
      if (same) expect(stamp).to.deep.include({ time: now, policy, serialNumber: 'a1b2c3' });
    }
    for (let length = 0; length < token.length; length++) {
      expect(codes(token.subarray(0, length)), `${length} octets`).to.deep.equal(['cms.malformed']);
    }
  });

  it('that a stranger made for 2.5 s of accuracy says so', () => {
    const accuracy = write.sequence(
      write.integer(2),
      write.implicit(0, write.integer(499)),
      write.implicit(1, write.integer(1)),
    );
    const content = write.sequence(
      write.integer(1),
      write.oid(policy),
      writeImprint(imprint),
      write.integer(serialNumber),
      write.generalizedTime(now),
      accuracy,
    );
    const { stamp } = inspectTimeStamp(forge({ content }), imprint, pki.trust, { at: now });
    expect(stamp?.accuracyMs).to.equal(2500);
  });

  it('trusts nothing by default', () => {
    expect(codes(token, {}, { anchors: [] })).to.deep.equal(['certificate.untrusted']);
  });
});
