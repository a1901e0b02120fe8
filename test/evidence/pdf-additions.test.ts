import { deflateSync } from 'node:zlib';
import { expect } from 'chai';
import { bufferSource } from '../../src/edoc/index.js';
import { embeddedSignatures, type InspectedPdf } from '../../src/evidence/index.js';
import { hybridPdf } from '../fuzz/pdf/samples.js';
import { type Authority, makeAuthority } from '../signing/citizens.js';
import { now } from '../signing/support.js';
import {
  appendObjects,
  bodyOf,
  cmsSigner,
  type Identity,
  packedPdf,
  plainPdf,
  type Sign,
  type SignatureOptions,
  signPdf,
  storePdf,
  streamOf,
  tokenOver,
  trailerOf,
  updatePdf,
} from './signed-pdf.js';

describe('what is added to a PDF after its signature', () => {
  let authority: Authority;
  let official: Identity;
  let plain: Buffer;
  let signed: Buffer;
  let stamp: Sign;

  before(async () => {
    authority = await makeAuthority();
    official = await authority.identity();
    plain = await plainPdf();
    signed = await sign(plain);
    const tsa = await authority.stamper();
    stamp = (octets) => tokenOver(octets, tsa, now);
  });

  const sign = (pdf: Buffer) => signPdf(pdf, cmsSigner(official));
  const stampPdf = (pdf: Buffer, options: SignatureOptions = {}) =>
    signPdf(pdf, stamp, { subFilter: 'ETSI.RFC3161', ...options });

  async function look(pdf: Buffer): Promise<InspectedPdf> {
    const found = await embeddedSignatures(bufferSource(pdf), { trust: authority.trust, at: now });
    if (!found) throw new Error('no PDF');
    return found;
  }
  /** What is told of the first signature's cover, and the verdict on the file. */
  async function told(pdf: Buffer): Promise<string> {
    const { verdict, signatures } = await look(pdf);
    const codes = ['pdf.appended', 'pdf.earlier-version', 'pdf.validation-data'];
    const found = signatures[0]?.findings.map(({ code }) => code).filter((code) => codes.includes(code));
    return [verdict, ...(found ?? [])].join(' ');
  }
  const harmless = 'valid pdf.validation-data';
  const warned = 'indeterminate pdf.appended';

  describe('is known to show nothing', () => {
    it('where it is a time stamp, validation data, or one after the other over years', async () => {
      const stored = storePdf(signed, [official.certificate, authority.root]);
      expect(await told(await stampPdf(signed))).to.equal(harmless);
      expect(await told(stored)).to.equal(harmless);
      const kept = await stampPdf(stored);
      expect(await told(kept)).to.equal(harmless);
      expect(await told(await stampPdf(storePdf(kept, [authority.root])))).to.equal(harmless);
    });

    it('where field, page, certificates and form are written as other programs do', async () => {
      const { size } = trailerOf(signed);
      const page = /\/Kids \[(\d+) 0 R\]/.exec(signed.toString('latin1'))?.[1] ?? '';
      const empty = deflateSync(Buffer.alloc(0));
      const pdf = await stampPdf(signed, {
        field: `/Rect [0.0 0 0 0] /P ${page} 0 R /AP << /N ${size + 2} 0 R >>`,
        others: (free) => [
          [free, streamOf(empty, '/Type /XObject /Subtype /Form /BBox [0 0 0 0] /Filter /FlateDecode')],
          [Number(page), bodyOf(signed, Number(page)).replace(/>>$/, `/Annots [${size} 0 R] >>`)],
        ],
      });
      expect(await told(pdf)).to.equal(harmless);
      const packed = deflateSync(authority.root);
      const other = trailerOf(pdf);
      const stored = appendObjects(pdf, other.size + 3, [
        [
          other.root,
          bodyOf(pdf, other.root).replace(
            />>$/,
            `/Extensions << /ESIC << /BaseVersion /1.7 /ExtensionLevel 1 >> >> /DSS ${other.size} 0 R >>`,
          ),
        ],
        [other.size, `<< /Certs ${other.size + 1} 0 R >>`],
        [other.size + 1, `[ ${other.size + 2} 0 R ]`],
        [other.size + 2, streamOf(packed, '/Filter /FlateDecode')],
      ]);
      expect(await told(stored)).to.equal(harmless);
    });

    it('where the file has its objects and its cross-references packed', async () => {
      const packed = await sign(packedPdf());
      expect((await look(packed)).verdict).to.equal('valid');
      expect(await told(await stampPdf(storePdf(packed, [authority.root])))).to.equal(harmless);
      expect(await told(await stampPdf(rootWith(packed, (body) => `${body.slice(0, -2)} /X 1 >>`)))).to.equal(
        warned,
      );
    });

    it('where the file is for readers old and new', async () => {
      const hybrid = await sign(hybridPdf());
      expect(await told(await stampPdf(storePdf(hybrid, [authority.root])))).to.equal(harmless);
      // Object 4 is free for the old and there for the new.
      expect(await told(appendObjects(hybrid, 10, [[4, '<< /Title (thay) >>']]))).to.equal(warned);
    });

    it('where a later signer added something and it was stamped then', async () => {
      const second = await sign(updatePdf(signed));
      expect(await told(second)).to.equal('valid pdf.earlier-version');
      expect(await told(await stampPdf(second))).to.equal('valid pdf.earlier-version pdf.validation-data');
      expect(await told(await stampPdf(updatePdf(second)))).to.equal(warned);
    });
  });

  describe('is told as a warning, whoever stamps it', () => {
    const changes: [string, (pdf: Buffer) => Buffer | Promise<Buffer>][] = [
      ['an object that nothing leads to', updatePdf],
      [
        'another content of the page',
        (pdf) => rewritten(pdf, /\n(\d+) 0 obj\n<<\n\/Length/, () => streamOf(Buffer.from(text))),
      ],
      [
        'another page',
        (pdf) =>
          rewritten(pdf, /\/Kids \[(\d+) 0 R\]/, (body) => body.replace('/MediaBox [', '/MediaBox [9')),
      ],
      ['an annotation on the page', annotated],
      [
        'another page tree',
        (pdf) => rootWith(pdf, (body) => body.replace(/\/Pages \d+ 0 R/, '/Pages 2 0 R')),
      ],
      ['an action', (pdf) => rootWith(pdf, (body) => body.replace(/>>$/, '/OpenAction << /S /Print >> >>'))],
      [
        'a form that draws fields anew',
        (pdf) => rootWith(pdf, (body) => body.replace('/SigFlags 3', '/SigFlags 3 /NeedAppearances true')),
      ],
      [
        'fields that went',
        (pdf) => rootWith(pdf, (body) => body.replace(/\/Fields \[[^\]]*\]/, '/Fields []')),
      ],
      ['octets that are no object', (pdf) => Buffer.concat([pdf, Buffer.from('thêm\n')])],
      ['something that is no certificate', (pdf) => storePdf(pdf, [Buffer.from(text)])],
      ['a stream that another hides in', (pdf) => storePdf(pdf, [der(`99 0 obj\n<< >>\nendobj`)])],
      ['an end that another stream may have', (pdf) => storePdf(pdf, [der(`endstream`)])],
      ['a stream whose place is given wrongly', (pdf) => moved(storePdf(pdf, [authority.root]))],
      [
        'an earlier version as the one before',
        (pdf) =>
          Buffer.from(
            storePdf(pdf, [authority.root])
              .toString('latin1')
              .replace(/\/Prev \d+(?=[^/]*$)/, '/Prev 15'),
            'latin1',
          ),
      ],
    ];
    for (const [name, change] of changes) {
      it(name, async () => {
        const more = await change(signed);
        expect(more.length).to.be.greaterThan(signed.length);
        expect(await told(more), 'unstamped').to.equal(warned);
        expect(await told(await stampPdf(more)), 'stamped').to.equal(warned);
      });
    }

    it('with the time stamp itself', async () => {
      const { size } = trailerOf(signed);
      const shown = streamOf(Buffer.from(text), '/Type /XObject /Subtype /Form /BBox [0 0 0 0]');
      const fields: [string, SignatureOptions][] = [
        ['of some extent', { field: '/Rect [0 0 90 90]' }],
        ['that acts', { field: '/Rect [0 0 0 0] /A << /S /Print >>' }],
        [
          'with an appearance',
          { field: `/Rect [0 0 0 0] /AP << /N ${size + 2} 0 R >>`, others: (free) => [[free, shown]] },
        ],
        ['that refers on', { more: '/Reference [<< /Data 1 0 R >>]' }],
        ['that is another signature', { subFilter: 'urn.mine' }],
      ];
      for (const [name, options] of fields) {
        expect(await told(await stampPdf(signed, options)), name).to.contain('pdf.appended');
      }
    });
  });

  it('may be damaged in any way: nothing throws, and what leads on to it stands as it has to', async () => {
    const stored = storePdf(signed, [authority.root]);
    const catalog = stored.indexOf('/Catalog', signed.length);
    const end = stored.indexOf('endobj', catalog);
    for (let at = signed.length; at < stored.length; at += at < end ? 1 : 7) {
      const copy = Buffer.from(stored);
      copy[at] = 0x7a;
      const found = await told(copy);
      if (at > catalog && at < end - 1) expect(found, String(at)).to.equal(warned);
    }
    for (let length = signed.length + 1; length < stored.length - 1; length += 13) {
      expect(await told(stored.subarray(0, length)), String(length)).to.equal(warned);
    }
  });

  it('costs little to look into where it is made to cost much', async () => {
    const large = 12 * 1024 * 1024;
    const bomb = deflateSync(Buffer.concat([Buffer.of(0x30, 0x83, 0xc0, 0, 0), Buffer.alloc(large)]));
    const { root, size } = trailerOf(signed);
    const numbers = Array.from({ length: 600 }, (_, index) => size + 1 + index);
    const bombs = appendObjects(signed, size + 601, [
      [root, bodyOf(signed, root).replace(/>>$/, `/DSS ${size} 0 R >>`)],
      [size, `<< /Certs [${numbers.map((number) => `${number} 0 R`).join(' ')}] >>`],
      ...numbers.map((number) => [number, streamOf(bomb, '/Filter /FlateDecode')] as const),
    ]);
    const lines = Buffer.concat([signed, Buffer.alloc(8 * 1024 * 1024, '\n')]);
    const stored = storePdf(lines, [authority.root]);
    expect(Buffer.of(0xc0, 0, 0).readUIntBE(0, 3)).to.equal(large);
    expect(await told(bombs)).to.equal(warned);
    expect(await told(lines)).to.equal(warned);
    expect(await told(stored)).to.equal(harmless);
  });

  describe('is told as a warning where what was signed waited for it', () => {
    const waiting = (entry: (size: number) => string) => {
      const { size } = trailerOf(plain);
      return sign(appendObjects(plain, size + 1, [[size, `<< ${entry(size + 1)} >>`]]));
    };

    it('unless it did not', async () => {
      const pdf = await waiting((size) => `/Later [${size + 1} 0 R 1 0 R] /Size [${size + 3} 0 ${size + 3}]`);
      expect(await told(storePdf(pdf, [authority.root]))).to.equal(harmless);
    });

    // Behind the signed part, with field and value of the signature, come the store and its first stream.
    for (const [name, written] of [
      ['plainly', (size: number) => `${size + 3} 0 R`],
      ['with a comment between', (size: number) => `+0${size + 3}%x 1\n 0 % y\r R`],
      ['to the store', (size: number) => `${size + 2} 0R`],
    ] as const) {
      it(`by a reference to what was not there, ${name}`, async () => {
        const pdf = await waiting((size) => `/Later [${written(size)}]`);
        expect(await told(storePdf(pdf, [authority.root]))).to.equal(warned);
        expect(await told(await stampPdf(storePdf(pdf, [authority.root])))).to.equal(warned);
      });
    }

    it('by a reference in an object stream', async () => {
      const packed = (more: string) => sign(packedPdf(more));
      expect(await told(storePdf(await packed('/Contents 20 0 R'), [authority.root]))).to.equal(harmless);
      // 6 and 7 are field and value, 8 the section with them, 9 the store and 10 its stream.
      expect(await told(storePdf(await packed('/Contents 10 0 R'), [authority.root]))).to.equal(warned);
    });

    it('by a length beyond the end', async () => {
      for (const length of ['9999', '#4cength', '9 0 R']) {
        const { size } = trailerOf(plain);
        const key = length.startsWith('#') ? '/#4cength 99999' : `/Length ${length}`;
        const pdf = await sign(
          appendObjects(plain, size + 1, [[size, `<< ${key} >>\nstream\nq Q\nendstream`]]),
        );
        expect((await look(pdf)).verdict).to.equal('valid');
        expect(await told(storePdf(pdf, [authority.root])), length).to.equal(
          length === '9999' ? harmless : warned,
        );
      }
    });

    it('by a place beyond the end', async () => {
      const { size } = trailerOf(plain);
      const text = appendObjects(plain, size + 1, [[size, '<< /A /B >>']]).toString('latin1');
      const at = text.lastIndexOf(' 00000 n');
      const pdf = await sign(Buffer.from(`${text.slice(0, at - 10)}0000999999${text.slice(at)}`, 'latin1'));
      expect((await look(pdf)).verdict).to.equal('valid');
      expect(await told(storePdf(pdf, [authority.root]))).to.equal(warned);
    });
  });

  const text = 'BT /F1 12 Tf (thay) Tj ET';

  function der(content: string): Buffer {
    return Buffer.concat([Uint8Array.of(0x30, content.length), Buffer.from(content)]);
  }

  function rootWith(pdf: Buffer, change: (body: string) => string): Buffer {
    const { root, size } = trailerOf(pdf);
    const body = bodyOf(pdf, root);
    expect(change(body)).to.not.equal(body);
    return appendObjects(pdf, size, [[root, change(body)]]);
  }

  function rewritten(pdf: Buffer, form: RegExp, change: (body: string) => string): Buffer {
    const number = Number(form.exec(pdf.toString('latin1'))?.[1]);
    const body = bodyOf(pdf, number);
    expect(change(body)).to.not.equal(body);
    return appendObjects(pdf, trailerOf(pdf).size, [[number, change(body)]]);
  }

  function annotated(pdf: Buffer): Buffer {
    const { size } = trailerOf(pdf);
    const page = Number(/\/Kids \[(\d+) 0 R\]/.exec(pdf.toString('latin1'))?.[1]);
    return appendObjects(pdf, size + 1, [
      [page, bodyOf(pdf, page).replace(/>>$/, `/Annots [${size} 0 R] >>`)],
      [size, '<< /Type /Annot /Subtype /FreeText /Rect [0 0 90 90] /Contents (thay) /DA (/F1 9 Tf) >>'],
    ]);
  }

  function moved(pdf: Buffer): Buffer {
    const copy = Buffer.from(pdf);
    const at = copy.lastIndexOf(' 00000 n');
    copy[at - 1] = copy[at - 1] === 0x30 ? 0x31 : 0x30;
    return copy;
  }
});
