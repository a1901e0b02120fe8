import { expect } from 'chai';
import { atOption, withOptions, withoutEcho } from '../../../src/cli/send/places.js';
import { EdocError } from '../../../src/errors.js';

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
      false,
    );
    expect(error.code).to.equal('edxml.required');
    expect(error.findings.map(({ place }) => place)).to.deep.equal([
      '--subject (MessageHeader.Subject)',
      '--to (MessageHeader.To)',
    ]);
  });

  it('is told of the subject alone where no summary was given that could be wrong', () => {
    const secret = (place: string) => ({ code: 'edxml.secret', severity: 'error', place }) as const;
    const found = [
      secret('MessageHeader.Subject'),
      secret('MessageHeader.Content'),
      secret('MessageHeader.Code'),
    ];
    expect(withoutEcho(found, false)).to.deep.equal([found[0], found[2]]);
    expect(withoutEcho(found, true)).to.deep.equal(found);
    expect(withoutEcho(found.slice(1), false)).to.deep.equal(found.slice(1));
  });
});
