/** The letter that the demo sends, as files in a directory: today's date, the rest as the sample says. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeAnnex } from '../scripts/demo-letter/annex.js';
import { makeLetter } from '../scripts/demo-letter/letter.js';
import { sampleLetter } from '../scripts/demo-letter/sample.js';

export interface LetterOnDisk {
  readonly files: readonly string[];
  readonly subject: string;
  readonly number: string;
  readonly notation: string;
  readonly place: string;
  readonly signer: string;
}

const vietnamOffsetMs = 7 * 3_600_000;

export async function writeLetter(directory: string): Promise<LetterOnDisk> {
  const today = new Date(Date.now() + vietnamOffsetMs);
  const date = { year: today.getUTCFullYear(), month: today.getUTCMonth() + 1, day: today.getUTCDate() };
  const annex = makeAnnex();
  const [number = '', ...rest] = sampleLetter.number.split('/');
  const notation = rest.join('/');
  await mkdir(directory, { recursive: true });
  const letter = join(directory, `Công văn ${number}-${notation}.pdf`);
  await writeFile(letter, await makeLetter({ ...sampleLetter, date }));
  await writeFile(join(directory, annex.name), annex.bytes);
  return {
    files: [letter, join(directory, annex.name)],
    subject: `V/v ${sampleLetter.subject}`,
    number,
    notation,
    place: sampleLetter.place,
    signer: sampleLetter.signer,
  };
}
