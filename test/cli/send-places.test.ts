import { expect } from 'chai';
import { atOption, withOptions } from '../../src/cli/send/places.js';
import { EdocError } from '../../src/errors.js';

describe('what is wrong with a document that a clerk typed', () => {
  const placed = (place: string) => atOption({ code: 'edxml.required', severity: 'error', place }).place;

  it('names the option that fills the field', () => {
    expect(placed('MessageHeader.Subject')).to.equal('--subject (MessageHeader.Subject)');
    expect(placed('MessageHeader.To[2].OrganId')).to.equal('--to (MessageHeader.To[2].OrganId)');
    expect(placed('MessageHeader.Code.CodeNotation')).to.equal(
      '--notation (MessageHeader.Code.CodeNotation)',
    );
    expect(placed('MessageHeader.Code.CodeNumber')).to.equal('--number (MessageHeader.Code.CodeNumber)');
  });

  it('names any other place as it is', () => {
    expect(placed('Attachment[1]')).to.equal('Attachment[1]');
    expect(placed('MessageHeader.ToPlaces.Place')).to.equal('MessageHeader.ToPlaces.Place');
  });

  it('keeps code, detail and every finding', () => {
    const error = withOptions(
      new EdocError('edxml.required', {
        place: 'MessageHeader.Subject',
        findings: [
          { code: 'edxml.required', severity: 'error', place: 'MessageHeader.Subject' },
          { code: 'send.no-recipient', severity: 'error', place: 'MessageHeader.To' },
        ],
      }),
    );
    expect(error.code).to.equal('edxml.required');
    expect(error.findings.map(({ place }) => place)).to.deep.equal([
      '--subject (MessageHeader.Subject)',
      '--to (MessageHeader.To)',
    ]);
  });
});
