/** The report as a file: a page (.html) or a PDF (.pdf), by its ending. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, extname } from 'node:path';
import { htmlReport, pdfReport, type Report, type ReportFonts } from '../../evidence/index.js';
import { writeNewFiles } from '../new-files.js';
import type { Language } from '../terminal/language.js';
import { writingFor } from './writing.js';

/** @throws EdocError `cli.file-exists`, `cli.file-unwritable` */
export async function writeReport(path: string, report: Report, language: Language): Promise<void> {
  const writing = writingFor(language);
  const content =
    extname(path).toLowerCase() === '.pdf'
      ? await pdfReport(report, writing, await readFonts())
      : htmlReport(report, writing);
  await writeNewFiles(dirname(path), [{ name: basename(path), content }]);
}

/** Tinos has the widths of Times New Roman, which administrative documents are set in, and all of Vietnamese. */
async function readFonts(): Promise<ReportFonts> {
  const { resolve } = createRequire(import.meta.url);
  const [regular, bold, italic] = await Promise.all(
    ['400Regular/Tinos_400Regular', '700Bold/Tinos_700Bold', '400Regular_Italic/Tinos_400Regular_Italic'].map(
      (name) => readFile(resolve(`@expo-google-fonts/tinos/${name}.ttf`)),
    ),
  );
  if (!regular || !bold || !italic) throw new Error('a font of the report is missing');
  return { regular, bold, italic };
}
