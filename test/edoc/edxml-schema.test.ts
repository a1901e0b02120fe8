import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { openSchema, type Schema } from '../../src/edoc/index.js';
import {
  contentsOf,
  firstId,
  fullDocument,
  fullStatus,
  packetOf,
  plainDocument,
  statusId,
} from './messages.js';

describe('the schema of packets', () => {
  let schema: Schema;
  before(async () => {
    schema = await openSchema(
      readFileSync(new URL('../../../spec/xsd/edxml-packet.xsd', import.meta.url), 'utf8'),
    );
  });
  after(() => schema.dispose());

  const files = [{ name: 'a.txt', bytes: Buffer.from('x') }];
  const full = packetOf(fullDocument(), { packetId: firstId, contents: contentsOf(files) }, [
    Buffer.from('x'),
  ]).file;

  it('takes what the writer writes', () => {
    const packets = [
      full,
      packetOf(plainDocument(), { packetId: firstId, contents: [] }).file,
      packetOf(fullStatus(), { packetId: statusId, concerns: firstId, contents: [] }).file,
    ];
    expect(packets.flatMap((file) => schema.validate(file))).to.deep.equal([]);
  });

  /** The subject has a line feed in it, so what follows it stands in line 3. */
  const broken: Record<string, readonly [line: number, from: RegExp, to: string]> = {
    'another order': [
      3,
      /(<edXML:DueDate>.*?<\/edXML:DueDate>)(<edXML:OtherInfo>.*<\/edXML:OtherInfo>)/,
      '$2$1',
    ],
    'a missing element': [2, /<edXML:DocumentId>.*?<\/edXML:DocumentId>/, ''],
    'a doubled element': [3, /(<edXML:DueDate>.*?<\/edXML:DueDate>)/, '$1$1'],
    'an element that is not known': [2, /<edXML:Code>/, '<edXML:Mood></edXML:Mood><edXML:Code>'],
    'a priority out of the list': [3, /<edXML:Priority>2/, '<edXML:Priority>9'],
    'another form of a date': [3, /2026\/03\/20/, '2026-03-20'],
    'an attribute too many': [2, /<edXML:Code>/, '<edXML:Code a="b">'],
    'no manifest entry of ours': [3, /<ndax:Content[^>]*><\/ndax:Content>/, ''],
    'another root': [2, /<(\/?)edXML( |>)/g, '<$1edXXL$2'],
  };
  for (const [what, [line, from, to]] of Object.entries(broken)) {
    it(`refuses ${what} with edxml.schema and the line`, () => {
      const text = full.toString();
      const changed = text.replace(from, to);
      expect(changed).not.to.equal(text);
      const findings = schema.validate(Buffer.from(changed));
      expect(findings.length).to.be.greaterThan(0);
      for (const { code, severity, place } of findings) {
        expect({ code, severity, place }).to.deep.equal({
          code: 'edxml.schema',
          severity: 'error',
          place: `${line}`,
        });
      }
    });
  }

  it('says which element is wrong and never what it holds', () => {
    const changed = full.toString().replace('>2026/03/20<', '>không được lộ<');
    const words = JSON.stringify(schema.validate(Buffer.from(changed)));
    expect(words).to.include("'DueDate'").and.not.include('lộ');
  });

  it('refuses a document type before libxml2 sees it', () => {
    const bomb = '<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><a>&b;</a>';
    expect(() => schema.validate(Buffer.from(bomb)))
      .to.throw()
      .with.property('code', 'edxml.doctype');
  });

  it('is refused itself where it is faulty, and never fetches what it imports', async () => {
    const start = '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">';
    const faulty = `${start}<xs:element name="a" type="b"/></xs:schema>`;
    const include = `${start}<xs:include schemaLocation="file:///etc/passwd"/></xs:schema>`;
    for (const xsd of [faulty, include]) {
      const refusal: unknown = await openSchema(xsd).catch((error: unknown) => error);
      expect(refusal).to.have.property('code', 'edxml.schema');
    }
  });
});
