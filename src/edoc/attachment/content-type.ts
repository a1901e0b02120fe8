/** What a file is, by its first octets and its name: labels in messages lie. */

/** A type and the names that other systems have for it. */
const aliases = new Map(
  Object.entries({
    'application/doc': 'application/msword',
    'application/docx': 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    'application/xls': 'application/vnd.ms-excel',
    'application/xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    'application/ppt': 'application/vnd.ms-powerpoint',
    'application/pptx': 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
    'application/x-pdf': 'application/pdf',
    'application/x-zip-compressed': 'application/zip',
    'application/x-zip': 'application/zip',
    'application/x-rar-compressed': 'application/vnd.rar',
    'application/x-rar': 'application/vnd.rar',
    'application/rar': 'application/vnd.rar',
    'image/jpg': 'image/jpeg',
    'image/pjpeg': 'image/jpeg',
    'text/xml': 'application/xml',
    'text/rtf': 'application/rtf',
  }),
);

const oleTypes = new Map(
  Object.entries({
    doc: 'application/msword',
    dot: 'application/msword',
    xls: 'application/vnd.ms-excel',
    ppt: 'application/vnd.ms-powerpoint',
    msg: 'application/vnd.ms-outlook',
  }),
);

/** Formats that are ZIP files, by the ending of the name. */
const officeTypes = new Map(
  Object.entries({
    docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
    odt: 'application/vnd.oasis.opendocument.text',
    ods: 'application/vnd.oasis.opendocument.spreadsheet',
    odp: 'application/vnd.oasis.opendocument.presentation',
  }),
);

const magics: readonly (readonly [hex: string, type: string])[] = [
  ['255044462d', 'application/pdf'],
  ['504b0304', 'application/zip'],
  ['504b0506', 'application/zip'],
  ['89504e470d0a1a0a', 'image/png'],
  ['ffd8ff', 'image/jpeg'],
  ['474946383761', 'image/gif'],
  ['474946383961', 'image/gif'],
  ['49492a00', 'image/tiff'],
  ['4d4d002a', 'image/tiff'],
  ['526172211a07', 'application/vnd.rar'],
  ['377abcaf271c', 'application/x-7z-compressed'],
  ['7b5c727466', 'application/rtf'],
];
const ole = 'd0cf11e0a1b11ae1';

/** How much is looked at: PDF readers accept their mark anywhere in the first 1,024 octets. */
const headBytes = 1024;

/** `application/octet-stream` where nothing is recognised. A ZIP file is told apart further by `zip-kind.ts`. */
export function sniffContentType(bytes: Uint8Array, fileName: string): string {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, headBytes));
  const hex = head.subarray(0, 16).toString('hex');
  const magic = magics.find(([start]) => hex.startsWith(start));
  if (magic) return magic[1];
  if (hex.startsWith(ole)) return oleTypes.get(extensionOf(fileName)) ?? 'application/x-ole-storage';
  if (head.includes('%PDF-')) return 'application/pdf';
  return sniffText(head, bytes.length > headBytes);
}

/**
 * For the beginning of a file (some thousand octets) and its name: an office file shows as ZIP there, and the ending of
 * the name says of which kind it is.
 */
export function contentTypeOf(start: Uint8Array, fileName: string): string {
  const sniffed = sniffContentType(start, fileName);
  return sniffed === 'application/zip' ? (officeTypes.get(extensionOf(fileName)) ?? sniffed) : sniffed;
}

/** The usual name of a type, in lower case and without parameters. */
export function usualContentType(declared: string): string {
  const bare = (declared.split(';')[0] ?? '').trim().toLowerCase();
  return aliases.get(bare) ?? bare;
}

/** `type/subtype` of RFC 6838, as packets hold it. */
export function isContentType(text: string): boolean {
  return /^[a-z0-9][a-z0-9!#$&^_.+-]{0,126}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}$/.test(text);
}

/** In lower case, without the dot; empty where there is none. */
export function extensionOf(fileName: string): string {
  return /\.([^./\\]{1,16})$/.exec(fileName)?.[1]?.toLowerCase() ?? '';
}

function sniffText(head: Buffer, cut: boolean): string {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: cut });
  } catch {
    return 'application/octet-stream';
  }
  if (text === '' || hasControls(text)) return 'application/octet-stream';
  const start = text.trimStart().slice(0, 64).toLowerCase();
  if (start.startsWith('<?xml')) return 'application/xml';
  if (start.startsWith('<!doctype html') || start.startsWith('<html')) return 'text/html';
  return 'text/plain';
}

function hasControls(text: string): boolean {
  return /\p{Cc}/u.test(text.replace(/[\t\n\f\r]/g, ''));
}
