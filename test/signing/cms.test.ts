import { createHash, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { expect } from 'chai';
import { writeAttribute } from '../../src/signing/cms/attributes.js';
import { signedDataVersion, type VersionedContent } from '../../src/signing/cms/versions.js';
import { extentAt } from '../../src/signing/der.js';
import * as write from '../../src/signing/der-write.js';
import {
  attributeTypes,
  type CmsInspectionOptions,
  dataType,
  definiteCms,
  inspectCmsSigner,
  readCms,
  writeCms,
} from '../../src/signing/index.js';
import {
  extensions,
  type ForgedCms,
  forgeCertificate,
  forgeCms,
  makePki,
  now,
  type Pki,
  sha256,
} from './pki-support.js';
import { codeOfCall } from './support.js';

const content = Buffer.from('Nội dung văn bản');

describe('a signed CMS message', () => {
  let pki: Pki;

  const forge = (changed: Partial<ForgedCms> = {}) =>
    forgeCms({ contentType: dataType, content, signer: pki.tsa, ...changed });
  const codes = (der: Uint8Array, options: CmsInspectionOptions = {}, signed: Buffer = content) => {
    const cms = readCms(der);
    return cms.signers.flatMap((signer) =>
      inspectCmsSigner(cms, signer, (hash) => createHash(hash).update(signed).digest(), options).map(
        ({ code }) => code,
      ),
    );
  };

  before(async () => {
    pki = await makePki();
  });

  describe('is written and read again', () => {
    for (const kind of ['ecdsa-p256', 'rsa-2048'] as const) {
      it(`with a key of ${kind}`, async () => {
        const { tsa } = await makePki(kind);
        const der = await writeCms({
          contentType: '1.2.3.4',
          content,
          certificate: tsa.certificate,
          key: tsa.key,
          certificates: [tsa.certificate],
          signingTime: now,
        });
        const cms = readCms(der);
        expect(cms).to.deep.include({
          contentType: '1.2.3.4',
          content,
          certificates: [tsa.certificate],
          crls: [],
        });
        const [signer] = cms.signers;
        expect(signer?.certificate?.certificate).to.deep.equal(tsa.certificate);
        expect(signer).to.include({ digestAlgorithm: 'sha256' });
        expect(signer?.signedAttributes).to.deep.include({
          contentType: '1.2.3.4',
          messageDigest: sha256(content),
          signingTime: now,
          signingCertificate: { algorithm: 'sha256', digest: sha256(tsa.certificate) },
        });
        expect(codes(der)).to.deep.equal([]);
      });
    }
  });

  describe('has the versions of RFC 5652', () => {
    it('written by what it holds', async () => {
      const { certificate, key } = pki.tsa;
      for (const [contentType, version] of [
        [dataType, 1],
        ['1.2.3.4', 3],
      ] as const) {
        const der = await writeCms({ contentType, content, certificate, key, certificates: [certificate] });
        const cms = readCms(der);
        expect(cms.version).to.deep.equal({ stated: version, due: version });
        expect(cms.signers[0]?.version).to.deep.equal({ stated: 1, due: 1 });
      }
    });

    const usual = { contentType: dataType, certificates: [0x30], crls: [0x30], signers: [1] };
    const cases: [string, Partial<VersionedContent>, number][] = [
      ['id-data, signers of version 1', {}, 1],
      ['another content', { contentType: '1.2.3.4' }, 3],
      ['a signer of version 3', { signers: [1, 3] }, 3],
      ['an attribute certificate of version 1', { certificates: [0x30, 0xa1] }, 3],
      ['an attribute certificate of version 2', { certificates: [0xa2, 0xa1] }, 4],
      ['a certificate of another format', { certificates: [0xa2, 0xa3] }, 5],
      ['revocation information of another format', { crls: [0x30, 0xa1] }, 5],
    ];
    for (const [what, changed, version] of cases) {
      it(`${version} with ${what}`, () => {
        expect(signedDataVersion({ ...usual, ...changed })).to.equal(version);
      });
    }

    it('and in files of others is taken with any', () => {
      expect(codes(forge({ versions: { data: 5, signer: 3 } }))).to.deep.equal([]);
    });
  });

  it('may have its content elsewhere', () => {
    const der = forge({ content: undefined, digested: content });
    expect(readCms(der)).to.not.have.property('content');
    expect(codes(der)).to.deep.equal([]);
    expect(codes(der, {}, Buffer.from('another'))).to.deep.equal(['cms.message-digest']);
  });

  it('gives the time stamp over its signature', () => {
    const stamp = write.sequence(write.oid('1.2.840.113549.1.7.2'));
    const der = forge({ unsigned: [writeAttribute(attributeTypes.signatureTimeStamp, stamp)] });
    expect(readCms(der).signers[0]?.signatureTimeStamps).to.deep.equal([stamp]);
    expect(readCms(forge()).signers[0]?.signatureTimeStamps).to.deep.equal([]);
  });

  it('has its attributes signed as a SET in order, in whatever order they came', () => {
    const der = forge();
    const { signedAttributes } = readCms(der).signers[0] ?? {};
    const sorted = signedAttributes?.der ?? Buffer.alloc(0);
    const values = sorted.subarray(extentAt(sorted, 0).start);
    const first = extentAt(values, 0).end;
    const turned = Buffer.concat([values.subarray(first), values.subarray(0, first)]);
    expect(turned).to.not.deep.equal(values);
    const at = der.indexOf(values);
    const unsorted = Buffer.concat([der.subarray(0, at), turned, der.subarray(at + values.length)]);
    expect(codes(unsorted)).to.deep.equal([]);
    expect(readCms(unsorted).signers[0]?.signedAttributes?.der).to.deep.equal(sorted);
  });

  it('has its attributes signed as they came only where that is asked for, and nothing else is read from them', () => {
    const unsorted = forge({ unsorted: true });
    expect(codes(unsorted)).to.deep.equal(['cms.signature']);
    expect(codes(unsorted, { unsortedAttributes: true })).to.deep.equal([]);
    const { values: came, der } = readCms(unsorted).signers[0]?.signedAttributes ?? {};
    const { values: inOrder, der: sorted } = readCms(forge()).signers[0]?.signedAttributes ?? {};
    expect(new Map([...(came ?? [])].sort())).to.deep.equal(new Map([...(inOrder ?? [])].sort()));
    expect(der).to.deep.equal(sorted);
  });

  it('may leave its certificate to the verifier', () => {
    const der = forge({ certificates: [] });
    expect(codes(der)).to.deep.equal(['cms.certificate']);
    const [signer] = readCms(der, { others: [pki.root.certificate, pki.tsa.certificate] }).signers;
    expect(signer?.certificate?.certificate).to.deep.equal(pki.tsa.certificate);
  });

  describe('that is signed with RSASSA-PSS', () => {
    const { privateKey: key } = generateKeyPairSync('rsa-pss', {
      modulusLength: 2048,
      hashAlgorithm: 'sha256',
      mgf1HashAlgorithm: 'sha256',
    });
    const sha = write.sequence(write.oid('2.16.840.1.101.3.4.2.1'));
    const pss = (hash = sha, mask = sha) =>
      write.sequence(
        write.oid('1.2.840.113549.1.1.10'),
        write.sequence(
          write.explicit(0, hash),
          write.explicit(1, write.sequence(write.oid('1.2.840.113549.1.1.8'), mask)),
          write.explicit(2, write.integer(32)),
        ),
      );
    const signer = () => ({
      key,
      certificate: forgeCertificate(
        { key: pki.issuer.key, name: pki.root.subjectName },
        createPublicKey(key),
        [extensions.usage],
      ),
    });

    it('is taken where the caller takes it', () => {
      const der = forge({ signer: signer(), signatureAlgorithm: pss() });
      expect(codes(der, { rsaPss: true })).to.deep.equal([]);
      expect(codes(der)).to.deep.equal(['cms.algorithm']);
    });

    it('is not taken with a mask of another hash, or the default SHA-1', () => {
      const sha512 = write.sequence(write.oid('2.16.840.1.101.3.4.2.3'));
      for (const signatureAlgorithm of [
        pss(sha, sha512),
        pss(sha512, sha512),
        write.sequence(write.oid('1.2.840.113549.1.1.10'), write.sequence()),
      ]) {
        expect(codes(forge({ signer: signer(), signatureAlgorithm }), { rsaPss: true })).to.deep.equal([
          'cms.algorithm',
        ]);
      }
    });
  });

  describe('is found wanting', () => {
    const attributes = (
      choose: (usual: Parameters<NonNullable<ForgedCms['attributes']>>[0]) => readonly Uint8Array[],
    ) => codes(forge({ attributes: choose }));

    it('where what is signed is another content or of another type', () => {
      expect(codes(forge({ digested: Buffer.from('x') }))).to.deep.equal(['cms.message-digest']);
      const other = writeAttribute(attributeTypes.contentType, write.oid('1.2.3'));
      expect(attributes(({ messageDigest, meant }) => [other, messageDigest, meant])).to.deep.equal([
        'cms.attributes',
      ]);
    });

    it('where attributes are missing', () => {
      expect(attributes(({ contentType, meant }) => [contentType, meant])).to.deep.equal(['cms.attributes']);
      expect(attributes(({ messageDigest, meant }) => [messageDigest, meant])).to.deep.equal([
        'cms.attributes',
      ]);
    });

    it('where it does not say which certificate it means: a warning', () => {
      const der = forge({ attributes: ({ contentType, messageDigest }) => [contentType, messageDigest] });
      const cms = readCms(der);
      const findings = cms.signers.flatMap((signer) => inspectCmsSigner(cms, signer, () => sha256(content)));
      expect(findings).to.deep.equal([{ code: 'cms.no-signing-certificate', severity: 'warning' }]);
    });

    it('where it means another certificate, or another issuer or serial number', () => {
      const digest = write.octetString(sha256(pki.tsa.certificate));
      const { issuerName, serialOctets } = readCms(forge()).signers[0]?.certificate ?? {};
      const serial = write.element(0x02, serialOctets ?? Buffer.alloc(0));
      const named = (issuer: Uint8Array, number: Uint8Array) =>
        write.sequence(write.sequence(write.explicit(4, issuer)), number);
      const name = issuerName ?? Buffer.alloc(0);
      const v2 = (...parts: Buffer[]) =>
        writeAttribute(
          attributeTypes.signingCertificateV2,
          write.sequence(write.sequence(write.sequence(...parts))),
        );
      const meaning = (meant: Buffer) =>
        attributes(({ contentType, messageDigest }) => [contentType, messageDigest, meant]);
      expect(meaning(v2(digest, named(name, serial)))).to.deep.equal([]);
      expect(meaning(v2(digest, named(write.sequence(), serial)))).to.deep.equal(['cms.signing-certificate']);
      expect(meaning(v2(digest, named(name, write.integer(9))))).to.deep.equal(['cms.signing-certificate']);
      expect(meaning(v2(write.octetString(sha256(content))))).to.deep.equal(['cms.signing-certificate']);
      const sha512 = createHash('sha512').update(pki.tsa.certificate).digest();
      const algorithm = write.sequence(write.oid('2.16.840.1.101.3.4.2.3'));
      expect(meaning(v2(algorithm, write.octetString(sha512)))).to.deep.equal([]);
      const sha1 = createHash('sha1').update(pki.tsa.certificate).digest();
      const v1 = writeAttribute(
        attributeTypes.signingCertificate,
        write.sequence(write.sequence(write.sequence(write.octetString(sha1)))),
      );
      expect(meaning(v1)).to.deep.equal([]);
    });

    it('with SHA-1, and still looked at', () => {
      const signatureAlgorithm = write.sequence(write.oid('1.2.840.10045.4.1'));
      const outdated = { hash: 'sha1', signatureAlgorithm } as const;
      expect(codes(forge(outdated))).to.deep.equal(['cms.outdated']);
      expect(codes(forge({ ...outdated, digested: Buffer.from('x') }))).to.deep.equal([
        'cms.outdated',
        'cms.message-digest',
      ]);
    });

    it('where digest and signature have two hashes, or an algorithm that nobody knows', () => {
      const sha512 = write.sequence(write.oid('1.2.840.10045.4.3.4'));
      expect(codes(forge({ signatureAlgorithm: sha512 }))).to.deep.equal(['cms.algorithm']);
      expect(codes(forge({ signatureAlgorithm: write.sequence(write.oid('1.2.3')) }))).to.deep.equal([
        'cms.algorithm',
      ]);
    });

    it('where the value is not of the key, or for another kind of key', () => {
      expect(codes(forge({ signer: { ...pki.tsa, key: pki.responder.key } }))).to.deep.equal([
        'cms.signature',
      ]);
      const rsa = write.sequence(write.oid('1.2.840.113549.1.1.11'), write.nullValue);
      expect(codes(forge({ signatureAlgorithm: rsa }))).to.deep.equal(['cms.signature']);
    });
  });

  describe('is not read', () => {
    const read = (der: Uint8Array) => codeOfCall(() => readCms(der));

    it('where it is none, or cut off, or something follows', () => {
      const der = forge();
      for (let length = 0; length < der.length; length += 7) {
        expect(read(der.subarray(0, length))).to.equal('cms.malformed');
      }
      expect(read(Buffer.concat([der, Buffer.alloc(1)]))).to.equal('cms.malformed');
      expect(read(write.sequence(write.oid('1.2.3'), write.explicit(0, write.sequence())))).to.equal(
        'cms.malformed',
      );
    });

    it('where an attribute stands there twice', () => {
      const twice = forge({
        attributes: ({ contentType, messageDigest, meant }) => [
          contentType,
          messageDigest,
          messageDigest,
          meant,
        ],
      });
      expect(read(twice)).to.equal('cms.malformed');
    });

    it('beyond the limits', () => {
      expect(read(Buffer.alloc(1024 * 1024 + 1))).to.equal('cms.limit');
      expect(read(forge({ signers: 5 }))).to.equal('cms.limit');
      const many = Array.from({ length: 33 }, () => pki.tsa.certificate);
      expect(read(forge({ certificates: many }))).to.equal('cms.limit');
    });
  });

  describe('with indefinite lengths', () => {
    /** Every constructed element with an indefinite length, and octet strings in pieces. */
    const asBer = (der: Buffer, from = 0, to = der.length): Buffer => {
      const parts: Buffer[] = [];
      for (let at = from; at < to; ) {
        const long = (der[at + 1] ?? 0) >= 0x80 ? (der[at + 1] ?? 0) - 0x80 : 0;
        const start = at + 2 + long;
        const length = long === 0 ? (der[at + 1] ?? 0) : der.readUIntBE(at + 2, long);
        const tag = der[at] ?? 0;
        const end = start + length;
        const close = Buffer.alloc(2);
        if ((tag & 0x20) !== 0) parts.push(Buffer.of(tag, 0x80), asBer(der, start, end), close);
        else if (tag === 0x04 && length > 1) {
          const middle = start + (length >> 1);
          const [one, two] = [der.subarray(start, middle), der.subarray(middle, end)];
          parts.push(Buffer.of(0x24, 0x80), write.octetString(one), write.octetString(two), close);
        } else parts.push(der.subarray(at, end));
        at = end;
      }
      return Buffer.concat(parts);
    };

    it('is read after they were made definite, and what was signed is the same', () => {
      const der = forge();
      const ber = asBer(der);
      expect(codeOfCall(() => readCms(ber))).to.equal('cms.malformed');
      expect(definiteCms(ber)).to.deep.equal({ der, length: ber.length });
    });

    it('or definite ones is the first element, whatever follows', () => {
      const der = forge();
      const padded = Buffer.concat([der, Buffer.alloc(100)]);
      expect(definiteCms(padded)).to.deep.equal({ der, length: der.length });
      expect(definiteCms(Buffer.concat([asBer(der), Buffer.alloc(100)])).der).to.deep.equal(der);
    });

    it('is refused where they do not end, or go too deep', () => {
      const convert = (octets: Buffer) => codeOfCall(() => definiteCms(octets));
      expect(convert(Buffer.from('3080', 'hex'))).to.equal('cms.malformed');
      expect(convert(Buffer.from('3080020101', 'hex'))).to.equal('cms.malformed');
      expect(convert(Buffer.from('3080'.repeat(100_000), 'hex'))).to.equal('cms.malformed');
      expect(convert(Buffer.alloc(0))).to.equal('cms.malformed');
      expect(convert(Buffer.alloc(1024 * 1024 + 1))).to.equal('cms.limit');
    });
  });
});
