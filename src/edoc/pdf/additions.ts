/**
 * What was added to a PDF after an octet: whether it is known to be nothing but time stamps and validation data. What was there before
 * must not have waited for it either: a reference to an object that did not exist, an offset or a length beyond the end.
 * `spec/pdf-signatures.md`, section 2.
 */
import { limits } from '../limits.js';
import { MentionFinder } from './mentions.js';
import { PdfRevision } from './revision.js';
import { chunksOf, type PdfSource } from './source.js';
import { StatedLengths } from './stated-lengths.js';
import { unpacked } from './unpack.js';
import { type PdfUpdate, startXref, updatesFrom } from './update.js';
import { addsOnlyValidationData } from './validation-data.js';
import type { PdfAllowance } from './values.js';

/**
 * @param end where a version of the file ends
 * @returns false also where it cannot be told. Throws only what `source` throws.
 */
export async function addedOnlyValidationData(source: PdfSource, end: number): Promise<boolean> {
  const allowance = { octets: limits.pdfComparedBytes };
  const updates = await updatesFrom(source, end, allowance);
  if (!updates || updates.length === 0) return false;
  const xrefAt = await startXref(source, end);
  const signed =
    xrefAt === undefined ? undefined : await PdfRevision.open(source, { end, xrefAt }, allowance);
  if (!signed || xrefAt === undefined) return false;
  return (
    (await areHarmless(source, { revision: signed, xrefAt }, updates, allowance)) &&
    (await isComplete(source, end, signed, await newNumbers(signed, updates)))
  );
}

async function areHarmless(
  source: PdfSource,
  from: { readonly revision: PdfRevision; readonly xrefAt: number },
  updates: readonly PdfUpdate[],
  allowance: PdfAllowance,
): Promise<boolean> {
  let { revision, xrefAt } = from;
  for (const update of updates) {
    const { trailer, end, xrefNumber } = update;
    const previous = trailer.entries.get('Prev');
    if (previous?.kind !== 'word' || previous.text !== String(xrefAt)) return false;
    if (xrefNumber !== undefined && !(await revision.isFree(xrefNumber))) return false;
    if (!(await addsOnlyValidationData(revision, update))) return false;
    const next = await PdfRevision.open(source, { end, xrefAt: update.xrefAt }, allowance);
    if (!next) return false;
    revision = next;
    ({ xrefAt } = update);
  }
  return true;
}

async function newNumbers(signed: PdfRevision, updates: readonly PdfUpdate[]): Promise<ReadonlySet<number>> {
  const numbers = new Set<number>();
  for (const { objects, xrefNumber } of updates) {
    const all = [...objects.keys(), ...(xrefNumber === undefined ? [] : [xrefNumber])];
    for (const number of all) if (await signed.isFree(number)) numbers.add(number);
  }
  return numbers;
}

/** Nothing that was signed leads to what was added. */
async function isComplete(
  source: PdfSource,
  end: number,
  signed: PdfRevision,
  added: ReadonlySet<number>,
): Promise<boolean> {
  const streams = await signed.objectStreams();
  if (!streams) return false;
  const mentions = new MentionFinder(added);
  const lengths = new StatedLengths(end);
  for await (const chunk of chunksOf(source, { start: 0, length: end })) {
    mentions.push(chunk);
    lengths.push(chunk);
  }
  if (mentions.found || !(await lengths.areKept(signed))) return false;
  for (const number of streams) {
    const container = await signed.object(number);
    const data = container && unpacked(container);
    const inside = new MentionFinder(added);
    if (!data || !signed.charge(data.length)) return false;
    inside.push(data);
    if (inside.found) return false;
  }
  return true;
}
