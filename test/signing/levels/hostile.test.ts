/** What somebody may try who wants a seal to be older than it is, to stand where it does not, or to keep a verifier busy. */
import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import { expect } from 'chai';
import * as write from '../../../src/signing/der-write.js';
import {
  archiveImprint,
  createRoot,
  describeCertificate,
  type EvidenceOptions,
  generateKey,
  inspectEvidence,
  issueCrl,
  issueOcspResponse,
  issueTimeStamp,
  issueTsa,
  joinFile,
  packetSeal,
  parseCertificate,
  pathOf,
  raise,
  readCrl,
  readOcspResponse,
  readTimeStampResponse,
  type Signer,
  sealParts,
  signatureImprint,
  type UnsignedProperty,
  writeProperties,
} from '../../../src/signing/index.js';
import { writeWithinLimits } from '../../../src/signing/levels/properties.js';
import { type Axis, codeOfCall, makeAxis, now, sealPacket, validity } from '../support.js';
import { day, TestAuthority } from './authority.js';

const later = (days: number) => new Date(now.getTime() + days * day);
const agencySerial = '8002';

describe('evidence of a hostile hand', () => {
  let axis: Axis;
  let signer: Signer;
  let sealed: Buffer;
  let authority: TestAuthority;

  beforeEach(async () => {
    axis ??= await makeAxis();
    signer ??= await axis.signer('ecdsa-p256');
    sealed ??= await sealPacket(signer);
    authority = await TestAuthority.start(axis, later(0));
  });

  function partsOf(file: Buffer) {
    const parts = sealParts(file, packetSeal);
    if (!parts) throw new Error('no parts');
    return parts;
  }

  function attempt(target: 'T' | 'LT' | 'LTA', present: readonly UnsignedProperty[] = []) {
    return raise(partsOf(sealed), present, authority, { trust: axis.trust, target, now: authority.now });
  }

  async function raised(target: 'T' | 'LT' | 'LTA', present: readonly UnsignedProperty[] = []) {
    const result = await attempt(target, present);
    if (result.failure) throw result.failure;
    return result.properties;
  }

  async function inspect(file: Buffer, options: Partial<EvidenceOptions> = {}) {
    const all = { at: later(10), revocation: 'soft', ...options } as const;
    const inspection = await inspectEvidence(file, packetSeal, axis.trust, all);
    const found = (severity: string) =>
      inspection.findings.filter((finding) => finding.severity === severity).map(({ code }) => code);
    return { ...inspection, errors: found('error'), warnings: found('warning') };
  }

  const tsaSerial = () => describeCertificate(authority.tsa.certificate).serialNumber;
  const answersOn = async (certificate: Buffer) => {
    return authority.revocation(parseCertificate(certificate), parseCertificate(axis.root));
  };

  describe('where the key of the time-stamp authority came into wrong hands', () => {
    async function stolen(reason: 'keyCompromise' | 'superseded', present: readonly UnsignedProperty[]) {
      authority.now = later(6);
      authority.reason = reason;
      authority.revoked.set(tsaSerial(), later(5));
      const data = await answersOn(authority.tsa.certificate);
      return inspect(joinFile(sealed, present), { data });
    }

    it('a token of the time before proves nothing: the thief writes any time into it', async () => {
      const { provenAt, level, warnings, errors } = await stolen('keyCompromise', await raised('LT'));
      expect(provenAt).to.equal(undefined);
      expect(level).to.equal('B');
      expect(warnings).to.deep.equal(['revocation.no-proof', 'evidence.level']);
      expect(errors).to.deep.equal([]);
    });

    it('a token of the time before still holds after an orderly end', async () => {
      const { provenAt, level } = await stolen('superseded', await raised('LT'));
      expect(provenAt?.toISOString()).to.equal(now.toISOString());
      expect(level).to.equal('LT');
    });

    it('it holds under an archive time stamp of another authority from before', async () => {
      const first = tsaSerial();
      const firstCertificate = authority.tsa.certificate;
      const lt = await raised('LT');
      authority.now = later(2);
      authority.tsa = await TestAuthority.issue(axis, 'tsa', {
        ...validity,
        notAfter: new Date('2035-01-01T00:00:00Z'),
      });
      const archived = await raised('LTA', lt);
      authority.reason = 'keyCompromise';
      authority.revoked.set(first, later(5));
      authority.now = later(6);
      const data = await answersOn(firstCertificate);
      const inspection = await inspect(joinFile(sealed, archived), { data });
      expect(inspection.level).to.equal('LTA');
    });
  });

  it('a list that says revoked does not run out', async () => {
    const crl = await issueCrl(
      { certificate: axis.root, key: axis.rootKey },
      {
        number: 1,
        thisUpdate: later(-3),
        nextUpdate: later(-2),
        revoked: [{ serialNumber: agencySerial, revokedAt: later(-4) }],
      },
    );
    const data = { crls: [crl], ocsps: [] };
    expect((await inspect(sealed, { data })).errors).to.deep.equal(['revocation.no-proof']);
    const stamped = joinFile(sealed, await raised('T'));
    expect((await inspect(stamped, { data })).errors).to.deep.equal(['revocation.revoked']);
  });

  it('an answer that cannot be used is told', async () => {
    const other = await makeAxis();
    const properties = await raised('T');
    const crl = await issueCrl(
      { certificate: other.root, key: other.rootKey },
      { number: 1, thisUpdate: later(1), nextUpdate: later(2), revoked: [] },
    );
    const file = joinFile(sealed, [...properties, { kind: 'revocation-values', crls: [crl], ocsps: [] }]);
    const { warnings, level } = await inspect(file);
    expect(warnings).to.deep.equal(['crl.signature', 'evidence.level']);
    expect(level).to.equal('T');
  });

  it('who may stamp need not be one who may seal', async () => {
    const other = await makeAxis();
    authority = await TestAuthority.start(other, later(0));
    const token = await authority.timeStamp(signatureImprint(partsOf(sealed).pieces));
    const file = joinFile(sealed, [{ kind: 'signature-time-stamp', token }]);
    expect((await inspect(file)).errors).to.deep.equal(['certificate.untrusted']);
    expect((await inspect(file, { stampTrust: other.trust })).level).to.equal('T');
    const foreign = await sealPacket(await other.signer('ecdsa-p256'));
    const { errors } = await inspect(joinFile(foreign, []), { stampTrust: other.trust, revocation: 'hard' });
    expect(errors).to.include('certificate.untrusted');
  });

  it('a token without certificates is verified with those that stand beside it', async () => {
    const imprint = signatureImprint(partsOf(sealed).pieces);
    const nonce = Buffer.from('0123456789abcdef');
    const request = write.sequence(
      write.integer(1),
      write.sequence(write.sequence(write.oid('2.16.840.1.101.3.4.2.1')), write.octetString(imprint)),
      write.integer(nonce),
    );
    const { key, certificate } = authority.tsa;
    const response = await issueTimeStamp({ certificates: [certificate], key }, request, {
      time: now,
      serialNumber: Buffer.of(9),
      policy: '1.2.3.4',
    });
    const token = readTimeStampResponse(response, { imprint, nonce });
    const stamp: UnsignedProperty = { kind: 'signature-time-stamp', token };
    expect((await inspect(joinFile(sealed, [stamp]))).errors).to.deep.equal(['cms.certificate']);
    const beside: UnsignedProperty = { kind: 'certificate-values', certificates: [certificate] };
    expect((await inspect(joinFile(sealed, [stamp, beside]))).level).to.equal('T');
  });

  it('properties out of form leave the sealed form to be seen', async () => {
    const element = writeProperties(await raised('T')).replace('><ds:', '> <ds:');
    const file = Buffer.from(sealed.toString('utf8').replace('</xades:SignedProperties>', `$&${element}`));
    const inspection = await inspect(file);
    expect(inspection.errors).to.deep.equal(['evidence.form']);
    expect(inspection.sealed.equals(sealed)).to.equal(true);
    expect(inspection.content).to.equal(undefined);
  });

  it('a file too long to be sealed is not hashed for its stamps', async () => {
    const long = sealed.toString('utf8').replace('Về việc', 'x'.repeat(3 * 1024 * 1024));
    const file = joinFile(Buffer.from(long), await raised('LTA'));
    const { errors, stamps, claimedLevel } = await inspect(file);
    expect(errors).to.deep.equal(['seal.limit']);
    expect(stamps).to.deep.equal([]);
    expect(claimedLevel).to.equal('LTA');
  });

  it('an imprint is over octets, whatever they say', async () => {
    const piece = Buffer.from('<x>đ</x>');
    const text = piece.toString('latin1');
    const pieces = { signedInfo: text, signatureValue: '', keyInfo: '', signedProperties: text };
    const expected = createHash('sha256').update(piece).update(piece).digest();
    expect((await archiveImprint([], pieces, [])).equals(expected)).to.equal(true);
  });

  it('an answer with more certificates than a responder needs is refused before any is read', async () => {
    const { ocsps } = await answersOn(authority.tsa.certificate);
    const [good = Buffer.alloc(0)] = ocsps;
    expect(readOcspResponse(good).certificates).to.have.length(1);
    const five = {
      certificates: new Array<Buffer>(5).fill(authority.ocsp.certificate),
      key: authority.ocsp.key,
    };
    const [answer] = readOcspResponse(good).answers;
    if (!answer) throw new Error('no answer');
    const { entry, thisUpdate } = answer;
    const many = await issueOcspResponse(five, {
      producedAt: now,
      answers: [{ entry, status: 'good', thisUpdate }],
    });
    expect(codeOfCall(() => readOcspResponse(many))).to.equal('ocsp.limit');
  });

  it('of issuers of one name only the first few are tried', async () => {
    const issuerKey = await generateKey('ecdsa-p256');
    const make = (key: KeyObject, serial: number) =>
      createRoot({
        name: 'Many',
        key,
        now: validity.notBefore,
        years: 20,
        serialNumber: Uint8Array.of(serial),
      });
    const right = await make(issuerKey, 1);
    const others = await Promise.all([2, 3, 4, 5].map(async (n) => make(await generateKey('ecdsa-p256'), n)));
    const leaf = await issueTsa(
      { certificate: right, key: issuerKey },
      { publicKey: createPublicKey(issuerKey), serialNumber: Uint8Array.of(9), ...validity, commonName: 'x' },
    );
    const found = (ders: readonly Buffer[]) =>
      pathOf(parseCertificate(leaf), ders.map(parseCertificate), axis.trust).length;
    expect(found([...others.slice(1), right])).to.equal(2);
    expect(found([...others, right])).to.equal(1);
  });

  describe('a list of revoked certificates', () => {
    const rsa = write.sequence(write.oid('1.2.840.113549.1.1.11'), write.nullValue);
    const name = write.sequence();
    const at = write.time(now);
    const list = (algorithm: Buffer, ...extensions: Buffer[]) =>
      write.sequence(
        write.sequence(write.integer(1), algorithm, name, at, at, write.explicit(0, ...extensions)),
        algorithm,
        write.bitString(Buffer.alloc(1)),
      );

    it('with an identifier of megabytes is refused before it is reckoned out', () => {
      const algorithm = write.sequence(write.element(6, Buffer.alloc(4 * 1024 * 1024, 0x81)));
      expect(codeOfCall(() => readCrl(list(algorithm, write.sequence())))).to.equal('crl.malformed');
    });

    it('with millions of extensions is refused at the first that is none', () => {
      const extensions = write.element(0x30, Buffer.from('3000'.repeat(4 * 1024 * 1024), 'hex'));
      expect(codeOfCall(() => readCrl(list(rsa, extensions)))).to.equal('crl.malformed');
    });

    it('with more extensions than anybody has is refused', () => {
      const extension = (_: unknown, index: number) =>
        write.sequence(write.oid(`1.2.${index}`), write.octetString());
      const list65 = list(rsa, write.sequence(...Array.from({ length: 65 }, extension)));
      expect(codeOfCall(() => readCrl(list65))).to.equal('crl.malformed');
    });
  });

  describe('raising', () => {
    const tsaUntil = (year: number) =>
      TestAuthority.issue(axis, 'tsa', { ...validity, notAfter: new Date(`${year}-01-01T00:00:00Z`) });

    it('renews what an archive time stamp has carried over the end of the first authority', async () => {
      authority.now = new Date(validity.notAfter.getTime() - day);
      const lt = await raised('LT');
      authority.tsa = await tsaUntil(2035);
      const first = await attempt('LTA', lt);
      expect(first.renewBefore?.getUTCFullYear()).to.equal(2035);
      authority.now = new Date(validity.notAfter.getTime() + day);
      expect((await attempt('LT', first.properties)).renewBefore?.getUTCFullYear()).to.equal(2035);
      authority.tsa = await tsaUntil(2040);
      authority.ocsp = await TestAuthority.issue(axis, 'ocsp', {
        ...validity,
        notAfter: new Date('2040-01-01T00:00:00Z'),
      });
      const second = await attempt('LTA', first.properties);
      expect(second.failure).to.equal(undefined);
      expect(second.renewBefore?.getUTCFullYear()).to.equal(2040);
    });

    it('adds no archive time stamp that makes the file unreadable', async () => {
      let properties = await raised('LTA');
      const archive = properties.find(({ kind }) => kind === 'archive-time-stamp');
      if (!archive) throw new Error('no archive time stamp');
      for (let count = 1; count < 32; count++) properties = await raised('LTA', properties);
      const { failure, properties: kept } = await attempt('LTA', properties);
      expect(failure?.code).to.equal('evidence.limit');
      expect((await inspect(joinFile(sealed, kept))).errors).to.deep.equal([]);
    });

    it('keeps no answers that make the file unreadable', () => {
      const crls = [Buffer.alloc(19 * 1024 * 1024)];
      const answers: UnsignedProperty = { kind: 'revocation-values', crls, ocsps: [] };
      expect(codeOfCall(() => writeWithinLimits([answers]))).to.equal('evidence.limit');
    });
  });
});
