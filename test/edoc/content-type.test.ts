import { expect } from 'chai';
import { contentTypeOf, usualContentType } from '../../src/edoc/attachment/content-type.js';

const zip = Buffer.from('504b0304', 'hex');
const ole = Buffer.from('d0cf11e0a1b11ae1', 'hex');

describe('the type of a file', () => {
  it('is told by its first octets, and by the name where these stand for several', () => {
    expect(contentTypeOf(zip, 'Phụ lục.XLSX')).to.equal(
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    );
    expect(contentTypeOf(ole, 'Công văn.doc')).to.equal('application/msword');
    expect(contentTypeOf(Buffer.from('%PDF-1.7'), 'Công văn.doc')).to.equal('application/pdf');
    expect(contentTypeOf(Buffer.from('Kính gửi'), 'Công văn.doc')).to.equal('text/plain');
  });

  it('has a usual name', () => {
    expect(usualContentType(' Application/X-PDF; name=a ')).to.equal('application/pdf');
    expect(usualContentType('application/unknown')).to.equal('application/unknown');
  });

  it('is a text whatever the name ends with', () => {
    for (const ending of ['constructor', '__proto__', 'toString', 'valueOf']) {
      expect(contentTypeOf(zip, `a.${ending}`)).to.equal('application/zip');
      expect(contentTypeOf(ole, `a.${ending}`)).to.equal('application/x-ole-storage');
      expect(usualContentType(ending)).to.equal(ending.toLowerCase());
    }
  });
});
