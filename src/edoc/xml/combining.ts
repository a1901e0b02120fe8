/** Keeps texts from being composed (NFC) at a cost that grows with the square of their length. */
import { limits } from '../limits.js';

const heap = new RegExp(`\\p{M}{${limits.combiningMarks + 1}}`, 'u');
/** Only characters that are no marks, by far the most common. Short texts cost nothing worth looking for. */
const plain = /^[\t\n\r\u0020-\u02ff\u1ea0-\u1ef9\u2010-\u2027]*$/;

/** Whether more marks stand in a row than any writing has (UAX #15, section 13, bounds them alike). Ask before NFC. */
export function heapsMarks(text: string): boolean {
  return text.length > limits.combiningMarks && !plain.test(text) && heap.test(text);
}
