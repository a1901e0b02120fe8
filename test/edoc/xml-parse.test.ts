import { expect } from 'chai';
import { readEdxml, writeReadable } from '../../src/edoc/index.js';
import { isEdocError } from '../../src/errors.js';
import { plainDocument } from './messages.js';

/** Longer than what the parser is spared of. */
const large = Buffer.alloc(100_000, 'số liệu ');
const file = (name: string, bytes: Buffer) => ({ name, contentType: 'text/plain', description: name, bytes });
const text = await writeReadable(plainDocument(), [
  file('a.txt', large),
  file('b.txt', Buffer.from('b')),
  file('c.txt', large),
]);
const base64 = large.toString('base64');

describe('reading a file with large attachments', () => {
  const wrapped = base64.replace(/.{76}/g, '$&\n');
  const forms: Record<string, string> = {
    'in one line': text,
    'in lines': text.replaceAll(base64, wrapped),
    'in a CDATA section': text.replaceAll(base64, `<![CDATA[${base64}]]>`),
    'with a character reference in it': text.replaceAll(base64, base64.replace('c', '&#99;')),
    'with a comment before it': text.replaceAll(base64, `<!-- > -->${base64}`),
  };
  for (const [what, form] of Object.entries(forms)) {
    it(`gives every attachment its own octets: ${what}`, () => {
      const { attachments, draft } = readEdxml(Buffer.from(form));
      expect(attachments.map(({ name }) => name)).to.deep.equal(['a.txt', 'b.txt', 'c.txt']);
      expect(attachments.map(({ bytes }) => bytes.equals(large))).to.deep.equal([true, false, true]);
      expect(draft).to.deep.equal(readEdxml(Buffer.from(text)).draft);
    });

    it(`knows the place of a fault behind it: ${what}`, () => {
      const broken = form.replace(/<\/AttachmentEncoded>/, '<a b></a></AttachmentEncoded>');
      const before = broken.slice(0, broken.indexOf('<a b>') + 5);
      const line = before.split('\n').length;
      expect(placeOf(broken)).to.equal(`${line}:${before.length - before.lastIndexOf('\n') - 1}`);
    });

    it(`knows the place of a fault right behind it: ${what}`, () => {
      const end = '</ContentTransferEncoded>';
      const broken = form.replace(end, '</ContentTransferred>');
      const before = broken.slice(
        0,
        broken.indexOf('</ContentTransferred>') + '</ContentTransferred>'.length,
      );
      expect(placeOf(broken)).to.equal(
        `${before.split('\n').length}:${before.length - before.lastIndexOf('\n') - 1}`,
      );
    });
  }

  it('does not take octets that are no base64 for an attachment', () => {
    const broken = text.replace(base64, base64.replace('c', 'ộ'));
    expect(readEdxml(Buffer.from(broken)).findings.map(({ code }) => code)).to.include('attachment.base64');
  });

  it('keeps the limit for the text of every other element', () => {
    const long = text.replace('V/v thử', base64);
    expect(codeOf(long)).to.equal('edxml.limit');
  });

  it('refuses a file that ends in the middle of an attachment', () => {
    expect(codeOf(text.slice(0, text.indexOf(base64) + 90_000))).to.equal('edxml.not-well-formed');
  });

  it('refuses octets that are not UTF-8 behind it, and half a character at the end', () => {
    const octets = Buffer.from(text);
    const end = octets.lastIndexOf('</AttachmentEncoded>');
    const wrong = Buffer.concat([octets.subarray(0, end), Buffer.from([0xe1]), octets.subarray(end)]);
    expect(codeOf(wrong)).to.equal('edxml.encoding');
    expect(codeOf(Buffer.concat([octets, Buffer.from([0xe1])]))).to.equal('edxml.encoding');
  });
});

function faultOf(input: string | Buffer): unknown {
  try {
    readEdxml(Buffer.from(input));
  } catch (error) {
    return error;
  }
  return undefined;
}

function codeOf(input: string | Buffer): string | undefined {
  const fault = faultOf(input);
  return isEdocError(fault) ? fault.code : undefined;
}

function placeOf(input: string): string | undefined {
  const fault = faultOf(input);
  return isEdocError(fault, 'edxml.not-well-formed') ? fault.place : undefined;
}

describe('reading a hostile file', () => {
  const refusals: Record<string, string> = {
    'more attributes than any element has': `<a${' b=""'.repeat(33)}></a>`,
    'a start tag that is full of attributes and never ends': `<a${' b=""'.repeat(1_000_000)}`,
    'a heap of combining marks in its text': `<a>a${'\u0301'.repeat(31)}</a>`,
    'a heap of combining marks in an attribute': `<a b="a${'\u0301'.repeat(31)}"></a>`,
  };
  for (const [what, hostile] of Object.entries(refusals)) {
    it(`refuses ${what}`, () => {
      expect(() => readEdxml(Buffer.from(hostile)))
        .to.throw()
        .that.satisfies((error: unknown) => isEdocError(error, 'edxml.limit'));
    });
  }
});
