/**
 * Runs over a folder of other systems' messages, which are not ours to publish: EDOC_SAMPLES names it. Files that cannot
 * be read stand below a folder `malformed` in it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { expect } from 'chai';
import { checkMessage, type ForeignMessage, readEdxml, writeReadable } from '../../src/edoc/index.js';
import { isEdocError } from '../../src/errors.js';

const folder = process.env['EDOC_SAMPLES'];

// Where there is no folder there is nothing to try: no test is made, and none is skipped.
if (folder !== undefined) describe('messages of other systems', () => triedIn(folder));

function triedIn(folder: string): void {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.edxml'),
  );
  const malformed = names.filter((name) => name.split(sep).includes('malformed'));

  it('are there', () => {
    expect(names).to.not.deep.equal([]);
  });

  for (const name of names.filter((candidate) => !malformed.includes(candidate))) {
    it(`${name} is read without loss, and its attachments come under their own names with their own octets`, async () => {
      const bytes = readFileSync(join(folder, name));
      const foreign = readEdxml(bytes);
      expect(foreign.findings.filter(({ severity }) => severity === 'error')).to.deep.equal([]);
      const again = readEdxml(Buffer.from(await writeReadable(foreign.draft, foreign.attachments)));
      expect(again.draft).to.deep.equal(foreign.draft);
      expect(again.attachments).to.deep.equal(foreign.attachments);
      expect(checkMessage(foreign.draft, { foreign: true }).message).to.not.equal(undefined);
      expectEveryValue(bytes.toString(), foreign);
    });
  }

  for (const name of malformed) {
    it(`${name} is refused with the exact place`, () => {
      let thrown: unknown;
      try {
        readEdxml(readFileSync(join(folder, name)));
      } catch (error) {
        thrown = error;
      }
      expect(isEdocError(thrown, 'edxml.not-well-formed') && thrown.place).to.match(/^[1-9]\d*:[1-9]\d*$/);
    });
  }
}

/** Counts the texts of the header in the file by other means than the reader's, and finds each in the draft. */
function expectEveryValue(text: string, { draft, attachments }: ForeignMessage): void {
  const header = text.replace(/<Signature>.*<\/Signature>/s, '').replace(/<\/edXML:edXMLHeader>.*/s, '');
  const written = [...header.matchAll(/<(edXML:\w+)>([^<]*\S[^<]*)<\/\1>/g)].map(([, , value]) => value);
  const read: string[] = [];
  JSON.stringify(draft, (name, value: unknown) => {
    if (typeof value === 'string' && name !== 'kind') read.push(value);
    return value;
  });
  expect(read.sort()).to.deep.equal(written.sort());
  const names = [...text.matchAll(/<AttachmentName>([^<]*)</g)].map(([, name]) => name);
  expect(attachments.map(({ name }) => name)).to.deep.equal(names);
  for (const { bytes } of attachments)
    expect(bytes.subarray(0, 4).toString('latin1')).not.to.equal('PK\u0003\u0004');
}
