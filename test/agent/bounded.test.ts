import { expect } from 'chai';
import { bounded } from '../../src/agent/bounded.js';
import { limits } from '../../src/edoc/index.js';

const pieceBytes = 64 * 1024 * 1024;
const whole = limits.attachmentBytes / pieceBytes;

/** The same piece again and again: the limit is reached without the memory for it. */
async function* pieces(count: number, last = 0): AsyncGenerator<Uint8Array> {
  const piece = new Uint8Array(pieceBytes);
  for (let given = 0; given < count; given += 1) yield piece;
  if (last > 0) yield piece.subarray(0, last);
}

async function passed(content: AsyncIterable<Uint8Array>): Promise<number> {
  let octets = 0;
  for await (const piece of bounded(content)) octets += piece.length;
  return octets;
}

describe('what is handed in as an attachment', () => {
  it('may be as long as an attachment may be', async () => {
    expect(await passed(pieces(whole))).to.equal(limits.attachmentBytes);
  });

  it('is refused with attachment.too-large where it is an octet longer', async () => {
    const refused = await passed(pieces(whole, 1)).catch((error: unknown) => error);
    expect(refused).to.include({ code: 'attachment.too-large' });
  });
});
