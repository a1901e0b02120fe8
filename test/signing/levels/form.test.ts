import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import {
  claimedLevel,
  joinFile,
  readProperties,
  splitFile,
  type UnsignedProperty,
  writeProperties,
} from '../../../src/signing/index.js';
import { codeOfCall, makeAxis, sealPacket } from '../support.js';

const bytes = (octets = 40) => randomBytes(octets);
const stamp: UnsignedProperty = { kind: 'signature-time-stamp', token: bytes() };
const certificates: UnsignedProperty = { kind: 'certificate-values', certificates: [bytes(), bytes()] };
const answers: UnsignedProperty = { kind: 'revocation-values', crls: [bytes()], ocsps: [bytes(), bytes()] };
const dataOfStamp = (): UnsignedProperty => ({
  kind: 'time-stamp-validation-data',
  data: { certificates: [bytes()], crls: [], ocsps: [bytes()] },
});
const ofStamp = dataOfStamp();
const archive: UnsignedProperty = { kind: 'archive-time-stamp', token: bytes() };

describe('the unsigned properties', () => {
  const shapes: readonly (readonly [string, readonly UnsignedProperty[]])[] = [
    ['T', [stamp]],
    ['LT', [stamp, answers]],
    ['LT', [stamp, certificates, answers, ofStamp]],
    ['LT', [stamp, ofStamp]],
    ['LTA', [stamp, answers, ofStamp, archive]],
    ['LTA', [stamp, answers, ofStamp, archive, dataOfStamp(), archive]],
  ];
  for (const [level, properties] of shapes) {
    it(`of level ${level} read as they were written: ${properties.map(({ kind }) => kind).join(', ')}`, () => {
      expect(readProperties(writeProperties(properties))).to.deep.equal(properties);
      expect(claimedLevel(properties)).to.equal(level);
    });
  }

  const wrong: readonly (readonly [string, readonly UnsignedProperty[]])[] = [
    ['no time stamp', [answers]],
    ['two signature time stamps', [stamp, stamp]],
    ['an archive time stamp alone', [archive]],
    ['answers in front of the stamp', [answers, stamp]],
    ['certificates behind the answers', [stamp, answers, certificates]],
    ['two groups of validation data in a row', [stamp, ofStamp, ofStamp]],
    ['answers behind an archive time stamp', [stamp, archive, answers]],
    ['nothing at all', []],
    ['certificates of which there are none', [stamp, { kind: 'certificate-values', certificates: [] }]],
    ['answers of which there are none', [stamp, { kind: 'revocation-values', crls: [], ocsps: [] }]],
    [
      'validation data of which there is none',
      [stamp, { kind: 'time-stamp-validation-data', data: { certificates: [], crls: [], ocsps: [] } }],
    ],
    ['the same value in two properties', [stamp, ofStamp, archive, ofStamp]],
    [
      'the same value twice in one',
      [stamp, { kind: 'revocation-values', crls: [], ocsps: [Buffer.of(1), Buffer.of(1)] }],
    ],
  ];
  for (const [what, properties] of wrong) {
    it(`refuse ${what}`, () => {
      expect(codeOfCall(() => readProperties(writeProperties(properties)))).to.equal('evidence.form');
    });
  }

  const good = writeProperties([stamp, answers, ofStamp]);
  const changes: readonly (readonly [string, (text: string) => string])[] = [
    [
      'white space between elements',
      (text) => text.replace('><xades:RevocationValues', '> <xades:RevocationValues'),
    ],
    ['another canonicalisation', (text) => text.replace('xml-exc-c14n#', 'xml-exc-c14n#WithComments')],
    [
      'base64 with a line feed',
      (text) => text.replace('</xades:EncapsulatedTimeStamp>', '\n</xades:EncapsulatedTimeStamp>'),
    ],
    [
      'an attribute more',
      (text) => text.replace('<xades:SignatureTimeStamp ', '<xades:SignatureTimeStamp Id="x" '),
    ],
    ['a comment', (text) => text.replace('<xades:CRLValues>', '<!-- --><xades:CRLValues>')],
    [
      'an unknown property',
      (text) =>
        text.replace(
          '<xades:RevocationValues ',
          '<xades:CounterSignature></xades:CounterSignature><xades:RevocationValues ',
        ),
    ],
    ['an element that is not closed', (text) => text.replace('</xades:CRLValues>', '')],
    [
      'a value without octets between two tags that do not match',
      (text) => text.replace('</xades:EncapsulatedOCSPValue>', '</xades:EncapsulatedCRLValue>'),
    ],
    [
      'empty lists of answers',
      (text) =>
        text.replace(/<xades:CRLValues>.*<\/xades:OCSPValues>/, '<xades:CRLValues></xades:CRLValues>'),
    ],
  ];
  for (const [what, change] of changes) {
    it(`refuse ${what}`, () => {
      const changed = change(good);
      expect(changed).to.not.equal(good);
      expect(codeOfCall(() => readProperties(changed))).to.equal('evidence.form');
    });
  }

  it('refuse one element a hundred thousand times without writing each anew', () => {
    const [open = '', close = ''] = writeProperties([]).split(/(?=<\/xades:UnsignedSignature)/);
    const repeated = '<xades:SignatureTimeStamp ></xades:SignatureTimeStamp>'.repeat(100_000);
    expect(codeOfCall(() => readProperties(open + repeated + close))).to.equal('evidence.form');
  });

  it('are bounded in values and in archive time stamps', () => {
    const many = (count: number) => Array.from({ length: count }, () => bytes(4));
    const values = (count: number): UnsignedProperty[] => [
      stamp,
      { kind: 'revocation-values', crls: [], ocsps: many(count) },
    ];
    expect(readProperties(writeProperties(values(32)))).to.have.length(2);
    expect(codeOfCall(() => readProperties(writeProperties(values(33))))).to.equal('evidence.limit');
    const both = (crls: number): UnsignedProperty[] => [
      stamp,
      { kind: 'revocation-values', crls: many(crls), ocsps: many(16) },
    ];
    expect(readProperties(writeProperties(both(16)))).to.have.length(2);
    expect(codeOfCall(() => readProperties(writeProperties(both(17))))).to.equal('evidence.limit');
    const inAll = (last: number): UnsignedProperty[] => [
      stamp,
      ...[32, 32, 32, 32, 32, 32, 32, last].flatMap((count): UnsignedProperty[] => [
        archive,
        { kind: 'time-stamp-validation-data', data: { certificates: many(count), crls: [], ocsps: [] } },
      ]),
      archive,
    ];
    expect(readProperties(writeProperties(inAll(32)))).to.have.length(18);
    const [, ...rest] = inAll(31);
    const over = [stamp, { kind: 'revocation-values', crls: many(2), ocsps: [] } as const, ...rest];
    expect(codeOfCall(() => readProperties(writeProperties(over)))).to.equal('evidence.limit');
    const archives = (count: number) => [stamp, ...new Array<UnsignedProperty>(count).fill(archive)];
    expect(readProperties(writeProperties(archives(32)))).to.have.length(33);
    expect(codeOfCall(() => readProperties(writeProperties(archives(33))))).to.equal('evidence.limit');
  });
});

describe('the augmented form', () => {
  let sealed: Buffer;
  before(async () => {
    sealed = await sealPacket(await (await makeAxis()).signer('ecdsa-p256'));
  });

  it('gives the sealed form back, octet for octet', () => {
    const file = joinFile(sealed, [stamp, answers]);
    expect(file.length).to.be.greaterThan(sealed.length);
    const split = splitFile(file);
    expect(split.sealed.equals(sealed)).to.equal(true);
    expect(split.properties).to.deep.equal([stamp, answers]);
  });

  it('is the sealed form where there is nothing around it', () => {
    expect(joinFile(sealed, []).equals(sealed)).to.equal(true);
    expect(splitFile(sealed)).to.deep.equal({ sealed, properties: [] });
  });

  const element = writeProperties([stamp]);
  const places: readonly (readonly [string, (file: string) => string])[] = [
    ['twice', (file) => file.replace('</xades:SignedProperties>', `$&${element}${element}`)],
    ['in front of the signed properties', (file) => file.replace('<xades:SignedProperties ', `${element}$&`)],
    [
      'behind the qualifying properties',
      (file) => file.replace('</xades:QualifyingProperties>', `$&${element}`),
    ],
    ['in the header', (file) => file.replace('<ds:Signature ', `${element}$&`)],
    ['at the end of the file', (file) => `${file}${element}`],
    ['without its end', (file) => file.replace('</xades:SignedProperties>', `$&${element.slice(0, -10)}`)],
  ];
  for (const [where, put] of places) {
    it(`is refused with the properties ${where}`, () => {
      const file = Buffer.from(put(sealed.toString('utf8')));
      expect(codeOfCall(() => splitFile(file))).to.equal('evidence.form');
    });
  }

  it('is bounded', () => {
    const big: UnsignedProperty = { kind: 'revocation-values', crls: [bytes(19 * 1024 * 1024)], ocsps: [] };
    expect(codeOfCall(() => splitFile(joinFile(sealed, [stamp, big])))).to.equal('evidence.limit');
  });
});
