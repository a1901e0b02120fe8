/** JSON for standard output, which may be a terminal. */

const obeyed = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;
/** The same for a search: one with a place to go on from must not be shared. */
const anyObeyed = new RegExp(obeyed.source);

/**
 * JSON that a terminal shows and does not obey: control characters beyond those that JSON escapes, and characters that turn
 * the direction of writing, stand as escapes. It parses to the same value.
 */
export function safeJson(value: unknown, indent?: number): string {
  const json = JSON.stringify(value, null, indent);
  if (!anyObeyed.test(json)) return json;
  return json.replace(obeyed, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
