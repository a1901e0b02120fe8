/**
 * Some systems zip every file before they attach it and keep the file's own name and type on the label. Undoes that, one
 * level deep, and leaves alone what is meant to be a ZIP file.
 */
import type { ErrorCode, ErrorDetail } from '../../errors.js';
import { limits } from '../limits.js';
import { extensionOf, sniffContentType } from './content-type.js';
import { unzipEntry, type ZipEntry, zipEntries } from './zip.js';

export interface Unpacked {
  readonly bytes: Buffer;
  readonly contentType: string;
  /** What is to be told about it: `note` where it was unpacked, `warning` where it could not be, `error` for a bomb. */
  readonly finding?: {
    readonly severity: 'note' | 'warning' | 'error';
    readonly code: ErrorCode;
    readonly detail?: ErrorDetail;
  };
}

/** Octets that may still be unpacked for one message. */
export interface UnzipBudget {
  left: number;
}

const zip = 'application/zip';
/** Endings of files that are ZIP files by themselves, beside the office formats, which are told by their content. */
const zipExtensions: ReadonlySet<string> = new Set([
  'zip',
  'jar',
  'epub',
  'kmz',
  'apk',
  'asice',
  'asics',
  'sce',
  'scs',
]);
const openXmlTypes: readonly (readonly [folder: string, type: string])[] = [
  ['word/', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ['xl/', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  ['ppt/', 'application/vnd.openxmlformats-officedocument.presentationml.presentation'],
];

export function unpack(bytes: Buffer, fileName: string, budget: UnzipBudget): Unpacked {
  const contentType = sniffContentType(bytes, fileName);
  if (contentType !== zip) return { bytes, contentType };
  const entries = zipEntries(bytes);
  if (!entries) return kept(bytes, 'damaged');
  const office = officeType(bytes, entries);
  if (office !== undefined) return { bytes, contentType: office };
  if (zipExtensions.has(extensionOf(fileName))) return { bytes, contentType: zip };
  const files = entries.filter(({ directory }) => !directory);
  const [entry] = files;
  if (!entry || files.length > 1) return kept(bytes, `${files.length} files`);
  return single(bytes, entry, fileName, budget);
}

function single(bytes: Buffer, entry: ZipEntry, fileName: string, budget: UnzipBudget): Unpacked {
  if (entry.encrypted) return kept(bytes, 'encrypted');
  if (entry.size > budget.left) return bomb(bytes, limits.unzippedBytes, 'octets');
  if (entry.size > 1024 * 1024 && entry.size > entry.packedSize * limits.unzipRatio) {
    return bomb(bytes, limits.unzipRatio, '×');
  }
  const whole = unzipEntry(bytes, entry);
  if (!whole) return kept(bytes, 'damaged');
  budget.left -= whole.length;
  const inner = sniffContentType(whole, fileName);
  const entries = inner === zip ? zipEntries(whole) : undefined;
  return {
    bytes: whole,
    contentType: (entries && officeType(whole, entries)) ?? inner,
    finding: { severity: 'note', code: 'attachment.unpacked' },
  };
}

function kept(bytes: Buffer, reason: string): Unpacked {
  return {
    bytes,
    contentType: zip,
    finding: { severity: 'warning', code: 'attachment.zip-kept', detail: { reason } },
  };
}

function bomb(bytes: Buffer, most: number, unit: string): Unpacked {
  return {
    bytes,
    contentType: zip,
    finding: { severity: 'error', code: 'edxml.attachment-bomb', detail: { most, unit } },
  };
}

/** Office Open XML has a list of its parts' types, OpenDocument says its type in the first entry. */
function officeType(bytes: Buffer, entries: readonly ZipEntry[]): string | undefined {
  if (entries.some(({ name }) => name === '[Content_Types].xml')) {
    const known = openXmlTypes.find(([folder]) => entries.some(({ name }) => name.startsWith(folder)));
    return known?.[1] ?? zip;
  }
  const [first] = entries;
  if (first?.name !== 'mimetype' || first.size > 127) return undefined;
  const type = unzipEntry(bytes, first)?.toString('latin1') ?? '';
  return /^application\/[a-z0-9.+-]+$/.test(type) ? type : undefined;
}
