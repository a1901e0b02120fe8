import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import {
  directorySeal,
  inspectSeal,
  packetSeal,
  receiptSeal,
  type Signer,
  seal,
  sealedKindOf,
  secondOpinion,
  signingLimits,
  verifySeal,
} from '../../src/signing/index.js';
import { type Axis, assemble, codeOf, makeAxis, now, packet, receipt, sealPacket } from './support.js';

describe('verifying a seal', () => {
  let axis: Axis;
  let signer: Signer;
  let file: Buffer;

  before(async () => {
    axis = await makeAxis();
    signer = await axis.signer('ecdsa-p256');
    file = await sealPacket(signer, packet, '<AttachmentEncoded></AttachmentEncoded>');
  });

  it('returns what was signed, what stands around it, and who signed', async () => {
    const verified = await verifySeal(file, packetSeal, axis.trust, { at: now, agency: 'H41' });
    expect(verified.signed.toString()).to.equal(packet.head + packet.tail);
    expect(verified.after.toString()).to.equal('<AttachmentEncoded></AttachmentEncoded></edXML>\n');
    const { before, signature, after } = verified;
    expect(`${before}${packet.head}${signature}${packet.tail}${after}`).to.equal(file.toString());
    expect(verified.signer).to.include({
      organization: 'H41',
      name: 'UBND tỉnh Nghệ An',
      issuer: 'CN=Axis root',
    });
    expect(verified.signer.certificate.equals(Buffer.from(signer.certificates[0] ?? []))).to.equal(true);
  });

  it('reads a view into a larger buffer', async () => {
    const larger = new Uint8Array(file.length + 20);
    larger.set(file, 10);
    const view = larger.subarray(10, 10 + file.length);
    expect((await verifySeal(view, packetSeal, axis.trust, { at: now })).signer.organization).to.equal('H41');
  });

  it('judges a certificate anew for each time, though it remembers its path', async () => {
    const codes = await Promise.all(
      ['2026-06-01', '2030-01-01', '2026-06-01', '2025-06-01'].map((day) =>
        codeOf(verifySeal(file, packetSeal, axis.trust, { at: new Date(day === '2026-06-01' ? now : day) })),
      ),
    );
    expect(codes).to.deep.equal(['accepted', 'certificate.expired', 'accepted', 'certificate.not-yet-valid']);
  });

  it('refuses everything for a time that is none', async () => {
    const at = new Date(Number.NaN);
    expect(await codeOf(verifySeal(file, packetSeal, axis.trust, { at }))).to.equal(
      'certificate.not-yet-valid',
    );
  });

  it('trusts nothing by default, and no root but its own', async () => {
    const none = { anchors: [] };
    expect(await codeOf(verifySeal(file, packetSeal, none, { at: now }))).to.equal('certificate.untrusted');
    const other = await makeAxis();
    expect(await codeOf(verifySeal(file, packetSeal, other.trust, { at: now }))).to.equal(
      'certificate.untrusted',
    );
  });

  it('accepts a seal under any of several roots, also two of the same name', async () => {
    const other = await makeAxis();
    const both = { anchors: [...other.trust.anchors, ...axis.trust.anchors] };
    expect(await codeOf(verifySeal(file, packetSeal, both, { at: now }))).to.equal('accepted');
  });

  it('bounds what it reads', async () => {
    const large = Buffer.alloc(signingLimits.fileBytes + 1, '<');
    expect(await codeOf(verifySeal(large, packetSeal, axis.trust, { at: now }))).to.equal('seal.limit');
  });

  it('takes linear time over what an attacker may write', async () => {
    const filler = ['<', '<a>', '<a b="', '&', '<ds:Signature>', ' Id="x"', '<!--', '\u0301'];
    for (const text of filler) {
      const attack = Buffer.from(
        `<?xml version="1.0" encoding="UTF-8"?>\n${text.repeat(1_900_000 / text.length / 2)}\n`,
      );
      expect(await codeOf(verifySeal(attack, packetSeal, axis.trust, { at: now }))).to.match(/^seal\./);
    }
  });

  it('refuses a heap of combining marks without putting them in order', async () => {
    // Composing this would take minutes.
    const heap = `a${'\u0301'.repeat(200_000)}${'\u0316'.repeat(200_000)}`;
    const attack = Buffer.from(file.toString().replace('Về việc', heap));
    expect(await codeOf(verifySeal(attack, packetSeal, axis.trust, { at: now }))).to.equal('seal.encoding');
    const most = file.toString().replace('Về việc', `q${'\u0316'.repeat(30)}`);
    const { findings } = await inspectSeal(Buffer.from(most), packetSeal, axis.trust, { at: now });
    expect(findings.map(({ code }) => code)).to.deep.equal(['seal.content-digest']);
  });

  it('refuses elements too deep, which would cost memory for each signature among them', async () => {
    const nested = (depth: number) => {
      const inner = '<a>'.repeat(depth) + '</a>'.repeat(depth);
      return Buffer.from(file.toString().replace('Về việc', inner));
    };
    const limit = signingLimits.elementDepth - 4; // edXML, envelope, header, subject
    expect(await codeOf(verifySeal(nested(limit + 1), packetSeal, axis.trust, { at: now }))).to.equal(
      'seal.limit',
    );
    expect(await codeOf(verifySeal(nested(limit), packetSeal, axis.trust, { at: now }))).to.equal(
      'seal.content-digest',
    );
    const bomb = nested(100_000)
      .toString()
      .replace('</a>', `${'<Signature></Signature>'.repeat(30_000)}</a>`);
    expect(await codeOf(verifySeal(Buffer.from(bomb), packetSeal, axis.trust, { at: now }))).to.equal(
      'seal.limit',
    );
  });

  it('tells the auditor all that is wrong, and whose seal it claims to be', async () => {
    const changed = Buffer.from(file.toString().replace('Về việc', 'Về viec'));
    const { findings, content, claimed } = await inspectSeal(changed, packetSeal, axis.trust, {
      at: new Date('2030-01-01'),
      agency: 'H53',
    });
    expect(findings.map(({ code }) => code)).to.deep.equal([
      'seal.content-digest',
      'certificate.expired',
      'seal.other-agency',
    ]);
    expect(content).to.equal(undefined);
    expect(claimed?.signer.organization).to.equal('H41');
  });

  it('tells the kind of a file by its opening', async () => {
    expect(sealedKindOf(file)).to.equal(packetSeal);
    const receiptFile = assemble(receipt, await seal(receipt, receiptSeal, signer, now));
    expect(sealedKindOf(receiptFile)).to.equal(receiptSeal);
    expect(sealedKindOf(Buffer.from('<?xml version="1.0"?><Other/>'))).to.equal(undefined);
    expect(sealedKindOf(new Uint8Array())).to.equal(undefined);
    expect(await codeOf(verifySeal(receiptFile, directorySeal, axis.trust, { at: now }))).to.equal(
      'seal.missing',
    );
  });

  describe('a second time, with xml-crypto', () => {
    it('agrees on a good seal', async () => {
      expect(await secondOpinion(file, packetSeal, signer.certificates[0])).to.include({
        agrees: true,
        engine: 'xml-crypto',
      });
    });

    it('disagrees on changed content, changed properties, a changed value and another key', async () => {
      const [other] = (await axis.signer('ecdsa-p256')).certificates;
      const text = file.toString();
      const value = text.indexOf('<ds:SignatureValue>') + 25;
      const opinions = await Promise.all([
        secondOpinion(Buffer.from(text.replace('Về việc', 'Về viec')), packetSeal),
        secondOpinion(Buffer.from(text.replace('08:00:00Z', '08:00:01Z')), packetSeal),
        secondOpinion(
          Buffer.from(text.slice(0, value) + (text[value] === 'A' ? 'B' : 'A') + text.slice(value + 1)),
          packetSeal,
        ),
        secondOpinion(file, packetSeal, other),
        secondOpinion(Buffer.from('no XML'), packetSeal),
      ]);
      for (const { agrees, findings } of opinions) {
        expect(agrees).to.equal(false);
        expect(findings.map(({ code }) => code)).to.deep.equal(['seal.second-opinion']);
      }
    });

    it('is not held up by references that are none of the one form', async () => {
      const text = file.toString();
      const reference = text.slice(
        text.indexOf('<ds:Reference Id='),
        text.indexOf('</ds:Reference>') + '</ds:Reference>'.length,
      );
      const nameless = reference.replace(' Id="seal-content"', '');
      const many = Buffer.from(text.replace(reference, reference + nameless.repeat(1_000)));
      const { findings } = await secondOpinion(many, packetSeal, signer.certificates[0]);
      expect(findings[0]?.detail).to.deep.equal({ reason: 'seal.form' });
    });
  });

  it('has the limits of the specification', () => {
    const specification = readFileSync(new URL('../../../spec/signature.md', import.meta.url), 'utf8');
    const section = specification.slice(specification.indexOf('## 6. Limits'));
    expect(section).to.include(`| a sealed file | ${signingLimits.fileBytes / 1024 / 1024} MiB |`);
    expect(section).to.include(`| levels of elements | ${signingLimits.elementDepth} |`);
    expect(section).to.include(`| certificates in KeyInfo | ${signingLimits.certificates} |`);
    expect(section).to.include(`| one certificate, DER | ${signingLimits.certificateBytes / 1024} KiB |`);
    expect(section).to.include(
      `| SigningTime after the time of verification | ${signingLimits.clockSkewSeconds} s |`,
    );
    expect(section).to.include(
      `| RSA modulus | ${signingLimits.rsaBits.min} to ${signingLimits.rsaBits.max} bits |`,
    );
  });
});
