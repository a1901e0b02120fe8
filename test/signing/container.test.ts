import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import {
  containerLimits,
  containerParts,
  inspectContainerEvidence,
  inspectContainerSignature,
  joinFile,
  raise,
  type SignedFile,
  sealContainer,
  writeContainerManifest,
} from '../../src/signing/index.js';
import { day, TestAuthority } from './levels/authority.js';
import { type Axis, codeOf, makeAxis, now, validity } from './support.js';

const sha256 = (content: string) => createHash('sha256').update(content).digest('hex');
const files: SignedFile[] = [
  { name: 'document.edxml', mimeType: 'application/xml', sha256: sha256('một') },
  { name: "attachments/Công văn (số 1) & 'a'.pdf", mimeType: 'application/pdf', sha256: sha256('hai') },
  { name: 'attachments/x', mimeType: 'application/x&y', sha256: sha256('') },
];

describe("a container's seal", () => {
  let axis: Axis;
  let sealed: string;

  before(async () => {
    axis = await makeAxis();
    sealed = await sealContainer(files, await axis.signer('ecdsa-p256'), now);
  });

  const inspect = (text: string, at = now) =>
    inspectContainerSignature(Buffer.from(text), axis.trust, { at });
  const codes = (text: string) => inspect(text).findings.map(({ code }) => code);

  for (const kind of ['ecdsa-p256', 'rsa-3072'] as const) {
    it(`says which files were sealed, by whom and when (${kind})`, async () => {
      const text = await sealContainer(files, await axis.signer(kind), now);
      const { findings, signed } = inspect(text);
      expect(findings).to.deep.equal([]);
      expect(signed?.files).to.deep.equal(files);
      expect(signed?.signer.organization).to.equal('H41');
      expect(signed?.signingTime).to.deep.equal(now);
    });
  }

  it('names files as RFC 3986 has them', () => {
    expect(sealed).to.contain(
      'URI="attachments/C%C3%B4ng%20v%C4%83n%20%28s%E1%BB%91%201%29%20%26%20%27a%27.pdf"',
    );
  });

  it('leaves the place of unsigned properties right behind the signed ones', () => {
    expect(sealed).to.contain('</xades:SignedProperties></xades:QualifyingProperties>');
  });

  it('is refused whichever octet of it is changed (every third is tried)', () => {
    const octets = Buffer.from(sealed);
    for (let at = 0; at < octets.length; at += 3) {
      const changed = Buffer.from(octets);
      changed[at] = (octets[at] ?? 0) ^ 0x01;
      const { findings, signed } = inspectContainerSignature(changed, axis.trust, { at: now });
      expect(findings, String(at)).to.not.deep.equal([]);
      expect(signed, String(at)).to.equal(undefined);
    }
  });

  it('holds no more than was signed: white space, a comment, another signature', () => {
    expect(codes(`${sealed}\n`)).to.include('seal.form');
    expect(codes(sealed.replace('<ds:Object>', '<!-- --><ds:Object>'))).to.include('seal.form');
    const [signature = ''] = /<ds:Signature .*<\/ds:Signature>/.exec(sealed) ?? [];
    expect(codes(sealed.replace(signature, signature + signature))).to.include('seal.form');
  });

  it('is judged for a time', () => {
    expect(inspect(sealed, new Date('2031-01-01T00:00:00Z')).findings.map(({ code }) => code)).to.deep.equal([
      'certificate.expired',
    ]);
    expect(inspect(sealed, new Date('2026-05-01T00:00:00Z')).findings.map(({ code }) => code)).to.deep.equal([
      'seal.signing-time',
    ]);
  });

  it('says whose it claims to be, also where it is not in order', () => {
    const { claimed, signed } = inspect(sealed.replace('URI="doc', 'URI="dok'));
    expect(claimed?.signer.organization).to.equal('H41');
    expect(signed).to.equal(undefined);
  });

  it('may cover no file at all, and as many as are allowed', async () => {
    const signer = await axis.signer('ecdsa-p256');
    expect(inspect(await sealContainer([], signer, now)).signed?.files).to.deep.equal([]);
    const digest = sha256('x');
    const many = Array.from({ length: containerLimits.files }, (_, index) => ({
      name: `receipts/receipt-${index}.xml`,
      mimeType: 'application/xml',
      sha256: digest,
    }));
    const { findings, signed } = inspect(await sealContainer(many, signer, now));
    expect(findings).to.deep.equal([]);
    expect(signed?.files).to.have.length(containerLimits.files);
    const more = [...many, { name: 'one-more', mimeType: 'text/plain', sha256: digest }];
    expect(await codeOf(sealContainer(more, signer, now))).to.equal('container.limit');
  });

  it('is not made over names that nobody would take', async () => {
    const signer = await axis.signer('ecdsa-p256');
    const codeFor = (name: string, mimeType = 'text/plain') =>
      codeOf(sealContainer([{ name, mimeType, sha256: sha256('') }], signer, now));
    for (const name of [
      '',
      '/a',
      '../a',
      'a//b',
      'a\\b',
      'mimetype',
      'META-INF/a.xml',
      'meta-inf/a',
      'e\u0302',
      'a\n',
    ]) {
      expect(await codeFor(name), JSON.stringify(name)).to.equal('container.name-unsafe');
    }
    expect(await codeFor('a', 'text/plain; charset=utf-8')).to.equal('container.media-type');
    const [file] = files;
    if (!file) throw new Error('no file');
    expect(await codeOf(sealContainer([file, file], signer, now))).to.equal('container.name-twice');
  });

  it('is not made by a signer whose seals nobody would accept', async () => {
    const signer = await axis.signer('ecdsa-p256');
    expect(await codeOf(sealContainer(files, signer, new Date('2031-01-01T00:00:00Z')))).to.equal(
      'seal.signing-time',
    );
    expect(await codeOf(sealContainer(files, { ...signer, certificates: [] }, now))).to.equal(
      'certificate.malformed',
    );
  });

  it('comes with a manifest of OpenDocument, in which names are escaped', () => {
    expect(writeContainerManifest(files.slice(1, 2))).to.contain(
      `manifest:full-path="attachments/Công văn (số 1) &amp; 'a'.pdf" manifest:media-type="application/pdf"`,
    );
  });

  describe('with proof around it', () => {
    const octets = ['một', 'hai', ''];
    const read = (name: string) => [Buffer.from(octets[files.findIndex((file) => file.name === name)] ?? '')];
    let archived: Buffer;

    before(async () => {
      const parts = containerParts(Buffer.from(sealed), read);
      if (!parts) throw new Error('no parts');
      const authority = await TestAuthority.start(axis, now);
      const notAfter = new Date('2035-01-01T00:00:00Z');
      authority.tsa = await TestAuthority.issue(axis, 'tsa', { ...validity, notAfter });
      const { trust } = axis;
      const raised = await raise(parts, [], authority, { trust, target: 'LTA', now });
      if (raised.failure) throw raised.failure;
      archived = joinFile(Buffer.from(sealed), raised.properties);
    });

    const inspectAround = (file: Buffer, options: { read?: typeof read; at?: Date } = {}) =>
      inspectContainerEvidence(file, axis.trust, { at: now, revocation: 'hard', read, ...options });

    it('is judged for the time that is proven', async () => {
      const at = new Date('2030-01-01T00:00:00Z');
      expect(inspect(sealed, at).findings.map(({ code }) => code)).to.deep.equal(['certificate.expired']);
      const { findings, signed, level, provenAt } = await inspectAround(archived, { at });
      expect(findings).to.deep.equal([]);
      expect(signed?.files).to.deep.equal(files);
      expect({ level, provenAt }).to.deep.equal({ level: 'LTA', provenAt: now });
    });

    it('is the sealed form where that is taken away again', async () => {
      expect((await inspectAround(Buffer.from(sealed))).findings.map(({ code }) => code)).to.deep.equal([
        'revocation.unknown',
      ]);
      const late = new Date(now.getTime() + day);
      expect(inspect(archived.toString(), late).findings.map(({ code }) => code)).to.include('seal.form');
    });

    it('proves nothing of other files', async () => {
      const { findings, signed } = await inspectAround(archived, { read: () => [Buffer.from('một')] });
      expect(findings.map(({ code }) => code)).to.include('timestamp.imprint');
      expect(signed).to.equal(undefined);
    });

    it('has no file read twice, whatever it names', async () => {
      const twice = archived.toString().replace('URI="attachments/x"', 'URI="document.edxml"');
      let reads = 0;
      const { findings } = await inspectAround(Buffer.from(twice), {
        read: (name) => {
          reads += 1;
          return read(name);
        },
      });
      expect(findings.map(({ code }) => code)).to.include('seal.reference');
      expect(reads).to.equal(0);
    });
  });

  it('has the limits of the specification', () => {
    const page = readFileSync(new URL('../../../spec/container.md', import.meta.url), 'utf8');
    expect(page).to.contain('| files that one signature names | 32,768 |');
    expect(containerLimits.files).to.equal(32_768);
    expect(page).to.contain(
      '| `META-INF/signatures001.xml`, sealed form; what is put around it as in `evidence.md` | 32 MiB |',
    );
    expect(containerLimits.signatureBytes).to.equal(32 * 2 ** 20);
  });
});
