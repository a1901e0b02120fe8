import { createPublicKey } from 'node:crypto';
import { expect } from 'chai';
import * as write from '../../src/signing/der-write.js';
import {
  generateKey,
  isOcspEntryOf,
  issueOcspResponse,
  type OcspIssueOptions,
  type OcspResponder,
  type OcspStatement,
  type ParsedCertificate,
  readOcspRequest,
  readOcspResponse,
  revocationAnswers,
  verifyChain,
  writeOcspFailure,
  writeOcspRequest,
} from '../../src/signing/index.js';
import {
  algorithmOf,
  extension,
  extensions,
  forgeCertificate,
  makePki,
  now,
  type Pki,
  signed,
  validity,
} from './pki-support.js';
import { codeOf, codeOfCall } from './support.js';

const later = new Date(now.getTime() + 3600_000);
const nonce = Buffer.alloc(16, 7);

describe('an OCSP request', () => {
  let pki: Pki;
  let asked: ParsedCertificate;

  before(async () => {
    pki = await makePki();
    asked = await pki.node();
  });

  for (const hash of ['sha256', 'sha1'] as const) {
    it(`names the certificate by its issuer (${hash}) and serial number, and has the nonce`, () => {
      const der = writeOcspRequest(asked.certificate, pki.root.certificate, nonce, hash);
      const { entries, nonce: read } = readOcspRequest(der);
      expect(read).to.deep.equal(nonce);
      expect(entries).to.have.length(1);
      expect(entries[0]).to.include({ hashAlgorithm: hash });
      expect(entries[0]?.serialNumber).to.deep.equal(asked.serialOctets);
      expect(entries.map((entry) => isOcspEntryOf(entry, pki.root.certificate))).to.deep.equal([true]);
      expect(entries.map((entry) => isOcspEntryOf(entry, pki.tsa.certificate))).to.deep.equal([false]);
    });
  }

  it('without a nonce has none', () => {
    const der = writeOcspRequest(asked.certificate, pki.root.certificate);
    expect(readOcspRequest(der)).to.not.have.property('nonce');
  });

  it('with a hash that is not understood names nobody here', () => {
    const [entry] = readOcspRequest(writeOcspRequest(asked.certificate, pki.root.certificate)).entries;
    const other = { ...entry, hashAlgorithm: '1.2.3' };
    expect(isOcspEntryOf(other as typeof entry & object, pki.root.certificate)).to.equal(false);
  });

  it('that is none, or too long, or asks too much, is refused', () => {
    const one = writeOcspRequest(asked.certificate, pki.root.certificate);
    expect(codeOfCall(() => readOcspRequest(Buffer.from('no request')))).to.equal('ocsp.malformed');
    expect(codeOfCall(() => readOcspRequest(Buffer.concat([one, one])))).to.equal('ocsp.malformed');
    expect(codeOfCall(() => readOcspRequest(Buffer.alloc(64 * 1024 + 1)))).to.equal('ocsp.limit');
    const entry = write.sequence(readOcspRequest(one).entries[0]?.der);
    const many = (count: number) =>
      write.sequence(write.sequence(write.sequence(...Array.from({ length: count }, () => entry))));
    expect(codeOfCall(() => readOcspRequest(many(64)))).to.equal('accepted');
    expect(codeOfCall(() => readOcspRequest(many(65)))).to.equal('ocsp.limit');
  });
});

describe('an OCSP response', () => {
  let pki: Pki;
  let asked: ParsedCertificate;
  let delegated: OcspResponder;

  const issuerItself = () => ({ certificates: [pki.root.certificate], key: pki.issuer.key });
  const entryOf = (certificate = asked, hash: 'sha1' | 'sha256' = 'sha1') => {
    const [entry] = readOcspRequest(
      writeOcspRequest(certificate.certificate, pki.root.certificate, undefined, hash),
    ).entries;
    return { der: entry?.der ?? Buffer.alloc(0) };
  };
  const statement = (changed: Partial<OcspStatement> = {}): OcspStatement => ({
    entry: entryOf(),
    status: 'good',
    thisUpdate: now,
    nextUpdate: later,
    ...changed,
  });
  const respond = (
    changed: Partial<OcspStatement> = {},
    responder = delegated,
    whole: Partial<OcspIssueOptions> = {},
  ) => issueOcspResponse(responder, { producedAt: now, answers: [statement(changed)], nonce, ...whole });
  const ask = (ocsp: Uint8Array, at = now, certificate = asked) =>
    revocationAnswers(certificate, pki.root, { crls: [], ocsps: [ocsp] }, at);
  const codes = (...given: Parameters<typeof ask>) => {
    const { answers, findings } = ask(...given);
    return [...answers.map(({ status }) => status), ...findings.map(({ code }) => code)];
  };

  before(async () => {
    pki = await makePki();
    asked = await pki.node();
    delegated = { certificates: [pki.responder.certificate], key: pki.responder.key };
  });

  it('says that a certificate is good, until when, and who says it', async () => {
    const der = await respond();
    const { answers, findings } = ask(der);
    expect(findings).to.deep.equal([]);
    expect(answers).to.deep.equal([
      {
        status: 'good',
        source: 'ocsp',
        thisUpdate: now,
        nextUpdate: later,
        producedAt: now,
        der,
        certificates: [pki.responder.certificate],
      },
    ]);
  });

  it('says that a certificate is revoked, since when and why', async () => {
    const revokedAt = new Date('2026-05-01T00:00:00Z');
    const { answers } = ask(await respond({ status: 'revoked', revokedAt, reason: 'superseded' }));
    expect(answers[0]).to.include({ status: 'revoked', reason: 'superseded' });
    expect(answers[0]?.revokedAt).to.deep.equal(revokedAt);
  });

  it('says that it does not know', async () => {
    expect(codes(await respond({ status: 'unknown' }))).to.deep.equal(['unknown']);
  });

  for (const hash of ['sha256', 'sha1'] as const) {
    it(`names the certificate as the request did (${hash})`, async () => {
      expect(codes(await respond({ entry: entryOf(asked, hash) }))).to.deep.equal(['good']);
    });
  }

  it('comes from the issuer itself', async () => {
    const { answers } = ask(await respond({}, issuerItself()));
    expect(answers.map(({ certificates }) => certificates)).to.deep.equal([[]]);
  });

  it('comes from keys of RSA', async () => {
    const rsa = await makePki('rsa-2048');
    const certificate = await rsa.node();
    const request = readOcspRequest(writeOcspRequest(certificate.certificate, rsa.root.certificate));
    const [entry] = request.entries;
    const own = { certificates: [rsa.responder.certificate], key: rsa.responder.key };
    const der = await issueOcspResponse(own, {
      producedAt: now,
      answers: [{ ...statement(), entry: { der: entry?.der ?? Buffer.alloc(0) } }],
    });
    const { answers } = revocationAnswers(certificate, rsa.root, { crls: [], ocsps: [der] }, now);
    expect(answers.map(({ status }) => status)).to.deep.equal(['good']);
  });

  it('about another certificate, or of another issuer, is passed over', async () => {
    expect(ask(await respond(), now, await pki.node())).to.deep.equal({ answers: [], findings: [] });
    const other = await makePki();
    const found = revocationAnswers(asked, other.root, { crls: [], ocsps: [await respond()] }, now);
    expect(found).to.deep.equal({ answers: [], findings: [] });
  });

  it('repeats the nonce; another one is refused, and one left out is not', async () => {
    const der = await respond();
    expect(readOcspResponse(der, { nonce }).nonce).to.deep.equal(nonce);
    expect(codeOfCall(() => readOcspResponse(der, { nonce: Buffer.alloc(16) }))).to.equal('ocsp.nonce');
    const without = await respond({}, delegated, { nonce: undefined });
    expect(codeOfCall(() => readOcspResponse(without, { nonce }))).to.equal('accepted');
  });

  for (const status of [
    'malformedRequest',
    'internalError',
    'tryLater',
    'sigRequired',
    'unauthorized',
  ] as const) {
    it(`without an answer says why: ${status}`, () => {
      const der = writeOcspFailure(status);
      expect(codeOfCall(() => readOcspResponse(der))).to.equal('ocsp.rejected');
      expect(ask(der).findings).to.deep.equal([
        { code: 'ocsp.rejected', severity: 'warning', place: 'ocsp[1]', detail: { status } },
      ]);
    });
  }

  it('that is none, or too long, is refused', () => {
    expect(codes(Buffer.from('no response'))).to.deep.equal(['ocsp.malformed']);
    expect(codes(Buffer.alloc(64 * 1024 + 1))).to.deep.equal(['ocsp.limit']);
  });

  it('is found changed, whichever octet it is', async () => {
    const der = await respond({ status: 'revoked', revokedAt: now });
    const certificate = der.indexOf(pki.responder.certificate);
    for (let at = 0; at < der.length; at++) {
      const changed = Buffer.from(der);
      changed[at] = (changed[at] ?? 0) ^ 0x55;
      const { answers, findings } = ask(changed);
      expect(answers, `octet ${at}`).to.deep.equal([]);
      // A changed serial number makes it another certificate's response.
      if (findings.length === 0) expect(at).to.be.lessThan(certificate);
      for (const { code } of findings) expect(code).to.match(/^ocsp\./);
    }
  });

  it('of the future is not taken, but for the 300 s by which clocks may differ', async () => {
    const at = (seconds: number) => new Date(now.getTime() - seconds * 1000);
    expect(codes(await respond(), at(300))).to.deep.equal(['good']);
    expect(codes(await respond(), at(301))).to.deep.equal(['ocsp.future']);
    const early = { producedAt: at(3600) };
    expect(codes(await respond({}, delegated, early), at(3000))).to.deep.equal(['ocsp.future']);
    expect(codes(await respond({ thisUpdate: at(3600) }), at(3000))).to.deep.equal(['ocsp.future']);
  });

  it('made after a certificate expired says nothing good of it', async () => {
    const late = new Date(validity.notAfter.getTime() + 24 * 3600_000);
    const der = await respond({ thisUpdate: late }, issuerItself(), { producedAt: late });
    expect(codes(der, late)).to.deep.equal(['revocation.after-expiry']);
    const revoked = { status: 'revoked', revokedAt: now, thisUpdate: late } as const;
    expect(codes(await respond(revoked, issuerItself(), { producedAt: late }), late)).to.deep.equal([
      'revoked',
    ]);
  });

  it('made after a certificate expired counts where the responder forgot nothing since before then', async () => {
    const late = new Date(validity.notAfter.getTime() + 24 * 3600_000);
    const kept = async (keptSince: Date, status: 'good' | 'revoked' = 'good') =>
      codes(
        await respond({ status, thisUpdate: late, keptSince }, issuerItself(), { producedAt: late }),
        late,
      );
    expect(await kept(validity.notBefore)).to.deep.equal(['good']);
    expect(await kept(validity.notAfter)).to.deep.equal(['good']);
    expect(await kept(new Date(validity.notAfter.getTime() + 1000))).to.deep.equal([
      'revocation.after-expiry',
    ]);
    expect(await kept(validity.notBefore, 'revoked')).to.deep.equal(['revoked']);
  });

  it('is not made with a key that is not of the certificate', async () => {
    expect(await codeOf(respond({}, { ...delegated, key: pki.tsa.key }))).to.equal('key.mismatch');
  });

  describe('comes only from whom the issuer appointed:', () => {
    const { usage, purposes, ocspSigning, timeStamping, noCheck } = extensions;
    const right = [usage, purposes([ocspSigning], false), noCheck];
    const byRoot = () => ({ key: pki.issuer.key, name: pki.root.subjectName });
    const responder = async (own: Buffer[], changed: object = {}, by = byRoot()) => {
      const key = await generateKey('ecdsa-p256');
      return { key, certificates: [forgeCertificate(by, createPublicKey(key), own, changed)] };
    };

    it('for OCSP, never to be asked about', async () => {
      expect(codes(await respond({}, await responder(right)))).to.deep.equal(['good']);
    });

    const cases: [string, Buffer[]][] = [
      ['not for another purpose', [usage, purposes([timeStamping], true), noCheck]],
      ['not without a purpose', [usage, noCheck]],
      ['not one that would have to be asked about', [usage, purposes([ocspSigning], false)]],
    ];
    for (const [what, own] of cases) {
      it(what, async () => {
        expect(codes(await respond({}, await responder(own)))).to.deep.equal(['ocsp.responder']);
      });
    }

    it('not from another issuer of the same name', async () => {
      const other = await makePki();
      const by = { key: other.issuer.key, name: pki.root.subjectName };
      expect(codes(await respond({}, await responder(right, {}, by)))).to.deep.equal(['ocsp.responder']);
    });

    it('not before or after its validity', async () => {
      const ended = new Date(now.getTime() - 1000);
      const past = await responder(right, { notBefore: validity.notBefore, notAfter: ended });
      expect(codes(await respond({}, past))).to.deep.equal(['ocsp.responder']);
    });

    it('not where its certificate is not there', async () => {
      const der = await respond({}, { ...delegated, certificates: [pki.responder.certificate] });
      const stranger = await responder([usage]);
      expect(codes(await respond({}, stranger))).to.deep.equal(['ocsp.responder']);
      expect(codes(der)).to.deep.equal(['good']);
    });

    it('and ours is one, and for nothing else', () => {
      const chain = (purpose: 'timestamp' | 'ocsp' | 'seal') =>
        codeOfCall(() => verifyChain([pki.responder.certificate], pki.trust, { at: now, purpose }));
      expect([chain('ocsp'), chain('timestamp'), chain('seal')]).to.deep.equal([
        'accepted',
        'certificate.usage',
        'certificate.usage',
      ]);
    });
  });

  describe('made elsewhere', () => {
    interface Forged {
      readonly hash?: string;
      readonly algorithm?: Buffer;
      readonly key?: typeof pki.issuer.key;
      readonly extensions?: readonly Buffer[];
      readonly version?: number;
    }
    const forge = ({ hash, key = pki.issuer.key, algorithm = algorithmOf(key), ...forged }: Forged = {}) => {
      const answer = write.sequence(
        entryOf().der,
        write.implicit(0, write.nullValue),
        write.generalizedTime(now),
      );
      const body = write.sequence(
        forged.version === undefined ? undefined : write.explicit(0, write.integer(forged.version)),
        write.explicit(1, pki.root.subjectName),
        write.generalizedTime(now),
        write.sequence(answer),
        forged.extensions && write.explicit(1, write.sequence(...forged.extensions)),
      );
      const basic = write.sequence(body, algorithm, write.bitString(signed(body, key, hash)));
      const response = write.sequence(write.oid('1.3.6.1.5.5.7.48.1.1'), write.octetString(basic));
      return write.sequence(write.enumerated(0), write.explicit(0, response));
    };

    it('names its responder by name', () => {
      expect(codes(forge())).to.deep.equal(['good']);
    });

    it('with another key is refused', () => {
      expect(codes(forge({ key: pki.tsa.key }))).to.deep.equal(['ocsp.signature']);
    });

    it('with SHA-1 is refused', () => {
      const algorithm = write.sequence(write.oid('1.2.840.10045.4.1'));
      expect(codes(forge({ hash: 'sha1', algorithm }))).to.deep.equal(['ocsp.algorithm']);
    });

    it('with a critical extension is refused, with another one it is not', () => {
      const value = write.integer(1);
      expect(codes(forge({ extensions: [extension('1.2.3', value, true)] }))).to.deep.equal([
        'ocsp.extension',
      ]);
      expect(codes(forge({ extensions: [extension('1.2.3', value)] }))).to.deep.equal(['good']);
      const twice = [extension('1.2.3', value), extension('1.2.3', value)];
      expect(codes(forge({ extensions: twice }))).to.deep.equal(['ocsp.malformed']);
    });

    it('of another version is refused', () => {
      expect(codes(forge({ version: 1 }))).to.deep.equal(['ocsp.malformed']);
    });
  });
});
