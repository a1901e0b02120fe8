import { expect } from 'chai';
import { organId, type Receipt, readReceipt, sealedFile, writeReceipt } from '../../src/edoc/index.js';
import { describeVectors, refusalOf } from './one-form-vectors.js';

const base = {
  packetId: '0198a5c0-7b1e-7000-8a3b-5d1f0c9e2b47',
  packetSha256: 'ab'.repeat(32),
  recipient: organId('H41'),
  receivedAt: new Date('2026-11-20T02:15:30.125Z'),
  logHead: { sequence: 7, hash: 'cd'.repeat(32) },
};
const refused = (reason: string): Receipt => ({
  ...base,
  outcome: 'refused',
  code: 'packet.outside',
  reason,
});

function readBack(receipt: Receipt): Receipt {
  const { head, tail } = writeReceipt(receipt);
  return readReceipt(Buffer.from(head + tail));
}

describe('a receipt', () => {
  describeVectors('receipt', readReceipt, writeReceipt);

  it('has its signature as the last child of the root', () => {
    const { head, tail } = writeReceipt(refused('Không đọc được'));
    expect(tail).to.equal('</Receipt>');
    expect(head).to.match(/^<Receipt xmlns="urn:ndax:receipt:1" Version="1">.*<\/LogHead>$/);
  });

  it('stands in a file with the declaration before it and one line feed behind it', () => {
    const file = sealedFile('<Receipt>', '<ds:Signature></ds:Signature>', '</Receipt>');
    expect(file.toString()).to.equal(
      '<?xml version="1.0" encoding="UTF-8"?>\n<Receipt><ds:Signature></ds:Signature></Receipt>\n',
    );
  });

  it('can always be made of a refusal, whatever the words hold', () => {
    const back = readBack(refused('a\u0000b\uD800c\uFFFEd & <e>\r\nf\u{1F600}'));
    expect(back).to.deep.include({ reason: 'a\uFFFDb\uFFFDc\uFFFDd & <e>\nf\u{1F600}' });
  });

  it('cuts words that are too long, and never inside a character', () => {
    const back = readBack(refused(`${'ă'.repeat(1998)}\u{1F600}${'x'.repeat(5000)}`));
    expect(back).to.deep.include({ reason: `${'ă'.repeat(1998)}…` });
    expect(readBack(refused('x'.repeat(2000)))).to.deep.include({ reason: 'x'.repeat(2000) });
  });

  it('is not written with values that it could not be read with', () => {
    const broken: [Receipt, string][] = [
      [{ ...base, packetId: 'x', outcome: 'refused', code: 'a.b', reason: 'c' }, 'Receipt/PacketId'],
      [{ ...base, outcome: 'refused', code: 'no code', reason: 'c' }, 'Receipt/Code'],
      [{ ...base, outcome: 'refused', code: 'a.b', reason: '' }, 'Receipt/Reason'],
      [
        {
          ...base,
          logHead: { sequence: -1, hash: base.logHead.hash },
          outcome: 'refused',
          code: 'a.b',
          reason: 'c',
        },
        'Receipt/LogHead/@Sequence',
      ],
      [
        { ...base, outcome: 'accepted', sender: organId('G22'), contents: [{ sha256: '', size: 1 }] },
        'Receipt/Content[1]/@Sha256',
      ],
      [
        {
          ...base,
          outcome: 'accepted',
          sender: organId('G22'),
          contents: [{ sha256: base.packetSha256, size: 1.5 }],
        },
        'Receipt/Content[1]/@Size',
      ],
      [
        {
          ...base,
          outcome: 'accepted',
          sender: organId('G22'),
          contents: Array(201).fill({ sha256: base.packetSha256, size: 1 }),
        },
        'Receipt/Content',
      ],
    ];
    for (const [receipt, place] of broken) {
      const error = refusalOf(() => writeReceipt(receipt));
      expect([error.code, error.place]).to.deep.equal(['receipt.form', place]);
    }
  });

  it('notices every changed octet or refuses to read it, except where it says something else', () => {
    const { head, tail } = writeReceipt(refused('Không đọc được'));
    const signed = Buffer.from(head + tail);
    const meaning = JSON.stringify(readReceipt(signed));
    for (let offset = 0; offset < signed.length; offset += 1) {
      const changed = Buffer.from(signed);
      changed[offset] = (signed[offset] ?? 0) ^ 1;
      const read = meaningOf(changed);
      expect(read, `octet ${offset}`).to.not.equal(meaning);
    }
  });
});

function meaningOf(signed: Buffer): string {
  try {
    return JSON.stringify(readReceipt(signed));
  } catch {
    return 'refused';
  }
}
