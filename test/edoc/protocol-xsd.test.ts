import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { openSchema, type Schema } from '../../src/edoc/index.js';
import { vectorsOf } from './vector-files.js';

const signature = '<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#" Id="seal"></ds:Signature>';

/** What a schema can say; the other negative vectors differ in octets or in relations between values. */
const refusedBySchema = {
  receipt: [
    'other-order',
    'extra-element',
    'repeated-element',
    'extra-attribute',
    'other-version',
    'other-namespace',
    'missing-recipient',
    'unknown-outcome',
    'refused-without-code',
    'refused-without-words',
    'packet-id-upper-case',
    'packet-id-version-4',
    'digest-upper-case',
    'size-leading-zero',
    'size-too-large',
    'time-without-milliseconds',
    'time-other-zone',
    'day-that-does-not-exist',
  ],
  resync: ['other-root', 'extra-element', 'since-missing', 'id-not-version-7'],
  ping: ['other-root', 'extra-element', 'recipient-not-a-code', 'id-missing', 'time-seconds-only'],
  directory: [
    'empty-attribute',
    'page-0',
    'version-0',
    'time-with-milliseconds',
    'code-twice',
    'old-code-twice',
    'new-code-as-old',
    'lower-case-code',
    'unknown-state',
    'node-not-a-name',
    'no-name',
    'day-that-does-not-exist',
    'certificate-digest-short',
    'revoked-at-nothing',
    'extra-element',
  ],
};

describe('the schemas of the axis', () => {
  for (const [group, refused] of Object.entries(refusedBySchema)) {
    describe(`for ${group}`, () => {
      const vectors = vectorsOf(group);
      let schema: Schema;
      before(async () => {
        schema = await openSchema(
          readFileSync(new URL(`../../../spec/xsd/${group}.xsd`, import.meta.url), 'utf8'),
        );
      });
      after(() => schema.dispose());

      /** With a signature as the last child of the root, where the one that was verified stood. */
      const findings = (name: string) => {
        const vector = vectors.find((each) => each.name === name);
        if (!vector) throw new Error(`there is no vector ${name}`);
        const signed = vector.file('signed.xml').toString();
        return schema.validate(Buffer.from(signed.replace(/<\/[A-Za-z]+>$/, `${signature}$&`)));
      };

      for (const { name } of vectors.filter(({ expect }) => expect['value'] !== undefined)) {
        it(`allow ${name}`, () => {
          expect(findings(name)).to.deep.equal([]);
        });
      }
      for (const name of refused) {
        it(`refuse ${name}`, () => {
          expect(findings(name).map(({ code }) => code)).to.include('edxml.schema');
        });
      }
    });
  }
});
