import { expect } from 'chai';
import { isLegacy, organId, parseOrganId } from '../../src/edoc/index.js';
import { refusalOf } from './one-form-vectors.js';

describe('an agency code', () => {
  for (const code of ['H41', 'G12.18', 'H37.DN.001', 'G22', '0100109106', '0100109106.001', 'A'.repeat(35)]) {
    it(`of Decision 20/2020 is read: ${code}`, () => {
      expect(organId(code)).to.equal(code);
      expect(isLegacy(organId(code))).to.equal(false);
    });
  }

  for (const code of ['000.00.00.H41', '000.00.13.H53', '000.20.31.H53', '28.22.H17', '00.53.W00']) {
    it(`of QCVN 102:2016 is read: ${code}`, () => {
      expect(organId(code)).to.equal(code);
      expect(isLegacy(organId(code))).to.equal(true);
    });
  }

  const wrong = {
    nothing: '',
    'the word that some systems write for nothing': 'null',
    'lower case': 'h41',
    'a space before': ' H41',
    'a space inside': 'H 41',
    'a line feed behind': 'H41\n',
    'a line feed behind the old form': '000.00.00.H41\n',
    'an empty group': 'H41..01',
    'a dot first': '.H41',
    'a dot last': 'H41.',
    'a hyphen': 'H41-01',
    'a letter that is not ASCII': 'Đ41',
    'digits that are not ASCII': 'H４１',
    '36 characters': 'A'.repeat(36),
    'the name of the operator': 'AXIS',
    'what would be two words of a routing key pattern': 'H41.*',
  };
  for (const [what, text] of Object.entries(wrong)) {
    it(`is not ${what}`, () => {
      expect(parseOrganId(text)).to.equal(undefined);
      expect(refusalOf(() => organId(text)).code).to.equal('edxml.organ-id');
    });
  }

  it('of one form is never computed from the other', () => {
    expect(organId('000.00.00.H41')).to.not.equal(organId('H41'));
  });
});
