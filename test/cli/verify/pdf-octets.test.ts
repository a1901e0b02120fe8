import { Readable } from 'node:stream';
import { expect } from 'chai';
import { pdfOctets } from '../../../src/cli/verify/pdf-octets.js';
import { plainPdf } from '../../evidence/signed-pdf.js';

describe('a PDF that comes in pieces', () => {
  let pdf: Buffer;

  before(async () => {
    pdf = await plainPdf();
  });

  const inPieces = (octets: Buffer, size: number) =>
    Readable.from(
      Array.from({ length: Math.ceil(octets.length / size) }, (_, index) =>
        octets.subarray(index * size, (index + 1) * size),
      ),
    );
  const led = (octets: number) => Buffer.concat([Buffer.alloc(octets, 0x20), pdf]);

  it('is found whichever pieces its header stands in', async () => {
    for (const size of [1, 3, 1_000, 100_000]) {
      expect((await pdfOctets(inPieces(pdf, size)))?.equals(pdf), String(size)).to.equal(true);
      expect((await pdfOctets(inPieces(led(998), size)))?.equals(led(998)), String(size)).to.equal(true);
    }
  });

  it('is none where the header stands behind the first 1024 octets, or nowhere', async () => {
    expect(await pdfOctets(inPieces(led(1_019), 100))).to.be.instanceOf(Buffer);
    expect(await pdfOctets(inPieces(led(1_020), 100))).to.equal(undefined);
    expect(await pdfOctets(inPieces(Buffer.from('%PDF'), 1))).to.equal(undefined);
    expect(await pdfOctets(Readable.from([]))).to.equal(undefined);
  });

  it('is not read on where it is none', async () => {
    let pieces = 0;
    async function* endless() {
      for (;;) {
        pieces += 1;
        yield Buffer.alloc(100);
      }
    }
    expect(await pdfOctets(endless())).to.equal(undefined);
    expect(pieces).to.equal(11);
  });
});
