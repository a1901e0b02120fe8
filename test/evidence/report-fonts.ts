/** The fonts of the report, as the command reads them. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { ReportFonts } from '../../src/evidence/index.js';

export async function reportFonts(): Promise<ReportFonts> {
  const font = (name: string) =>
    readFile(createRequire(import.meta.url).resolve(`@expo-google-fonts/tinos/${name}.ttf`));
  return {
    regular: await font('400Regular/Tinos_400Regular'),
    bold: await font('700Bold/Tinos_700Bold'),
    italic: await font('400Regular_Italic/Tinos_400Regular_Italic'),
  };
}
