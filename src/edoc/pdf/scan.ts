/**
 * The first pass over a PDF: where words stand that tell of signatures, of revisions and of encryption. Reads the file once
 * from front to back through a small window.
 */
import { limits } from '../limits.js';
import { chunksOf, type PdfSource } from './source.js';

export interface Scanned {
  /** False where the header `%PDF-` does not stand in the first 1024 octets (ISO 32000-1, annex H.3.4.1). */
  readonly isPdf: boolean;
  /** Offsets of `/ByteRange` and `/SubFilter`, in order, at most so many as the limit says. */
  readonly candidates: readonly number[];
  /** True where there were more. */
  readonly overflow: boolean;
  /** Offsets behind each `%%EOF`, where a revision of the file ends but for its line end. */
  readonly revisionEnds: readonly number[];
  readonly encrypted: boolean;
  /** A linearized file has a first `%%EOF` that ends no revision (ISO 32000-1, annex F). */
  readonly linearized: boolean;
}

const headerBytes = 1024;
/** White space and delimiters end a name (ISO 32000-1, 7.2.2). */
const nameEnd = new Set(Buffer.from('\0\t\n\f\r ()<>[]{}/%'));

interface Word {
  readonly octets: Buffer;
  readonly met: (at: number) => void;
}

export async function scanPdf(source: PdfSource): Promise<Scanned> {
  const head = (await source.read(0, Math.min(headerBytes, source.size))).toString('latin1');
  const candidates: number[] = [];
  const revisionEnds: number[] = [];
  let overflow = false;
  let encrypted = false;
  const candidate = (at: number) => {
    if (candidates.length < limits.pdfCandidates) candidates.push(at);
    else overflow = true;
  };
  const words: Word[] = [
    { octets: Buffer.from('/ByteRange'), met: candidate },
    { octets: Buffer.from('/SubFilter'), met: candidate },
    { octets: Buffer.from('/Encrypt'), met: () => (encrypted = true) },
    {
      octets: Buffer.from('%%EOF'),
      met: (at) => {
        if (revisionEnds.length < limits.pdfRevisions) revisionEnds.push(at + '%%EOF'.length);
      },
    },
  ];
  const isPdf = head.includes('%PDF-');
  if (isPdf) await scanWords(source, words);
  return {
    isPdf,
    candidates: candidates.sort((one, other) => one - other),
    overflow,
    revisionEnds,
    encrypted,
    linearized: head.includes('/Linearized'),
  };
}

/** Words over the border of two pieces are found in the second: it is read with the last octets of the first before it. */
async function scanWords(source: PdfSource, words: readonly Word[]): Promise<void> {
  const overlap = Math.max(...words.map(({ octets }) => octets.length));
  let kept: Buffer = Buffer.alloc(0);
  let position = 0;
  for await (const chunk of chunksOf(source, { start: 0, length: source.size })) {
    position += chunk.length;
    const window = kept.length === 0 ? chunk : Buffer.concat([kept, chunk]);
    const base = position - window.length;
    const isLast = position >= source.size;
    // A word at the very end of the window waits for the octet behind it.
    const searched = isLast ? window.length : window.length - overlap;
    for (const { octets, met } of words) {
      for (let at = window.indexOf(octets); at !== -1 && at < searched; at = window.indexOf(octets, at + 1)) {
        if (endsThere(window, at + octets.length)) met(base + at);
      }
    }
    // Copied, so that the piece is not kept for the sake of its end; what was searched is not searched again.
    kept = isLast ? Buffer.alloc(0) : Buffer.from(window.subarray(Math.max(0, searched)));
  }
}

function endsThere(window: Buffer, end: number): boolean {
  const next = window[end];
  return next === undefined || nameEnd.has(next);
}
