import { expect } from 'chai';
import {
  administrativeTypes,
  businessCode,
  businessDocTypes,
  documentTypeNamed,
  laneOf,
  normativeTypes,
  priorities,
  signingCapacities,
  statusCodes,
  steeringTypes,
} from '../../src/edoc/index.js';

describe('the code lists', () => {
  it('put every urgency into the urgent lane and all else into the ordinary one', () => {
    expect(priorities.map(({ value }) => laneOf(value))).to.deep.equal([
      'ordinary',
      'urgent',
      'urgent',
      'urgent',
      'urgent',
    ]);
    for (const value of [undefined, -1, 5, 1.5]) expect(laneOf(value)).to.equal('ordinary');
  });

  it('number priorities, steering and business types from 0', () => {
    for (const list of [priorities, steeringTypes, businessDocTypes]) {
      expect(list.map(({ value }) => value)).to.deep.equal(list.map((_, index) => index));
    }
  });

  it('hold the 29 types of Decree 30/2020 with abbreviations that are told apart', () => {
    expect(administrativeTypes).to.have.lengthOf(29);
    const abbreviations = administrativeTypes.flatMap(({ abbreviation }) => abbreviation ?? []);
    expect(new Set(abbreviations).size).to.equal(27);
    expect(normativeTypes.map(({ number }) => number)).to.deep.equal(
      normativeTypes.map((_, index) => index + 1),
    );
  });

  it('find a type by name or abbreviation, the administrative one first', () => {
    expect(documentTypeNamed('công văn')).to.include({ number: 18, list: 'administrative' });
    expect(documentTypeNamed('Quyết định')).to.include({ abbreviation: 'QĐ', list: 'administrative' });
    expect(documentTypeNamed('Nghị định')).to.include({ abbreviation: 'NĐ', list: 'normative' });
    expect(documentTypeNamed('TTr')?.vi).to.equal('Tờ trình');
    expect(documentTypeNamed('Tờ trình'.normalize('NFD'))?.abbreviation).to.equal('TTr');
    expect(documentTypeNamed('TT')?.vi).to.equal('Thông tư');
    expect(documentTypeNamed('')).to.equal(undefined);
    expect(documentTypeNamed('Bưu thiếp')).to.equal(undefined);
  });

  it('read status codes of one digit and know no others', () => {
    expect(businessCode('1')).to.equal('01');
    expect(businessCode('13')).to.equal('13');
    for (const text of ['', '0', '07', '12', '14', '001', ' 1', '1 '])
      expect(businessCode(text), text).to.equal(undefined);
  });

  it('have words in both languages everywhere', () => {
    const lists = [
      priorities,
      steeringTypes,
      businessDocTypes,
      signingCapacities,
      statusCodes,
      administrativeTypes,
      normativeTypes,
    ];
    for (const term of lists.flat()) {
      expect(term.vi).to.equal(term.vi.normalize('NFC')).and.not.equal('');
      expect(term.en).to.not.equal('');
    }
  });
});
