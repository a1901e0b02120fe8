/** How values are written for the reader. The program gives it, so that its reports and its terminal write them alike. */
import type { Words } from './model.js';

export interface Writing {
  readonly language: 'vi' | 'en';
  /** An ISO 8601 time, with seconds and the zone. */
  time(iso: string): string;
  /** A day as edXML (`2026/11/22`) or ISO 8601 writes it. */
  day(day: string): string;
  /** Octets. */
  size(octets: number): string;
  number(value: number): string;
  /** Text from elsewhere on one line, without characters that control or turn the direction of writing. */
  clean(text: string): string;
}

export function say(writing: Writing, words: Words): string {
  return words[writing.language];
}
