/** Tinos, which has the measures of Times New Roman and every Vietnamese letter. */
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

const font = (file: string): string => require.resolve(`@expo-google-fonts/tinos/${file}`);

export const fonts = {
  upright: font('400Regular/Tinos_400Regular.ttf'),
  italic: font('400Regular_Italic/Tinos_400Regular_Italic.ttf'),
  bold: font('700Bold/Tinos_700Bold.ttf'),
  boldItalic: font('700Bold_Italic/Tinos_700Bold_Italic.ttf'),
} as const;

export type FontName = keyof typeof fonts;
