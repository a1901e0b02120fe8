/** Base64 (RFC 4648, section 4). */

/** Foreign base64: white space anywhere is passed over, padding may be missing. Undefined where it is not base64. */
export function decodeBase64(text: string): Buffer | undefined {
  const bare = /\s/.test(text) ? text.replace(/\s+/g, '') : text;
  const digits = bare.endsWith('==') ? bare.length - 2 : bare.endsWith('=') ? bare.length - 1 : bare.length;
  if (digits % 4 === 1) return undefined;
  const bytes = Buffer.from(bare, 'base64');
  // Node passes over what is not base64, so a wrong character shows in the length.
  return bytes.length === Math.floor((digits * 3) / 4) ? bytes : undefined;
}
