/** Keeps texts from being composed (NFC) at a cost that grows with the square of their length. */
import { limits } from '../limits.js';
import { isPlain } from './plain.js';

const heap = new RegExp(`\\p{M}{${limits.combiningMarks + 1}}`, 'u');

/** Whether more marks stand in a row than any writing has (UAX #15, section 13, bounds them alike). Ask before NFC. */
export function heapsMarks(text: string): boolean {
  // Short texts cost nothing worth looking for.
  return text.length > limits.combiningMarks && !isPlain(text) && heap.test(text);
}
