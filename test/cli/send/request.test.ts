import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { prepareMessage } from '../../../src/cli/send/request.js';
import { writeReadable } from '../../../src/edoc/index.js';
import { EdocError } from '../../../src/errors.js';
import { letter, SealedFiles } from '../sealed-files.js';

async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof EdocError) return error.code;
    throw error;
  }
  return 'none';
}

describe('what a clerk types for edoc send', () => {
  it('becomes a document', async () => {
    const { message } = await prepareMessage(
      {
        to: ['H53', 'G12'],
        subject: 'Ban hành Quy chế',
        number: '12',
        notation: 'QĐ-UBND',
        type: 'QĐ',
        date: '2026/06/01',
        place: 'Nghệ An',
        signer: 'Nguyễn Văn An',
        position: 'Chủ tịch',
        competence: 'TM.',
        priority: 'khẩn',
        due: '2026/06/05',
        from: 'H41',
      },
      undefined,
    );
    expect(message).to.deep.equal({
      kind: 'document',
      from: { organId: 'H41' },
      to: [{ organId: 'H53' }, { organId: 'G12' }],
      subject: 'Ban hành Quy chế',
      dueDate: '2026/06/05',
      code: { codeNumber: '12', codeNotation: 'QĐ-UBND' },
      promulgationInfo: { place: 'Nghệ An', promulgationDate: '2026/06/01' },
      documentType: { type: 2, typeDetail: 0, typeName: 'Quyết định' },
      signerInfo: { fullName: 'Nguyễn Văn An', position: 'Chủ tịch', competence: 'TM.' },
      otherInfo: { priority: 1 },
    });
  });

  it('may give number and notation in one', async () => {
    const { message } = await prepareMessage({ number: '7816/VPCP-KSTT/2026' }, undefined);
    expect(message.code).to.deep.equal({ codeNumber: '7816', codeNotation: 'VPCP-KSTT/2026' });
  });

  it('may give the notation once more, and not a second one', async () => {
    const code = async (number: string, notation: string) =>
      (await prepareMessage({ number, notation }, undefined)).message.code;
    expect(await code('7816/VPCP-KSTT', 'VPCP-KSTT')).to.deep.equal({
      codeNumber: '7816',
      codeNotation: 'VPCP-KSTT',
    });
    expect(await code('10/2026', 'TT-BTC')).to.deep.equal({ codeNumber: '10/2026', codeNotation: 'TT-BTC' });
    expect(await codeOf(code('7816/VPCP-KSTT', 'QĐ-UBND'))).to.equal('cli.value');
  });

  it('is an official letter unless it says otherwise', async () => {
    expect((await prepareMessage({}, undefined)).message.documentType).to.include({ typeName: 'Công văn' });
  });

  it('may give the priority as a number or as a word, with or without diacritics', async () => {
    for (const [typed, priority] of [
      ['3', 3],
      ['Hỏa tốc', 3],
      ['hoa toc hen gio', 4],
      ['thuong khan', 2],
      ['Thường', 0],
    ] as const) {
      expect((await prepareMessage({ priority: typed }, undefined)).message.otherInfo).to.deep.equal({
        priority,
      });
    }
  });

  it('refuses a priority or a type that there is none of', async () => {
    expect(await codeOf(prepareMessage({ priority: 'gấp' }, undefined))).to.equal('cli.value');
    expect(await codeOf(prepareMessage({ type: 'Tiểu thuyết' }, undefined))).to.equal('cli.value');
  });

  it('names the document that it answers', async () => {
    const answered = { organId: 'G22', code: '45/VPCP-TH' };
    expect((await prepareMessage({}, answered)).message.responseFor).to.deep.equal([answered]);
  });

  describe('with a ready edXML message', () => {
    let folder: string;

    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'edoc-send-'));
    });

    afterEach(() => rm(folder, { recursive: true }));

    async function ready(text: string): Promise<string> {
      const file = join(folder, 'ready.edxml');
      await writeFile(file, text);
      return file;
    }

    it('takes the message and the files inside it', async () => {
      const bytes = Buffer.from('%PDF-1.4 nội dung');
      const inside = { name: 'Công văn.pdf', contentType: 'application/pdf', description: 'Công văn', bytes };
      const edxml = await ready(await writeReadable({ ...letter }, [inside]));
      const prepared = await prepareMessage({ edxml }, undefined);
      expect(prepared.message).to.deep.include({ subject: letter.subject, code: letter.code });
      expect(prepared.inside.map(({ name }) => name)).to.deep.equal(['Công văn.pdf']);
      expect(Buffer.from(prepared.inside[0]?.bytes ?? [])).to.deep.equal(bytes);
    });

    it('lets the options change it', async () => {
      const edxml = await ready(await writeReadable({ ...letter }));
      const { message } = await prepareMessage(
        { edxml, to: ['G12'], from: 'H29', place: 'Hà Nội' },
        undefined,
      );
      expect(message.to).to.deep.equal([{ organId: 'G12' }]);
      expect(message.from).to.deep.equal({ organId: 'H29' });
      expect(message.promulgationInfo).to.deep.equal({ place: 'Hà Nội', promulgationDate: '2026/06/01' });
      expect(message.documentType).to.include({ typeName: 'Công văn' });
    });

    it('refuses a status message', async () => {
      const files = await SealedFiles.create();
      const status = await files.status('02', await files.document());
      const edxml = await ready(status.bytes.toString('utf8'));
      expect(await codeOf(prepareMessage({ edxml }, undefined))).to.equal('send.is-status');
    });

    it('says where it is not well-formed', async () => {
      const edxml = await ready('1212<?xml version="1.0"?><edXML/>');
      expect(await codeOf(prepareMessage({ edxml }, undefined))).to.equal('edxml.not-well-formed');
    });
  });
});
