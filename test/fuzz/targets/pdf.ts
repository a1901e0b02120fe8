/**
 * PDF files from strangers. A signature that is told to be intact is one that somebody made, over just the octets that it is said
 * to cover; and whatever is put behind a signed file, its signatures are still told, or that there is too much to look at.
 */

import { bufferSource } from '../../../src/edoc/index.js';
import { errorTable } from '../../../src/errors.js';
import {
  embeddedSignatures,
  type InspectedPdf,
  type InspectedPdfSignature,
} from '../../../src/evidence/index.js';
import { octetMutations } from '../mutate-octets.js';
import { objectMutations } from '../pdf/mutate-objects.js';
import { signatureMutations } from '../pdf/mutate-signatures.js';
import { type Made, pdfSamples } from '../pdf/samples.js';
import type { FuzzTarget, Outcome } from '../target.js';
import { keyFolder, vectorTime, vectorTrust } from './vectors.js';

/** Told of a signature that does not cover the whole file. */
const ofAdditions = new Set(['pdf.appended', 'pdf.earlier-version', 'pdf.validation-data']);
const showing = ['/Ghi', '/OpenAction', '/NeedAppearances', '/FreeText'];
const hole = /^<(?:[0-9a-fA-F]{2})+>$/;

export async function pdfTarget(): Promise<FuzzTarget> {
  const trust = vectorTrust();
  const { samples, made } = await pdfSamples(keyFolder);
  return {
    name: 'pdf',
    corpus: samples,
    mutations: [...signatureMutations, ...signatureMutations, ...objectMutations, ...octetMutations],
    async run(input): Promise<Outcome> {
      const detail = await embeddedSignatures(bufferSource(input), { trust, at: vectorTime });
      if (!detail) return { verdict: 'refused', codes: ['no-pdf'] };
      const found = [...detail.findings, ...detail.signatures.flatMap(({ findings }) => findings)];
      // Each once: how many there are of one says nothing new.
      const codes = [...new Set(found.map(({ code }) => code)), `verdict-${detail.verdict}`];
      return { verdict: detail.verdict === 'valid' ? 'accepted' : 'refused', codes, detail };
    },
    async oracle(input, { codes, detail }) {
      const unknown = codes.slice(0, -1).find((code) => !(code in errorTable));
      if (unknown !== undefined) return `the code ${unknown} is in no table`;
      const pdf = detail as InspectedPdf | undefined;
      if (!pdf) return input.subarray(0, 1024).includes('%PDF-') ? 'not taken for a PDF' : undefined;
      for (const signature of pdf.signatures) {
        const fault = falseIn(input, signature, made);
        if (fault !== undefined) return fault;
      }
      return wrongAsWhole(input, pdf, made);
    },
  };
}

/** What is wrong with what was told of a signature. */
function falseIn(input: Buffer, signature: InspectedPdfSignature, all: readonly Made[]): string | undefined {
  const { integrity, coverage, appended, verdict, chain, outdated, signer, stampedTime, findings } =
    signature;
  if (verdict === 'valid' && (integrity !== 'intact' || chain !== 'trusted' || outdated))
    return 'valid without reason';
  if (integrity !== 'intact') return undefined;
  const end = input.length - appended;
  const made = all.find((one) => covers(one, input, end));
  if (!made)
    return coverage === 'whole' ? 'whole and intact, and signed by nobody' : 'intact, and signed by nobody';
  if (coverage !== (appended === 0 ? 'whole' : 'part'))
    return `${appended} octets more, and ${coverage} is covered`;
  if (chain === 'trusted' && signer?.certificateSha256 !== made.signer)
    return 'intact, and signed by somebody else';
  if (stampedTime && stampedTime.getTime() !== vectorTime.getTime())
    return `stamped at ${stampedTime.toISOString()}`;
  for (const key of ['name', 'reason', 'location'] as const) {
    if (signature[key] !== undefined && signature[key] !== made.said[key]) return `another ${key}`;
  }
  const told = findings.some(({ code }) => ofAdditions.has(code));
  return coverage === 'part' && !told ? 'part is covered, and that is not told' : undefined;
}

/** Whether the first octets of a file, up to `end`, are what was signed, but for the digits in the hole. */
function covers({ file, holeStart, holeEnd }: Made, input: Buffer, end: number): boolean {
  return (
    end === file.length &&
    input.subarray(0, holeStart).equals(file.subarray(0, holeStart)) &&
    input.subarray(holeEnd, end).equals(file.subarray(holeEnd)) &&
    hole.test(input.toString('latin1', holeStart, holeEnd))
  );
}

function wrongAsWhole(
  input: Buffer,
  { verdict, signatures, findings }: InspectedPdf,
  all: readonly Made[],
): string | undefined {
  const intact = signatures.filter(({ integrity }) => integrity === 'intact');
  if (new Set(intact.map(({ appended }) => appended)).size < intact.length)
    return 'one signature was told twice';
  for (const { appended, verdict: of, findings: own } of intact) {
    const codes = own.map(({ code }) => code);
    if (of !== 'valid' || appended === 0 || codes.includes('pdf.appended')) continue;
    const later = intact.filter((one) => one.kind === 'signature' && one.verdict === 'valid');
    const uncovered = Math.min(appended, ...later.map((one) => one.appended));
    if (codes.includes('pdf.earlier-version') !== uncovered < appended)
      return 'what was added is said to be covered, and is not';
    // What is made here shows something with one of these.
    const added = input.subarray(input.length - uncovered);
    if (showing.some((word) => added.includes(word)))
      return 'what was added is said to show nothing, and does';
  }
  const isWhole = intact.some(
    (one) =>
      one.kind === 'signature' &&
      one.verdict === 'valid' &&
      !one.findings.some(({ code }) => code === 'pdf.appended'),
  );
  if (verdict === 'valid' && !isWhole) return 'valid, and no valid signature is of all that is shown';
  if (findings.some(({ code }) => code === 'pdf.limit')) return undefined;
  const hidden = all.find(
    ({ file }) =>
      file.length <= input.length &&
      input.subarray(0, file.length).equals(file) &&
      !signatures.some(({ appended }) => appended === input.length - file.length),
  );
  return hidden ? 'a signature that is there was not told' : undefined;
}
