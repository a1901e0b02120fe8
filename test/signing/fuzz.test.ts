import { expect } from 'chai';
import { errorTable } from '../../src/errors.js';
import {
  inspectSeal,
  packetSeal,
  receiptSeal,
  type SealedKind,
  seal,
  type Verified,
  verifySeal,
} from '../../src/signing/index.js';
import { type Axis, assemble, makeAxis, now, receipt, sealPacket } from './support.js';

/** What one octet becomes: another one, another case or a control character, markup, nothing, two. */
const changes: readonly ((octet: number) => number[])[] = [
  (octet) => [octet ^ 1],
  (octet) => [octet ^ 0x20],
  (octet) => (octet === 0x3c ? [0x26] : [0x3c]),
  () => [],
  (octet) => [octet, 0x20],
  (octet) => [octet, octet],
  (octet) => [octet ^ 2],
];

interface Sealed {
  readonly name: string;
  readonly file: Buffer;
  readonly kind: SealedKind;
  readonly content: Verified;
}

describe('a sealed file of which any octet was changed', () => {
  let axis: Axis;
  let files: Sealed[];

  before(async () => {
    axis = await makeAxis();
    const rsa = await axis.signer('rsa-2048');
    const receiptFile = assemble(receipt, await seal(receipt, receiptSeal, rsa, now));
    files = [
      await whole('packet, ECDSA', await sealPacket(await axis.signer('ecdsa-p256')), packetSeal),
      await whole('receipt, RSA', receiptFile, receiptSeal),
    ];
  });

  it('is refused with a code, whatever the octet becomes', async () => {
    for (const sealed of files) {
      for (let at = 0; at < sealed.file.length; at++) {
        const octet = sealed.file[at] ?? 0;
        for (const change of [changes[at % changes.length], changes[(at + 3) % changes.length]]) {
          const octets = Buffer.from(change?.(octet) ?? []);
          const file = Buffer.concat([sealed.file.subarray(0, at), octets, sealed.file.subarray(at + 1)]);
          await expectRefused(file, sealed, `octet ${at}: ${octets.toString('hex')}`);
        }
      }
    }
  });

  it('is refused with a code at every length that it may be cut to', async () => {
    for (const sealed of files) {
      for (let length = 0; length < sealed.file.length; length++) {
        await expectRefused(sealed.file.subarray(0, length), sealed, `cut to ${length}`);
      }
    }
  });

  async function whole(name: string, file: Buffer, kind: SealedKind): Promise<Sealed> {
    return { name, file, kind, content: await verifySeal(file, kind, axis.trust, { at: now }) };
  }

  /** What follows the envelope of a packet is bound by the packet, not by the seal: only there may a change pass. */
  async function expectRefused(file: Buffer, sealed: Sealed, what: string): Promise<void> {
    const { findings, content } = await inspectSeal(file, sealed.kind, axis.trust, { at: now });
    for (const { code } of findings) expect(errorTable, what).to.have.property(code);
    if (findings.length > 0 && !content) return;
    const { after, ...rest } =
      content ?? expect.fail(`${sealed.name}, ${what}: neither refused nor accepted`);
    const { after: afterBefore, ...restBefore } = sealed.content;
    expect(rest, `${sealed.name}, ${what}`).to.deep.equal(restBefore);
    expect(sealed.kind, `${sealed.name}, ${what}`).to.equal(packetSeal);
    expect(after.equals(afterBefore)).to.equal(false);
  }
});
