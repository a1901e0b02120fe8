/** The texts that need no closer look, which are nearly all. */

/**
 * Tab, line feed, Latin up to U+02FF, Vietnamese letters, dashes and quotation marks: XML has them all, they are composed
 * (NFC) whatever stands beside them, and none is a combining mark.
 */
const plain = /^[\t\n\u0020-\u02ff\u1ea0-\u1ef9\u2010-\u2027]*$/;

export function isPlain(text: string): boolean {
  return plain.test(text);
}

/** The same without `&`, `<` and `>`: it stands in an element as it is. */
const bare = /^[\t\n\u0020-%'-;=?-\u02ff\u1ea0-\u1ef9\u2010-\u2027]*$/;

export function isBare(text: string): boolean {
  return bare.test(text);
}
