import { expect } from 'chai';
import type { DraftMessage } from '../../src/edoc/edxml/draft.js';
import type { PacketOctets } from '../../src/edoc/index.js';
import { envelopeElement } from '../../src/edoc/packet/form.js';
import { type ReadEnvelope, readEnvelope } from '../../src/edoc/packet/read-envelope.js';
import { readLiteral } from '../../src/edoc/packet/read-literal.js';
import { canonicalAround } from '../../src/edoc/xml/canonical.js';
import {
  contentsOf,
  firstId,
  fullDocument,
  fullStatus,
  packetOf,
  plainDocument,
  statusId,
} from './messages.js';

/** What the writer makes of what was read. */
function anew({ packetId, draft, concerns, contents }: ReadEnvelope): string {
  const about = concerns === undefined ? {} : { concerns };
  const { head, tail } = canonicalAround(envelopeElement({ packetId, message: draft, contents, ...about }));
  return head + tail;
}

const textOf = ({ signed }: PacketOctets) => signed.toString('utf8');
const {
  id: _id,
  version: _version,
  mustUnderstand: _must,
  actor: _actor,
  ...trace
} = fullDocument().traceHeaderList;
const files = [
  { name: 'Công văn 215.txt', bytes: Buffer.from('nội dung công văn') },
  { name: 'a & <b>.txt', bytes: Buffer.alloc(0) },
];
const contents = contentsOf(files);
const inline = files.map(({ bytes }) => bytes);
const texts: Readonly<Record<string, string>> = {
  'a document with every element': textOf(
    packetOf({ ...fullDocument(), traceHeaderList: trace }, { packetId: firstId, contents }, inline),
  ),
  'a plain document': textOf(packetOf(plainDocument(), { packetId: firstId, contents: [] })),
  'a status with every element': textOf(
    packetOf(fullStatus(), { packetId: statusId, concerns: firstId, contents: [] }),
  ),
};

/** What people and programs break texts with. */
const strange = [
  '<',
  '>',
  '"',
  "'",
  '&',
  ' ',
  '\r',
  '\u0000',
  '\u0301',
  '0',
  '&amp;',
  '&#x9;',
  '<!-- -->',
  '<edXML:To>',
];

function* changed(text: string): Generator<string> {
  for (let at = 0; at < text.length; at += 1) {
    yield text.slice(0, at) + text.slice(at + 1);
    const character = strange[at % strange.length] ?? '';
    yield text.slice(0, at) + character + text.slice(at);
    yield text.slice(0, at) + character + text.slice(at + 1);
  }
  // Whole elements taken away, doubled, and put where the next one stands.
  const elements = [...text.matchAll(/<([^\s/>]+)[^>]*>[^<]*<\/\1>/g)];
  for (const { 0: element, index } of elements) {
    const [before, after] = [text.slice(0, index), text.slice(index + element.length)];
    yield before + after;
    yield before + element + element + after;
    const next = after.indexOf('>') + 1;
    yield before + after.slice(0, next) + element + after.slice(next);
  }
}

describe('reading an envelope literally', () => {
  for (const [name, text] of Object.entries(texts)) {
    it(`reads of ${name} what reading it element by element gives`, () => {
      const literal = readLiteral(text);
      expect(literal, 'not read').not.to.equal(undefined);
      expect(literal).to.deep.equal(readEnvelope(text));
    });

    it(`takes no change of ${name} that the writer would not have written, and reads every other as before`, () => {
      let taken = 0;
      for (const other of changed(text)) {
        const literal = readLiteral(other);
        if (!literal) continue;
        taken += 1;
        expect(anew(literal)).to.equal(other);
        expect(literal).to.deep.equal(readEnvelope(other));
      }
      expect(taken).to.be.greaterThan(100);
    });
  }

  it('leaves to the other way what has attributes, and what says nothing of what it is', () => {
    const draft: DraftMessage = { kind: 'document', subject: 'V/v' };
    const { head, tail } = canonicalAround(
      envelopeElement({ packetId: firstId, message: draft, contents: [] }),
    );
    expect(readLiteral(head + tail)).to.equal(undefined);
    expect(readEnvelope(head + tail)?.draft).to.include({ kind: 'document', subject: 'V/v' });
    const withAttributes = textOf(packetOf(fullDocument(), { packetId: firstId, contents }, inline));
    expect(readLiteral(withAttributes)).to.equal(undefined);
    expect(readEnvelope(withAttributes)).not.to.equal(undefined);
  });
});
