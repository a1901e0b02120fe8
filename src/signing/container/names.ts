/** Names of files as they stand in a signature: relative references, percent-encoded (RFC 3986, sections 2.1 and 4.2). */
import { EdocError } from '../../errors.js';
import { containerLimits as limits } from './limits.js';

/** One writing for each name: everything but unreserved characters and `/` is encoded, in upper case. */
export function uriOfName(name: string): string {
  return name
    .split('/')
    .map((segment) => encodeURIComponent(segment).replace(/[!'()*]/g, encoded))
    .join('/');
}

/** Undefined where the reference is not as {@link uriOfName} writes it for a name that can be signed. */
export function nameOfUri(uri: string): string | undefined {
  try {
    const name = decodeURIComponent(uri);
    return uriOfName(name) === uri && isSignable(name) ? name : undefined;
  } catch {
    return undefined;
  }
}

/** A path below the root of the container; what describes the container itself is not signed. */
export function isSignable(name: string): boolean {
  const segments = name.split('/');
  return (
    name.normalize('NFC') === name &&
    !/[\p{Cc}\p{Cs}\\]/u.test(name) &&
    segments.every((segment) => segment !== '' && segment !== '.' && segment !== '..') &&
    name.toLowerCase() !== 'mimetype' &&
    segments[0]?.toUpperCase() !== 'META-INF'
  );
}

/** `type/subtype` of RFC 6838, section 4.2, in lower case and without parameters, as packets have them. */
export function isMimeType(text: string): boolean {
  return /^[a-z0-9][a-z0-9!#$&^_.+-]{0,126}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}$/.test(text);
}

/** The one character of a media type that is written otherwise in XML. */
export function escapedMimeType(text: string): string {
  return text.replaceAll('&', '&amp;');
}

/** Undefined where the text is not as {@link escapedMimeType} writes it for a media type. */
export function mimeTypeOf(escaped: string): string | undefined {
  const text = escaped.replaceAll('&amp;', '&');
  return isMimeType(text) && escapedMimeType(text) === escaped ? text : undefined;
}

/** @throws EdocError `container.limit`, `container.name-unsafe`, `container.name-twice`, `container.media-type` */
export function requireFiles(files: readonly { readonly name: string; readonly mimeType: string }[]): void {
  if (files.length > limits.files) {
    throw new EdocError('container.limit', {
      detail: { name: 'files', value: files.length, max: limits.files },
    });
  }
  const seen = new Set<string>();
  for (const { name, mimeType } of files) {
    if (!isSignable(name)) throw new EdocError('container.name-unsafe', { place: name });
    if (seen.has(name)) throw new EdocError('container.name-twice', { place: name });
    if (!isMimeType(mimeType)) throw new EdocError('container.media-type', { place: name });
    seen.add(name);
  }
}

function encoded(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
