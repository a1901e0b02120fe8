import { expect } from 'chai';
import { checkMessage, readEdxml, requireMessage, writeReadable } from '../../src/edoc/index.js';
import { isEdocError } from '../../src/errors.js';
import { fullDocument, fullStatus, plainDocument } from './messages.js';

describe('a message', () => {
  for (const message of [fullDocument(), fullStatus(), plainDocument()]) {
    const what = `${message.kind} of ${JSON.stringify(message).length} characters`;

    it(`comes back the same from its readable file: ${what}`, async () => {
      const text = await writeReadable(message);
      expect(text.split('\n').length).to.be.greaterThan(20);
      const { draft, findings } = readEdxml(Buffer.from(text));
      expect(requireMessage(draft)).to.deep.equal(message);
      expect(findings).to.deep.equal([]);
      expect(await writeReadable(requireMessage(draft))).to.equal(text);
    });

    it(`comes back the same from JSON: ${what}`, () => {
      expect(requireMessage(JSON.parse(JSON.stringify(message)))).to.deep.equal(message);
    });
  }

  it('carries its attachments in the readable file, or lists them', async () => {
    const bytes = Buffer.from('%PDF-1.7 x');
    const file = { name: 'Công văn.pdf', contentType: 'application/pdf', description: 'Bản ký số' };
    const inside = readEdxml(Buffer.from(await writeReadable(plainDocument(), [{ ...file, bytes }])));
    expect(inside.attachments).to.deep.equal([{ ...file, bytes }]);
    const listed = readEdxml(Buffer.from(await writeReadable(plainDocument(), [file])));
    expect(listed.findings.map(({ code }) => code)).to.deep.equal(['attachment.missing']);
  });
});

describe('a foreign message of too many attachments', () => {
  it('is refused, and no more of them are read than are allowed', async () => {
    const file = { name: 'a.txt', contentType: 'text/plain', description: '', bytes: Buffer.from('x') };
    const text = await writeReadable(plainDocument(), new Array(5_000).fill(file));
    const { attachments, findings } = readEdxml(Buffer.from(text));
    expect(attachments).to.have.length(200);
    expect(new Set(attachments.map(({ name }) => name)).size).to.equal(200);
    expect(
      findings.filter(({ code }) => code === 'attachment.too-many').map(({ place }) => place),
    ).to.deep.equal(['edXMLManifest', 'AttachmentEncoded']);
  });
});

describe('the check of a draft from outside', () => {
  const wrong: Record<string, readonly [code: string, place: string, draft: unknown]> = {
    'nothing at all': ['edxml.kind', 'kind', null],
    'a list': ['edxml.kind', 'kind', []],
    'a kind that nobody knows': ['edxml.kind', 'kind', { kind: 'letter' }],
    'a field that does not exist': [
      'edxml.unknown-field',
      'MessageHeader',
      { ...plainDocument(), dueDates: 'x' },
    ],
    'an object for text': ['edxml.field-type', 'MessageHeader.Subject', { ...plainDocument(), subject: {} }],
    'text for an object': ['edxml.field-type', 'MessageHeader.From', { ...plainDocument(), from: 'H41' }],
    'an object for a list': [
      'edxml.field-type',
      'MessageHeader.To',
      { ...plainDocument(), to: { organId: 'H14' } },
    ],
    'a character that XML does not have': [
      'edxml.character',
      'MessageHeader.Subject',
      { ...plainDocument(), subject: 'a\u0000b' },
    ],
    'a heap of combining marks': [
      'edxml.limit',
      'MessageHeader.Subject',
      { ...plainDocument(), subject: `a${'\u0301'.repeat(1_000_000)}${'\u0316'.repeat(1_000_000)}` },
    ],
    'half a character': [
      'edxml.character',
      'MessageHeader.Subject',
      { ...plainDocument(), subject: 'a\ud800' },
    ],
    'endless text': [
      'edxml.text-limit',
      'MessageHeader.Subject',
      { ...plainDocument(), subject: 'a'.repeat(20_001) },
    ],
    'a code that is none in a list': [
      'edxml.organ-id',
      'TraceHeaderList.Bussiness.BussinessDocumentInfo.ReceiverList.Receiver[2].OrganId',
      {
        ...plainDocument(),
        bussiness: {
          bussinessDocType: 0,
          bussinessDocumentInfo: {
            receiverList: [
              { organId: 'H14', receiverType: 1 },
              { organId: 'h14', receiverType: 1 },
            ],
          },
        },
      },
    ],
  };
  for (const [what, [code, place, draft]] of Object.entries(wrong)) {
    it(`refuses ${what} with ${code}`, () => {
      const { message, findings } = checkMessage(draft);
      expect(message).to.equal(undefined);
      const errors = findings.filter(({ severity }) => severity === 'error');
      expect(errors.map((finding) => [finding.code, finding.place])).to.deep.equal([[code, place]]);
    });
  }

  it('throws all errors at once where a message is required', () => {
    let thrown: unknown;
    try {
      requireMessage({ ...plainDocument(), documentId: '', subject: ' ', dueDate: 'soon' });
    } catch (error) {
      thrown = error;
    }
    expect(isEdocError(thrown, 'edxml.required') && thrown.findings.map(({ place }) => place)).to.deep.equal([
      'MessageHeader.DocumentId',
      'MessageHeader.Subject',
      'MessageHeader.DueDate',
    ]);
  });

  it('warns of text that receivers cut off and of fields that they miss, and takes the message', () => {
    const { message, findings } = checkMessage({ ...plainDocument(), subject: 'đ'.repeat(501) });
    expect(message).to.not.equal(undefined);
    expect(findings.map(({ severity, code, place }) => `${severity} ${code} ${place}`)).to.include.members([
      'warning edxml.too-long MessageHeader.Subject',
      'warning edxml.recommended MessageHeader.SignerInfo',
      'warning edxml.recommended TraceHeaderList.TraceHeader',
    ]);
  });

  it('brings text to NFC and line feeds', () => {
    const subject = `${'Nghệ An'.normalize('NFD')}\r\nx\ry`;
    expect(requireMessage({ ...plainDocument(), subject })).to.include({ subject: 'Nghệ An\nx\ny' });
  });

  it('reads 4,000 recipients with all their indentation', async () => {
    const to = Array.from({ length: 4_000 }, (_, index) => ({ organId: `H${index}` }));
    const { draft } = readEdxml(Buffer.from(await writeReadable({ ...plainDocument(), to })));
    expect(requireMessage(draft)).to.deep.include({ to });
  });

  it('takes 4,000 recipients and not one more', () => {
    const to = Array.from({ length: 4_001 }, (_, index) => ({ organId: `H${index}` }));
    expect(checkMessage({ ...plainDocument(), to: to.slice(1) }).message).to.not.equal(undefined);
    expect(checkMessage({ ...plainDocument(), to }).findings.map(({ code }) => code)).to.include(
      'edxml.limit',
    );
  });
});
