import { expect } from 'chai';
import { bufferSource, limits } from '../../src/edoc/index.js';
import { embeddedSignatures, type InspectedPdf } from '../../src/evidence/index.js';
import { contextTag, DerReader, tags } from '../../src/signing/der.js';
import type { Trust } from '../../src/signing/index.js';
import { type Authority, makeAuthority, weakIdentity } from '../signing/citizens.js';
import { now } from '../signing/support.js';
import {
  bareSigner,
  cmsSigner,
  type Identity,
  plainPdf,
  sha1InsideSigner,
  signPdf,
  stamped,
  tokenOver,
  updatePdf,
} from './signed-pdf.js';

/** The message and what is in it down to the signed data, without lengths: the end of each is marked. */
function indefinite(der: Buffer): Buffer {
  const outer = DerReader.inside(der);
  const type = outer.next().octets;
  const signedData = outer.enter(contextTag(0)).next(tags.sequence).content;
  const end = Buffer.alloc(2);
  return Buffer.concat([
    ...[Buffer.from('3080', 'hex'), type, Buffer.from('a0803080', 'hex')],
    ...[signedData, end, end, end],
  ]);
}

describe('the signatures inside a PDF', () => {
  let authority: Authority;
  let official: Identity;
  let plain: Buffer;
  let signed: Buffer;

  before(async () => {
    authority = await makeAuthority();
    official = await authority.identity();
    plain = await plainPdf();
    signed = await signPdf(plain, cmsSigner(official), {
      more: '/Name (Nguyen Van A) /Reason <FEFF004B00FD> /Location (H\\340 N\\(i\\))',
    });
  });

  async function look(pdf: Buffer, trust: Trust | 'none' = authority.trust): Promise<InspectedPdf> {
    const options = trust === 'none' ? { at: now } : { trust, at: now };
    const found = await embeddedSignatures(bufferSource(pdf), options);
    if (!found) throw new Error('no PDF');
    return found;
  }
  const codesOf = ({ signatures, findings }: InspectedPdf) => [
    ...findings.map(({ code }) => code),
    ...signatures.flatMap((signature) => signature.findings.map(({ code }) => code)),
  ];
  /** Replaces text by text of the same length. */
  function changed(pdf: Buffer, from: string, to: string): Buffer {
    const at = pdf.lastIndexOf(from, undefined, 'latin1');
    expect(at, from).to.be.greaterThan(-1);
    const copy = Buffer.from(pdf);
    copy.write(to.padEnd(from.length), at, 'latin1');
    return copy;
  }

  it('are none in a file without, and nothing is said of what is no PDF', async () => {
    expect(await look(plain)).to.deep.equal({
      verdict: 'none',
      revisions: 1,
      encrypted: false,
      signatures: [],
      findings: [],
    });
    expect(await embeddedSignatures(bufferSource(Buffer.from('PK')), { at: now })).to.equal(undefined);
    expect(await embeddedSignatures(bufferSource(Buffer.alloc(0)), { at: now })).to.equal(undefined);
  });

  it('are valid over the whole file, with who, when and what else the file says', async () => {
    const found = await look(signed);
    expect(found).to.include({ verdict: 'valid', revisions: 2 });
    expect(found.signatures[0]).to.deep.include({
      verdict: 'valid',
      kind: 'signature',
      integrity: 'intact',
      chain: 'trusted',
      coverage: 'whole',
      revision: 2,
      appended: 0,
      outdated: false,
      algorithm: 'rsa-2048, sha256',
      claimedTime: new Date('2026-06-01T08:00:00Z'),
      subFilter: 'adbe.pkcs7.detached',
      name: 'Nguyen Van A',
      reason: 'Ký',
      location: 'Hà N(i)',
    });
    expect(found.signatures[0]?.signer?.subject).to.contain('UBND tỉnh Nghệ An');
    expect(codesOf(found)).to.deep.equal(['cms.no-signing-certificate']);
  });

  it('are read also where their messages are BER, with lengths that are not said before', async () => {
    const sign = cmsSigner(official);
    const found = await look(await signPdf(plain, async (octets) => indefinite(await sign(octets))));
    expect(found.verdict).to.equal('valid');
    expect(codesOf(found)).to.deep.equal(['cms.no-signing-certificate']);
  });

  it('are not there for a filter whose name every object has', async () => {
    const pdf = Buffer.concat([plain, Buffer.from('\n9 0 obj\n<< /SubFilter /toString >>\nendobj\n')]);
    expect(await look(pdf)).to.deep.include({ verdict: 'none', signatures: [], findings: [] });
  });

  it('leave open who signed where no roots, or others, are given', async () => {
    const unknown = await look(signed, 'none');
    expect(unknown.verdict).to.equal('indeterminate');
    expect(unknown.signatures[0]).to.include({ integrity: 'intact', chain: 'not-checked' });
    expect(codesOf(unknown)).to.include('pdf.chain-not-checked');
    const others = await look(signed, (await makeAuthority()).trust);
    expect(others.verdict).to.equal('indeterminate');
    expect(others.signatures[0]).to.include({ integrity: 'intact', chain: 'untrusted' });
    expect(codesOf(others)).to.include('certificate.untrusted');
  });

  it('tell of an expired certificate, and that it was valid at the time that the signer claims', async () => {
    const found = await embeddedSignatures(bufferSource(signed), {
      trust: authority.trust,
      at: new Date('2030-01-01'),
    });
    expect(found?.verdict).to.equal('indeterminate');
    expect(found && codesOf(found)).to.include.members(['certificate.expired', 'verify.valid-at-signing']);
  });

  it('are changed by any changed octet of what they cover', async () => {
    for (const at of [20, plain.length - 10, signed.length - 5]) {
      const copy = Buffer.from(signed);
      copy[at] = (copy[at] ?? 0) ^ 1;
      const found = await look(copy);
      expect(found.verdict, String(at)).to.equal('invalid');
      expect(found.signatures[0]?.integrity).to.equal('changed');
      expect(codesOf(found)).to.include('pdf.changed');
    }
  });

  it('of two signers each cover their version, the last one the whole', async () => {
    const second = await authority.identity();
    const both = await signPdf(signed, cmsSigner(second));
    const found = await look(both);
    expect(found.verdict).to.equal('valid');
    expect(
      found.signatures.map(({ coverage, revision, appended }) => ({ coverage, revision, appended })),
    ).to.deep.equal([
      { coverage: 'part', revision: 2, appended: both.length - signed.length },
      { coverage: 'whole', revision: 3, appended: 0 },
    ]);
    expect(codesOf(found)).to.include('pdf.earlier-version').and.not.include('pdf.appended');
  });

  it('tell of an update after signing, which no signature covers', async () => {
    const updated = updatePdf(signed);
    const found = await look(updated);
    expect(found.verdict).to.equal('indeterminate');
    expect(found.signatures[0]).to.include({ integrity: 'intact', coverage: 'part', verdict: 'valid' });
    expect(found.signatures[0]?.findings.find(({ code }) => code === 'pdf.appended')?.detail).to.deep.equal({
      octets: updated.length - signed.length,
    });
  });

  it('do not cover an update by an invalid signature after them', async () => {
    const both = await signPdf(signed, cmsSigner(official));
    const broken = changed(both, '%%EOF', '%%EOE');
    expect(codesOf(await look(broken))).to.include('pdf.appended');
  });

  it('do not cover an update behind a valid one by a signature that anybody could have made', async () => {
    const stranger = await (await makeAuthority()).identity();
    const both = await signPdf(updatePdf(signed), cmsSigner(stranger));
    const found = await look(both);
    expect(found.verdict).to.equal('indeterminate');
    expect(found.signatures.map(({ verdict, coverage }) => [verdict, coverage])).to.deep.equal([
      ['valid', 'part'],
      ['indeterminate', 'whole'],
    ]);
    expect(codesOf(found)).to.include('pdf.appended').and.not.include('pdf.earlier-version');
    expect(codesOf(await look(both, 'none'))).to.include('pdf.earlier-version');
  });

  it('are refused where the hole is not exactly their value', async () => {
    const [, hole = '', behind = '', rest = ''] =
      /ByteRange \[0 (\d+) (\d+) (\d+)\]/.exec(signed.toString('latin1')) ?? [];
    const range = `[0 ${hole} ${behind} ${rest}]`;
    const moved: [string, string][] = [
      [`[0 ${Number(hole) - 1} ${behind} ${rest}]`, 'pdf.hole'],
      [`[0 ${Number(hole) + 1} ${behind} ${rest}]`, 'pdf.hole'],
      [`[0 ${hole} ${Number(behind) + 1} ${Number(rest) - 1}]`, 'pdf.hole'],
      [`[0 ${hole} ${Number(behind) - 1} ${Number(rest) + 1}]`, 'pdf.hole'],
      ['[0 10 20 30]', 'pdf.hole'],
      [`[1 ${hole} ${behind} ${rest}]`, 'pdf.byte-range'],
      [`[0 ${behind} ${hole} 5]`, 'pdf.byte-range'],
      [`[0 -${hole} 5 5]`, 'pdf.byte-range'],
      ['[0 99999999999999999999 5 5]', 'pdf.byte-range'],
      ['[0 1e5 5 5]', 'pdf.byte-range'],
      ['[0 10 20]', 'pdf.byte-range'],
      ['[]', 'pdf.byte-range'],
      ['null', 'pdf.byte-range'],
      [`[0 ${hole} ${behind} 999999999999]`, 'pdf.truncated'],
    ];
    for (const [other, code] of moved) {
      const found = await look(changed(signed, range.padEnd(44), other));
      expect([other, found.verdict, ...codesOf(found)]).to.deep.equal([other, 'invalid', code]);
    }
  });

  it('are refused where the value stands twice, is no hexadecimal, or hides more than zeros', async () => {
    const twice = await signPdf(plain, cmsSigner(official), { more: '/Contents <00>' });
    expect(codesOf(await look(twice))).to.deep.equal(['pdf.dictionary']);
    const at = signed.lastIndexOf('/Contents <');
    const inHole = (offset: number, text: string) => {
      const copy = Buffer.from(signed);
      copy.write(text, at + '/Contents <'.length + offset, 'latin1');
      return copy;
    };
    expect(codesOf(await look(inHole(16_000, 'zz')))).to.deep.equal(['pdf.contents']);
    expect(codesOf(await look(inHole(16_000, '01')))).to.include('pdf.overfull');
    expect((await look(inHole(16_000, '01'))).verdict).to.equal('invalid');
    expect(codesOf(await look(inHole(0, '0000000000')))).to.include('cms.malformed');
    // A value that ends early: what is hidden behind it lies in the hole.
    expect((await look(inHole(16_000, '>/X <'))).signatures[0]?.verdict).to.equal('invalid');
    expect(codesOf(await look(inHole(16_000, '>/X <')))).to.deep.equal(['pdf.hole']);
    expect(codesOf(await look(inHole(16_000, '>')))).to.deep.equal(['pdf.dictionary']);
  });

  it('are refused where the value was made with another key', async () => {
    const other = await authority.identity();
    const forged = await signPdf(plain, cmsSigner({ key: other.key, certificate: official.certificate }));
    const found = await look(forged);
    expect(found.verdict).to.equal('invalid');
    expect(found.signatures[0]?.integrity).to.equal('unknown');
    expect(codesOf(found)).to.include('cms.signature');
  });

  it('are judged for the time of their time stamp, which outlives the certificate', async () => {
    const tsa = await authority.stamper();
    const then = new Date('2026-06-01T08:00:05Z');
    const later = { trust: authority.trust, at: new Date('2030-01-01T00:00:00Z') };
    const pdf = await signPdf(
      plain,
      stamped(cmsSigner(official), (value) => tokenOver(value, tsa, then)),
    );
    const found = await embeddedSignatures(bufferSource(pdf), later);
    expect(found?.verdict).to.equal('valid');
    expect(found?.signatures[0]?.stampedTime).to.deep.equal(then);
    const other = await signPdf(
      plain,
      stamped(cmsSigner(official), () => tokenOver(Buffer.from('khác'), tsa, then)),
    );
    const doubtful = await look(other);
    expect(doubtful.signatures[0]).to.not.have.property('stampedTime');
    expect(codesOf(doubtful)).to.include('pdf.time-stamp');
  });

  it('may be a time stamp over the document, which nobody means by signing', async () => {
    const tsa = await authority.stamper();
    const stamp = (octets: Buffer) => tokenOver(octets, tsa, now);
    const pdf = await signPdf(signed, stamp, { subFilter: 'ETSI.RFC3161' });
    const found = await look(pdf);
    expect(found.verdict).to.equal('valid');
    expect(found.signatures.map(({ kind, coverage, verdict }) => [kind, coverage, verdict])).to.deep.equal([
      ['signature', 'part', 'valid'],
      ['time-stamp', 'whole', 'valid'],
    ]);
    expect(found.signatures[1]?.stampedTime).to.deep.equal(now);
    expect((await look(await signPdf(plain, stamp, { subFilter: 'ETSI.RFC3161' }))).verdict).to.equal(
      'indeterminate',
    );
    const broken = changed(pdf, '%%EOF', '%%EOE');
    expect((await look(broken)).signatures[1]).to.include({ integrity: 'changed', verdict: 'invalid' });
    expect((await look(pdf, 'none')).signatures[1]).to.include({
      integrity: 'intact',
      verdict: 'indeterminate',
    });
  });

  it('are outdated with SHA-1 or a short key, and prove nothing', async () => {
    const weak = weakIdentity();
    const files: [Buffer, 'intact' | 'unknown'][] = [
      [await signPdf(plain, cmsSigner(official, 'sha1')), 'intact'],
      [await signPdf(plain, sha1InsideSigner(official), { subFilter: 'adbe.pkcs7.sha1' }), 'intact'],
      [await signPdf(plain, bareSigner(official), { subFilter: 'adbe.x509.rsa_sha1' }), 'unknown'],
      [await signPdf(plain, cmsSigner(weak)), 'intact'],
    ];
    for (const [pdf, integrity] of files) {
      const found = await look(pdf);
      expect(found.verdict).to.equal('indeterminate');
      expect(found.signatures[0]).to.include({ outdated: true, integrity });
      expect(codesOf(found)).to.include('pdf.outdated');
    }
    const inside = await signPdf(plain, sha1InsideSigner(official), { subFilter: 'adbe.pkcs7.sha1' });
    expect((await look(changed(inside, '%%EOF', '%%EOE'))).signatures[0]?.integrity).to.equal('changed');
  });

  it('are of a kind that is not known, and no harm is done', async () => {
    const found = await look(await signPdf(plain, cmsSigner(official), { subFilter: 'urn.mine' }));
    expect(found.verdict).to.equal('indeterminate');
    expect(codesOf(found)).to.deep.equal(['pdf.unsupported']);
  });

  it('tell what is missing of a truncated file', async () => {
    const found = await look(signed.subarray(0, signed.length - 40));
    expect(codesOf(found)).to.deep.equal(['pdf.truncated']);
    for (let length = 0; length < signed.length; length += 997) {
      await embeddedSignatures(bufferSource(signed.subarray(0, length)), { trust: authority.trust, at: now });
    }
  });

  it('are found over the borders of the pieces in which a file is read', async () => {
    const piece = 1024 * 1024;
    const filled = (octets: number) =>
      signPdf(Buffer.concat([plain, Buffer.alloc(octets, '%\n')]), cmsSigner(official));
    const at = (await filled(0)).lastIndexOf('/ByteRange');
    for (const before of [0, 1, 9, 10, 11, 2000]) {
      expect((await look(await filled(piece - at - before))).verdict, String(before)).to.equal('valid');
    }
  });

  it('are looked for up to a bound, and beyond it nothing is called valid', async () => {
    const many = Buffer.from('\n9 0 obj\n<< /ByteRange [0 1 2 3] /Contents <00> >>\nendobj'.repeat(1000));
    const found = await look(Buffer.concat([signed, many]));
    expect(found.verdict).to.equal('invalid');
    expect(found.findings.map(({ code, detail }) => ({ code, detail }))).to.deep.equal([
      { code: 'pdf.limit', detail: { most: limits.pdfCandidates } },
      { code: 'pdf.limit', detail: { most: limits.pdfSignatures } },
    ]);
  });

  it('cost little to look for where a file is made to cost much', async () => {
    const candidate = '/ByteRange [0 ';
    for (const text of [
      'obj obj '.repeat(131_072) + candidate.repeat(1000),
      `1 0 obj << /A (${candidate.repeat(60_000)}`,
      `1 0 obj ${'<< /A '.repeat(200)}${candidate}`.repeat(2000),
    ]) {
      let octets = 0;
      const source = bufferSource(Buffer.from(`%PDF-1.7\n${text}`));
      const counted = {
        size: source.size,
        read: (start: number, length: number) => {
          octets += length;
          return source.read(start, length);
        },
      };
      const found = await embeddedSignatures(counted, { at: now });
      expect(found).to.deep.include({ verdict: 'invalid', signatures: [] });
      expect(octets).to.be.below(limits.pdfCandidates * 3 * limits.pdfDictionaryBytes);
    }
  });

  it('are looked for in so many octets and no more, however often they would have to be read', async () => {
    // Each place may belong to each of the dictionaries, none of which ends.
    const heads = '1 0 obj << /K '.repeat(15);
    const texts = `/A (${'x'.repeat(30_000)}) `.repeat(20);
    const file = Buffer.from(`%PDF-1.7\n${heads}${texts}${'/ByteRange [0 '.repeat(100)}`);
    const found = await look(file);
    expect(found.verdict).to.equal('invalid');
    expect(found.findings.at(-1)).to.deep.equal({
      code: 'pdf.limit',
      severity: 'error',
      detail: { most: limits.pdfReadBytes },
    });
  });

  it('may be damaged in any way: nothing throws', async () => {
    const start = signed.lastIndexOf('/Type /Sig');
    for (let at = start; at < signed.length; at += at - start < 400 ? 1 : 701) {
      for (const octet of [0, 0x28, 0x3c, 0xff]) {
        const copy = Buffer.from(signed);
        copy[at] = octet;
        const found = await look(copy);
        if (found.verdict === 'valid') expect(copy.equals(signed), String(at)).to.equal(true);
      }
    }
  });
});
