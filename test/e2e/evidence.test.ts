/**
 * Evidence that `edoc save` wrote: other verifiers agree with it, and nobody changes one octet of it unseen. The numbers of
 * places are a bar of the product, not a sample for convenience.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { expect } from 'chai';
import { errorTable } from '../../src/errors.js';
import { Auditor } from './support/auditor.js';
import { type Change, changedInContent, changesAt, spread, truncations } from './support/changes.js';
import { edoc } from './support/edoc.js';
import { type SavedExchange, savedExchange } from './support/exchange.js';
import { otherVerifiers } from './support/other-verifiers.js';

const keyKinds = [
  ['RSA', 'rsa-2048'],
  ['ECDSA', 'ecdsa-p256'],
] as const;
const documentPlaces = 500;
const answerPlaces = 100;
const lengths = 100;
/** For each kind of key. */
const byTheProgram = 10;
/** As many programs at a time as an ordinary machine has cores. */
const atATime = 2;

for (const [keys, keyKind] of keyKinds) {
  describe(`the saved evidence of an exchange with ${keys} keys`, () => {
    let saved: SavedExchange;
    let auditor: Auditor;
    let document: Buffer;

    before(async () => {
      saved = await savedExchange(keyKind);
      auditor = await Auditor.with(saved.trust);
      document = await readFile(saved.document);
    });

    after(() => saved.remove());

    it('is a document with its attachments, two receipts and three statuses, all valid', async () => {
      expect(document.length).to.be.greaterThan(50_000);
      expect(saved.answers.map((file) => basename(file)).sort()).to.deep.equal([
        'receipt-H14.xml',
        'receipt-H41.xml',
        'status-H14-02.edxml',
        'status-H41-03.edxml',
        'status-H41-06.edxml',
      ]);
      for (const file of [saved.document, ...saved.answers]) {
        expect(await auditor.verdict(await readFile(file)), file).to.deep.equal({ valid: true, codes: [] });
      }
      const { exitCode, stdout } = await edoc([
        'verify',
        saved.document,
        ...saved.answers,
        '--trust',
        saved.trust,
      ]);
      expect(stdout).to.include('All 6 valid');
      expect(exitCode).to.equal(0);
    });

    for (const verifier of otherVerifiers) {
      it(`is accepted by ${verifier.name} file by file, and refused file by file once changed`, async function () {
        if (!verifier.isThere()) {
          console.log(`      SKIPPED: ${verifier.name} is not installed; this cross-check did not run`);
          this.skip();
        }
        const files = [saved.document, ...saved.answers];
        const changed = await changedCopies(saved.folder, files);
        const answers = await verifier.verify(saved.trust, [...files, ...changed]);
        expect(answers).to.deep.equal([...files.map(() => true), ...changed.map(() => false)]);
      });
    }

    it(`does not hide one changed octet at ${documentPlaces} places of the envelope with its seal`, async () => {
      const changes = spread(0, endOfEnvelope(document), documentPlaces).flatMap((at) =>
        changesAt(document, at),
      );
      expect(changes).to.have.length.greaterThan(3 * documentPlaces);
      expect(await auditor.notRefused(changes)).to.deep.equal([]);
    });

    it(`does not hide one changed octet at ${documentPlaces} places of the attachments`, async () => {
      const places = spread(endOfEnvelope(document), document.length, documentPlaces);
      const changes = places.flatMap((at) => changesAt(document, at));
      expect(changes).to.have.length.greaterThan(3 * documentPlaces);
      expect(await auditor.notRefused(changes)).to.deep.equal([]);
    });

    it(`does not hide one changed octet at ${answerPlaces} places of each receipt and status`, async () => {
      for (const file of saved.answers) {
        const octets = await readFile(file);
        const changes = spread(0, octets.length, answerPlaces).flatMap((at) => changesAt(octets, at));
        expect(await auditor.notRefused(changes), file).to.deep.equal([]);
      }
    });

    it(`does not hide that its end is missing, at ${lengths} lengths of each file, nor an octet too many`, async () => {
      for (const file of [saved.document, ...saved.answers]) {
        const octets = await readFile(file);
        const longer = ['\n', ' ', '\0', '<'].map((more) => ({
          words: `one octet more: ${JSON.stringify(more)}`,
          octets: Buffer.concat([octets, Buffer.from(more)]),
        }));
        expect(await auditor.notRefused([...truncations(octets, lengths), ...longer]), file).to.deep.equal(
          [],
        );
      }
    });

    it(`makes edoc verify end with 1 and a code in its JSON, at ${byTheProgram} changed places`, async () => {
      const changes = spread(0, document.length, byTheProgram).flatMap((place, index) => {
        const kinds = changesAt(document, place);
        return kinds.slice(index % kinds.length).slice(0, 1);
      });
      expect(changes).to.have.length(byTheProgram);
      expect(await notRefusedByTheProgram(saved, changes)).to.deep.equal([]);
    });
  });
}

function endOfEnvelope(document: Buffer): number {
  const tag = '</edXML:edXMLEnvelope>';
  return document.indexOf(tag) + tag.length;
}

async function changedCopies(folder: string, files: readonly string[]): Promise<string[]> {
  const copies: string[] = [];
  for (const file of files) {
    const copy = join(folder, `changed-${basename(file)}`);
    await writeFile(copy, changedInContent(await readFile(file)));
    copies.push(copy);
  }
  return copies;
}

/** What the program said of each changed document that it did not refuse as it should. */
async function notRefusedByTheProgram(
  { folder, trust }: SavedExchange,
  changes: readonly Change[],
): Promise<object[]> {
  const found: object[] = [];
  const waiting = [...changes.entries()];
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [index, { octets, words }] = next;
      const file = join(folder, `changed-${index}.edxml`);
      await writeFile(file, octets);
      const { exitCode, stdout } = await edoc(['verify', file, '--trust', trust, '--json']);
      const { indication, files } = JSON.parse(stdout) as {
        indication: string;
        files: { findings: { code: string }[] }[];
      };
      const code = files[0]?.findings[0]?.code ?? '';
      if (exitCode !== 1 || indication !== 'TOTAL-FAILED' || !(code in errorTable))
        found.push({ words, exitCode, stdout });
    }
  };
  await Promise.all(Array.from({ length: atATime }, work));
  return found;
}
