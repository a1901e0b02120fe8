import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { readEdxml, writeReadable } from '../../src/edoc/index.js';
import { fullDocument, fullStatus } from './messages.js';

const spec = readFileSync(new URL('../../../spec/edxml.md', import.meta.url), 'utf8');
const [documents = '', statuses = ''] = [...spec.matchAll(/^```\n(.*?)^```/gms)].map(([, block]) => block);

/** `MessageHeader/From/OrganId` for each line, in order. */
function pathsInSpec(block: string): string[] {
  const open: string[] = [];
  return block
    .trimEnd()
    .split('\n')
    .map((line) => {
      const [, indent = '', name = ''] = /^( *)(\w+)/.exec(line) ?? [];
      open.splice(indent.length / 2, open.length, name);
      return open.join('/');
    });
}

/** The same of what is written below `edXMLHeader`, each path once. */
function pathsWritten(text: string): string[] {
  const open: string[] = [];
  const paths = new Set<string>();
  for (const [, slash, name = '', short] of text.matchAll(/<(\/?)edXML:(\w+)[^>]*?(\/?)>/g)) {
    if (slash === '/') open.pop();
    else {
      open.push(name);
      paths.add(open.slice(2).join('/'));
      if (short === '/') open.pop();
    }
  }
  return [...paths].filter((path) => /^(MessageHeader|TraceHeaderList)/.test(path));
}

describe('the element tables of spec/edxml.md', () => {
  it('are what a document with every element is written as, in this order', async () => {
    expect(pathsWritten(await writeReadable(fullDocument()))).to.deep.equal(pathsInSpec(documents));
  });

  it('are what a status is written as, in this order', async () => {
    const written = pathsWritten(await writeReadable(fullStatus()));
    expect(written.filter((path) => path.split('/').length <= 2)).to.deep.equal(pathsInSpec(statuses));
  });

  it('name elements that stand in any order for a reader', async () => {
    const text = await writeReadable(fullStatus());
    const moved = text.replace(
      /(\s*<edXML:From>.*<\/edXML:From>)(.*)(\s*<\/edXML:MessageHeader>)/s,
      '$2$1$3',
    );
    expect(moved).not.to.equal(text);
    expect(readEdxml(Buffer.from(moved)).draft).to.deep.equal(readEdxml(Buffer.from(text)).draft);
  });
});
