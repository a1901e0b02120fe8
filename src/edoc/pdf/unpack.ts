/** Streams unpacked under a bound: without a filter, or deflated, with the predictors of PNG (ISO 32000-1, 7.4.4). */
import { Unzlib } from 'fflate';
import { limits } from '../limits.js';
import type { PdfObject } from './object.js';
import { isName, type PdfMap, type PdfTerm, wholeOf } from './term.js';

/** Undefined where it is no stream, packed in another way, damaged, or longer than is unpacked here. */
export function unpacked({ term, stream }: PdfObject): Buffer | undefined {
  if (!stream || term.kind !== 'dictionary' || term.entries.has('F')) return undefined;
  const filter = onlyOf(term.entries.get('Filter'));
  const parameters = onlyOf(term.entries.get('DecodeParms'));
  if (filter === undefined) return parameters === undefined ? stream : undefined;
  if (!isName(filter, 'FlateDecode')) return undefined;
  const data = inflate(stream);
  if (!data || parameters === undefined) return data;
  return parameters.kind === 'dictionary' ? unpredicted(data, parameters) : undefined;
}

/** One filter may stand in an array too; several are not unpacked here. */
function onlyOf(term: PdfTerm | undefined): PdfTerm | undefined {
  return term?.kind === 'array' && term.items.length === 1 ? term.items[0] : term;
}

/** Pieces in which data goes in, so that a little that would become very much is stopped early. */
const inflateChunk = 16 * 1024;

function inflate(packed: Buffer): Buffer | undefined {
  const pieces: Uint8Array[] = [];
  let length = 0;
  let ended = false;
  const stream = new Unzlib((piece, final) => {
    length += piece.length;
    if (length <= limits.pdfAddedBytes) pieces.push(piece);
    ended ||= final;
  });
  try {
    for (let at = 0; at < packed.length && length <= limits.pdfAddedBytes; at += inflateChunk) {
      stream.push(packed.subarray(at, at + inflateChunk), at + inflateChunk >= packed.length);
    }
  } catch {
    return undefined;
  }
  return ended && length <= limits.pdfAddedBytes ? Buffer.concat(pieces) : undefined;
}

const firstPngPredictor = 10;

function unpredicted(data: Buffer, parameters: PdfMap): Buffer | undefined {
  const value = (key: string, otherwise: number) =>
    parameters.entries.has(key) ? wholeOf(parameters.entries.get(key)) : otherwise;
  const predictor = value('Predictor', 1);
  if (predictor === 1) return data;
  const columns = value('Columns', 1);
  const plain = value('Colors', 1) === 1 && value('BitsPerComponent', 8) === 8;
  if (predictor === undefined || predictor < firstPngPredictor || !plain || !columns) return undefined;
  if (data.length % (columns + 1) !== 0) return undefined;
  const rows = data.length / (columns + 1);
  const result = Buffer.alloc(rows * columns);
  for (let row = 0; row < rows; row += 1) {
    const from = row * (columns + 1);
    if (!unfilterRow(data.subarray(from, from + columns + 1), result, row * columns)) return undefined;
  }
  return result;
}

/** PNG (ISO/IEC 15948), 9.2, with one octet for a sample. */
function unfilterRow(filtered: Buffer, result: Buffer, at: number): boolean {
  const [type = 0] = filtered;
  const columns = filtered.length - 1;
  for (let column = 0; column < columns; column += 1) {
    const left = column > 0 ? (result[at + column - 1] ?? 0) : 0;
    const up = at > 0 ? (result[at + column - columns] ?? 0) : 0;
    const upLeft = at > 0 && column > 0 ? (result[at + column - columns - 1] ?? 0) : 0;
    const predicted = [0, left, up, (left + up) >> 1, paeth(left, up, upLeft)][type];
    if (predicted === undefined) return false;
    result[at + column] = (filtered[column + 1] ?? 0) + predicted;
  }
  return true;
}

function paeth(left: number, up: number, upLeft: number): number {
  const [toLeft, toUp] = [Math.abs(up - upLeft), Math.abs(left - upLeft)];
  const toUpLeft = Math.abs(left + up - 2 * upLeft);
  if (toLeft <= toUp && toLeft <= toUpLeft) return left;
  return toUp <= toUpLeft ? up : upLeft;
}
