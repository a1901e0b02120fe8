import { createPublicKey } from 'node:crypto';
import { expect } from 'chai';
import {
  directorySeal,
  generateKey,
  issueNode,
  packetSeal,
  receiptSeal,
  type Sealable,
  type SealedKind,
  type Signer,
  seal,
  signerFromKey,
  signingLimits,
  verifySeal,
} from '../../src/signing/index.js';
import {
  type Axis,
  assemble,
  codeOf,
  makeAxis,
  now,
  packet,
  receipt,
  sealPacket,
  validity,
} from './support.js';

const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

describe('sealing', () => {
  let axis: Axis;
  let rsa: Signer;
  let ecdsa: Signer;

  before(async () => {
    axis = await makeAxis();
    rsa = await axis.signer('rsa-2048');
    ecdsa = await axis.signer('ecdsa-p256');
  });

  it('makes files that verify, for both suites and with larger keys', async () => {
    for (const signer of [rsa, ecdsa, await axis.signer('rsa-3072')]) {
      const verified = await verifySeal(await sealPacket(signer), packetSeal, axis.trust, { at: now });
      expect(verified.signed.toString()).to.equal(packet.head + packet.tail);
      expect(verified.signingTime).to.deep.equal(now);
    }
  });

  it('gives the same octets for the same content, time and RSA key', async () => {
    expect(await sealPacket(rsa)).to.deep.equal(await sealPacket(rsa));
  });

  it('keeps the signing time to the second', async () => {
    const file = assemble(
      receipt,
      await seal(receipt, receiptSeal, rsa, new Date('2026-06-01T08:00:00.999Z')),
    );
    expect((await verifySeal(file, receiptSeal, axis.trust, { at: now })).signingTime).to.deep.equal(now);
  });

  it('writes the lower s, whichever the key made', async () => {
    const highS: Signer = {
      ...ecdsa,
      async sign(data) {
        const value = Buffer.from(await ecdsa.sign(data));
        const s = BigInt(`0x${value.toString('hex', 32)}`);
        const high = 2n * s > order ? s : order - s;
        return Buffer.concat([
          value.subarray(0, 32),
          Buffer.from(high.toString(16).padStart(64, '0'), 'hex'),
        ]);
      },
    };
    const file = await sealPacket(highS);
    expect((await verifySeal(file, packetSeal, axis.trust, { at: now })).signer.organization).to.equal('H41');
  });

  describe('refuses content that nobody could verify', () => {
    const cases: [string, Sealable, SealedKind, string][] = [
      ['a comment', { ...receipt, head: `${receipt.head}<!-- x -->` }, receiptSeal, 'seal.markup'],
      ['an element left open', { ...receipt, head: `${receipt.head}<Open>` }, receiptSeal, 'seal.markup'],
      [
        'text that is not composed',
        { ...receipt, head: `${receipt.head}e\u0301` },
        receiptSeal,
        'seal.encoding',
      ],
      ['a carriage return', { ...receipt, head: `${receipt.head}\r\n` }, receiptSeal, 'seal.encoding'],
      ['a lone surrogate', { ...receipt, head: `${receipt.head}\ud800` }, receiptSeal, 'seal.encoding'],
      ['another kind', receipt, directorySeal, 'seal.missing'],
      [
        'a packet without header',
        {
          ...packet,
          head: packet.head.replaceAll('edXMLHeader', 'Header'),
          tail: packet.tail.replaceAll('edXMLHeader', 'Header'),
        },
        packetSeal,
        'seal.place',
      ],
      ['another Id than it says', { ...packet, id: 'packet-1' }, packetSeal, 'seal.reference'],
      [
        "the seal's own Id",
        { ...receipt, head: `${receipt.head}<x Id="seal"></x>` },
        receiptSeal,
        'seal.repeated',
      ],
      [
        'a Signature',
        { ...receipt, head: `${receipt.head}<Signature></Signature>` },
        receiptSeal,
        'seal.repeated',
      ],
      [
        'too much',
        { ...receipt, head: receipt.head + 'x'.repeat(signingLimits.fileBytes) },
        receiptSeal,
        'seal.limit',
      ],
    ];
    for (const [what, sealable, kind, code] of cases) {
      it(what, async () => {
        expect(await codeOf(seal(sealable, kind, rsa, now))).to.equal(code);
      });
    }
  });

  describe('refuses signers whose seals nobody would accept', () => {
    it('one whose certificate is not valid at the signing time', async () => {
      expect(await codeOf(seal(receipt, receiptSeal, rsa, new Date('2029-01-01T00:00:01Z')))).to.equal(
        'seal.signing-time',
      );
    });

    it("one that says another suite than its certificate's key", async () => {
      expect(await codeOf(seal(receipt, receiptSeal, { ...rsa, suite: 'ecdsa-sha256' }, now))).to.equal(
        'seal.key',
      );
    });

    it('one that signs with another key than that of its certificate', async () => {
      expect(
        await codeOf(
          seal(
            receipt,
            receiptSeal,
            { ...rsa, certificates: (await axis.signer('rsa-2048')).certificates },
            now,
          ),
        ),
      ).to.equal('key.mismatch');
    });

    it('one with the certificate of a node', async () => {
      const key = await generateKey('ecdsa-p256');
      const certificate = await issueNode(
        { certificate: axis.root, key: axis.rootKey },
        { node: 'h41', publicKey: createPublicKey(key), serialNumber: Uint8Array.of(3), ...validity },
      );
      expect(await codeOf(seal(receipt, receiptSeal, signerFromKey(key, [certificate]), now))).to.equal(
        'certificate.usage',
      );
    });

    it('one with too many certificates, and one with none', async () => {
      const many = { ...rsa, certificates: Array.from({ length: 5 }, () => axis.root) };
      expect(await codeOf(seal(receipt, receiptSeal, many, now))).to.equal('seal.limit');
      expect(await codeOf(seal(receipt, receiptSeal, { ...rsa, certificates: [] }, now))).to.equal(
        'certificate.malformed',
      );
    });
  });
});
