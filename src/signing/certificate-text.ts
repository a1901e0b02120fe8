/**
 * Certificates between their octets and the base64 that stands in `ds:X509Certificate`. The same few stand in a great many files:
 * those seen last are decoded, encoded and read once.
 */
import { type ParsedCertificate, parseCertificate } from './certificate.js';
import { limits } from './limits.js';

const mostCharacters = Math.ceil(limits.certificateBytes / 3) * 4;
const octetsOf = new Map<string, Buffer>();
const textOf = new WeakMap<Uint8Array, string>();
const parsedOf = new WeakMap<Uint8Array, ParsedCertificate>();

/** What Node decodes of the text, whatever it is; the same object for the same text, so never to be written to. */
export function decodeCertificate(text: string): Buffer {
  const known = octetsOf.get(text);
  if (known) return known;
  const octets = Buffer.from(text, 'base64');
  const canonical = octets.toString('base64');
  // Only the one text that encodes the octets: another must be found out when they are written anew.
  if (canonical !== text || text.length > mostCharacters) return octets;
  if (octetsOf.size >= limits.cacheEntries) octetsOf.clear();
  octetsOf.set(canonical, octets);
  textOf.set(octets, canonical);
  return octets;
}

export function encodeCertificate(der: Uint8Array): string {
  return textOf.get(der) ?? Buffer.from(der.buffer, der.byteOffset, der.byteLength).toString('base64');
}

/** @param der as {@link decodeCertificate} gave it. @throws EdocError `certificate.malformed`, `seal.limit`. */
export function readCertificate(der: Buffer): ParsedCertificate {
  const known = parsedOf.get(der);
  if (known) return known;
  const parsed = parseCertificate(der);
  if (textOf.has(der)) parsedOf.set(der, parsed);
  return parsed;
}
