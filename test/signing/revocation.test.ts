import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { expect } from 'chai';
import * as write from '../../src/signing/der-write.js';
import {
  type CrlOptions,
  generateKey,
  issueCrl,
  issueNode,
  judgeRevocation,
  type ParsedCertificate,
  parseCertificate,
  type RevocationAnswer,
  readCrl,
  revocationAnswers,
} from '../../src/signing/index.js';
import {
  algorithmOf,
  extension,
  forgeCertificate,
  makePki,
  now,
  type Pki,
  signed,
  validity,
} from './pki-support.js';
import { codeOf, codeOfCall } from './support.js';

const day = 24 * 3600 * 1000;
const daysLater = (days: number) => new Date(now.getTime() + days * day);

describe('a certificate revocation list', () => {
  let pki: Pki;
  let good: ParsedCertificate;
  let bad: ParsedCertificate;

  const list = (changed: Partial<CrlOptions> = {}) =>
    issueCrl(pki.issuer, {
      number: 300,
      thisUpdate: now,
      nextUpdate: daysLater(1),
      revoked: [
        { serialNumber: Uint8Array.of(5), revokedAt: daysLater(-3) },
        { serialNumber: bad.serialNumber, revokedAt: daysLater(-2), reason: 'keyCompromise' },
      ],
      ...changed,
    });
  const ask = (crl: Uint8Array, certificate = bad, at = now, issuer = pki.root) =>
    revocationAnswers(certificate, issuer, { crls: [crl], ocsps: [] }, at);
  const codes = (...given: Parameters<typeof ask>) => {
    const { answers, findings } = ask(...given);
    return [...answers.map(({ status }) => status), ...findings.map(({ code }) => code)];
  };

  before(async () => {
    pki = await makePki();
    good = await pki.node();
    bad = await pki.node();
  });

  it('says of a certificate on it that it is revoked, since when and why', async () => {
    const der = await list();
    const { answers, findings } = ask(der);
    expect(findings).to.deep.equal([]);
    expect(answers).to.deep.equal([
      {
        status: 'revoked',
        revokedAt: daysLater(-2),
        reason: 'keyCompromise',
        source: 'crl',
        thisUpdate: now,
        nextUpdate: daysLater(1),
        der,
        certificates: [],
      },
    ]);
  });

  it('says of every other one of its issuer that it is good', async () => {
    expect(codes(await list(), good)).to.deep.equal(['good']);
    expect(codes(await list({ revoked: [] }))).to.deep.equal(['good']);
  });

  it('has its number and the key of its issuer', async () => {
    const crl = readCrl(await list());
    expect(crl.number).to.deep.equal(Buffer.from('012c', 'hex'));
    const identifier = crl.extensions.get('2.5.29.35')?.value;
    expect(identifier?.subarray(4)).to.deep.equal(pki.root.subjectKeyId);
  });

  it('tells serial numbers apart by all their octets', async () => {
    const serials = ['8001', '018001', '0180', '800100', '7f'];
    const der = await list({
      revoked: serials.map((serialNumber) => ({ serialNumber, revokedAt: daysLater(-1) })),
    });
    for (const serial of serials) {
      const certificate = await pki.node(Buffer.from(serial, 'hex'));
      expect(codes(der, certificate), serial).to.deep.equal(['revoked']);
    }
    expect(codes(der, await pki.node(Buffer.from('8000', 'hex')))).to.deep.equal(['good']);
  });

  it('of a hundred thousand entries is searched to its end', async () => {
    const revoked = Array.from({ length: 100_000 }, (_, index) => {
      const serialNumber = Buffer.alloc(16, 0x5a);
      serialNumber.writeUInt32BE(index, 12);
      return { serialNumber, revokedAt: now };
    });
    const der = await list({ revoked: [...revoked, { serialNumber: bad.serialNumber, revokedAt: now }] });
    expect(codes(der)).to.deep.equal(['revoked']);
    expect(codes(der, good)).to.deep.equal(['good']);
  });

  it('of another issuer is passed over', async () => {
    const other = await makePki();
    const key = await generateKey('ecdsa-p256');
    const name = write.sequence(write.setOf(write.sequence(write.oid('2.5.4.3'), write.utf8String('Other'))));
    const forged = forgeList({ key, name });
    expect(ask(forged)).to.deep.equal({ answers: [], findings: [] });
    // With the same name it is the issuer's, or a forgery.
    expect(codes(await issueCrl(other.issuer, { ...times, revoked: [] }))).to.deep.equal(['crl.signature']);
  });

  it('is not signed by a certificate that may not', async () => {
    const mayNot = { certificate: pki.tsa.certificate, key: pki.tsa.key };
    expect(await codeOf(issueCrl(mayNot, { ...times, revoked: [] }))).to.equal('certificate.usage');
    expect(await codeOf(issueCrl({ ...pki.issuer, key: pki.tsa.key }, { ...times, revoked: [] }))).to.equal(
      'key.mismatch',
    );
    // An authority that issues certificates and no lists.
    const usage = extension('2.5.29.15', Buffer.from('03020204', 'hex'), true);
    const issuer = forgeCertificate(
      { key: pki.issuer.key, name: pki.root.subjectName },
      createPublicKey(pki.issuer.key),
      [usage],
      { subject: 'Axis root' },
    );
    expect(codes(await list(), bad, now, parseCertificate(issuer))).to.deep.equal(['crl.signature']);
  });

  it('of an issuer whose key is none of ours is not taken', async () => {
    const { publicKey } = generateKeyPairSync('ed25519');
    const usage = extension('2.5.29.15', Buffer.from('03020106', 'hex'), true);
    const by = { key: pki.issuer.key, name: pki.root.subjectName };
    const issuer = forgeCertificate(by, publicKey, [usage], { subject: 'Axis root' });
    expect(codes(await list(), bad, now, parseCertificate(issuer))).to.deep.equal(['crl.signature']);
  });

  it('is found changed, whichever octet it is', async () => {
    const der = await list();
    for (let at = 0; at < der.length; at++) {
      const changed = Buffer.from(der);
      changed[at] = (changed[at] ?? 0) ^ 0x55;
      const { answers, findings } = ask(changed);
      expect(answers, `octet ${at}`).to.deep.equal([]);
      for (const { code, place } of findings) {
        expect(code).to.match(/^crl\./);
        expect(place).to.equal('crl[1]');
      }
    }
    for (const octets of ['', '30', '3000', 'ff'.repeat(9)]) {
      expect(codes(Buffer.from(octets, 'hex'))).to.deep.equal(['crl.malformed']);
    }
  });

  it('over the limit is not read', () => {
    expect(codeOfCall(() => readCrl(Buffer.alloc(16 * 1024 * 1024 + 1)))).to.equal('crl.limit');
  });

  it('of version 1, or with two signature algorithms, is none', () => {
    expect(codes(forgeList(undefined, { version: 0 }))).to.deep.equal(['crl.malformed']);
    const inner = write.sequence(write.oid('1.2.840.113549.1.1.11'), write.nullValue);
    expect(codes(forgeList(undefined, { inner }))).to.deep.equal(['crl.malformed']);
  });

  it('signed with SHA-1 is not taken', () => {
    const algorithm = write.sequence(write.oid('1.2.840.10045.4.1'));
    expect(codes(forgeList(undefined, { inner: algorithm, outer: algorithm, hash: 'sha1' }))).to.deep.equal([
      'crl.algorithm',
    ]);
  });

  it('of the future is not taken, but for the 300 s by which clocks may differ', async () => {
    const at = (seconds: number) => new Date(now.getTime() - seconds * 1000);
    expect(codes(await list(), good, at(300))).to.deep.equal(['good']);
    expect(codes(await list(), good, at(301))).to.deep.equal(['crl.future']);
  });

  describe('speaks of certain certificates only', () => {
    const scope = (...fields: Buffer[]) => extension('2.5.29.28', write.sequence(...fields), true);
    const flag = (number: number) => write.implicit(number, write.trueValue);
    const uri = (text: string) =>
      write.explicit(0, write.explicit(0, write.implicit(6, write.octetString(Buffer.from(text)))));
    const cases: [string, () => Buffer[], string][] = [
      ['with no extension', () => [], 'good'],
      ['of users', () => [scope(flag(1))], 'good'],
      ['of authorities', () => [scope(flag(2))], 'crl.scope'],
      [
        'revoked for some reasons',
        () => [scope(write.implicit(3, Buffer.from('03020640', 'hex')))],
        'crl.scope',
      ],
      ['of other issuers too', () => [scope(flag(4))], 'crl.scope'],
      ['of attributes', () => [scope(flag(5))], 'crl.scope'],
      ['of the place that the certificate names', () => [scope(uri('http://axis.example/crl'))], 'good'],
      ['of another place', () => [scope(uri('http://axis.example/crl2'))], 'crl.scope'],
      [
        'that changed since another list',
        () => [extension('2.5.29.27', write.integer(1), true)],
        'crl.scope',
      ],
      [
        'with a critical extension that nobody knows',
        () => [extension('1.2.3', write.integer(1), true)],
        'crl.scope',
      ],
      ['with another extension that nobody knows', () => [extension('1.2.3', write.integer(1))], 'good'],
    ];
    for (const [what, own, expected] of cases) {
      it(`${what}: ${expected}`, async () => {
        const services = { crl: 'http://axis.example/crl' };

        const certificate = await issueNode(pki.issuer, { ...pki.options(pki.tsa.key), node: 'n', services });
        const crl = forgeList(undefined, { extensions: own() });
        expect(codes(crl, parseCertificate(certificate))).to.deep.equal([expected]);
      });
    }
  });

  it('of users says nothing of an authority, one of authorities does', async () => {
    const authority = [extension('2.5.29.19', Buffer.from('30030101ff', 'hex'), true)];
    const by = { key: pki.issuer.key, name: pki.root.subjectName };
    const ca = parseCertificate(forgeCertificate(by, createPublicKey(pki.tsa.key), authority));
    const only = (number: number) =>
      extension('2.5.29.28', write.sequence(write.implicit(number, write.trueValue)), true);
    expect(codes(forgeList(undefined, { extensions: [only(1)] }), ca)).to.deep.equal(['crl.scope']);
    expect(codes(forgeList(undefined, { extensions: [only(2)] }), ca)).to.deep.equal(['good']);
  });

  it('made after a certificate expired says nothing good of it, unless its issuer keeps such entries', async () => {
    const late = new Date(validity.notAfter.getTime() + day);
    const years = { thisUpdate: late, nextUpdate: late };
    expect(codes(await list(years), good, late)).to.deep.equal(['revocation.after-expiry']);
    expect(codes(await list(years), bad, late)).to.deep.equal(['revoked']);
    expect(codes(await list({ ...years, keptSince: validity.notAfter }), good, late)).to.deep.equal(['good']);
    expect(codes(await list({ ...years, keptSince: late }), good, late)).to.deep.equal([
      'revocation.after-expiry',
    ]);
  });

  const times = { number: 1, thisUpdate: now, nextUpdate: daysLater(1) };

  interface Forged {
    readonly version?: number;
    readonly inner?: Buffer;
    readonly outer?: Buffer;
    readonly hash?: string;
    readonly extensions?: readonly Buffer[];
  }

  function forgeList(by = { key: pki.issuer.key, name: pki.root.subjectName }, forged: Forged = {}): Buffer {
    const { version = 1, inner = algorithmOf(by.key), outer = algorithmOf(by.key), hash } = forged;
    const own = forged.extensions ?? [];
    const body = write.sequence(
      write.integer(version),
      inner,
      by.name,
      write.time(now),
      write.time(daysLater(1)),
      own.length === 0 ? undefined : write.explicit(0, write.sequence(...own)),
    );
    return write.sequence(body, outer, write.bitString(signed(body, by.key, hash)));
  }
});

describe('of answers about revocation', () => {
  const answer = (said: Partial<RevocationAnswer>): RevocationAnswer => ({
    status: 'good',
    source: 'crl',
    thisUpdate: now,
    der: Buffer.alloc(0),
    certificates: [],
    ...said,
  });
  const judged = (time: Date, ...answers: Partial<RevocationAnswer>[]) =>
    judgeRevocation(answers.map(answer), time).status;

  it('none is no answer', () => {
    expect(judgeRevocation([], now)).to.deep.equal({ status: 'unanswered' });
  });

  it('one counts that was made at the time or later', () => {
    expect(judged(now, {})).to.equal('good');
    expect(judged(daysLater(-1), {})).to.equal('good');
  });

  it('one counts that was made before and still held', () => {
    expect(judged(daysLater(1), { nextUpdate: daysLater(1) })).to.equal('good');
    expect(judged(new Date(daysLater(1).getTime() + 1), { nextUpdate: daysLater(1) })).to.equal('unanswered');
    expect(judged(new Date(now.getTime() + 1), {})).to.equal('unanswered');
  });

  it('that nobody knows is no answer', () => {
    expect(judged(now, { status: 'unknown' })).to.equal('unanswered');
    expect(judged(now, { status: 'unknown', thisUpdate: daysLater(1) }, {})).to.equal('good');
  });

  it('the newest counts, in whatever order they come', () => {
    const earlier = { nextUpdate: daysLater(9) };
    const later = { status: 'revoked', revokedAt: daysLater(-1), thisUpdate: daysLater(2) } as const;
    expect(judged(now, earlier, later)).to.equal('revoked');
    expect(judged(now, later, earlier)).to.equal('revoked');
    expect(judged(now, { ...later, thisUpdate: daysLater(-1), nextUpdate: daysLater(1) }, {})).to.equal(
      'good',
    );
    expect(judgeRevocation([answer(earlier), answer(later)], now).answer).to.include(later);
  });

  it('of two of one time the revocation counts', () => {
    const revoked = { status: 'revoked', revokedAt: daysLater(-1) } as const;
    expect(judged(now, {}, revoked)).to.equal('revoked');
    expect(judged(now, revoked, {})).to.equal('revoked');
  });

  it('a revocation after the time is good for the time, one at the time is not', () => {
    const revoked = { status: 'revoked', revokedAt: now, thisUpdate: daysLater(1) } as const;
    expect(judged(new Date(now.getTime() - 1), revoked)).to.equal('good');
    expect(judged(now, revoked)).to.equal('revoked');
    expect(judged(daysLater(-9), { status: 'revoked', thisUpdate: daysLater(1) })).to.equal('revoked');
  });

  for (const reason of ['certificateHold', 'removeFromCRL']) {
    it(`${reason} is revocation`, () => {
      expect(judged(now, { status: 'revoked', revokedAt: daysLater(-1), reason })).to.equal('revoked');
    });
  }
});
