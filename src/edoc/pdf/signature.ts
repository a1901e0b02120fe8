/** What is found of signatures in a PDF. Nothing of it is proven: that is for whoever knows cryptography. */
import type { Finding } from '../../errors.js';
import type { PdfRange } from './source.js';

/** Of ISO 32000-1, table 257, and ETSI EN 319 142-1, by what the value is. */
export const valueKinds = {
  'adbe.pkcs7.detached': 'cms',
  'ETSI.CAdES.detached': 'cms',
  'adbe.pkcs7.sha1': 'cms-sha1',
  'adbe.x509.rsa_sha1': 'pkcs1',
  'ETSI.RFC3161': 'time-stamp',
} as const;

export type SubFilter = keyof typeof valueKinds;
export type ValueKind = (typeof valueKinds)[SubFilter];

export interface PdfSignature {
  /** Offset in the file of the key by which it was found. */
  readonly at: number;
  /** As written in the file, cut to 40 characters. */
  readonly subFilter: string;
  /** Undefined where the sub-filter is not known here. */
  readonly valueKind: ValueKind | undefined;
  /** The two ranges that are signed; undefined where they are not in order, and then nothing can be verified. */
  readonly ranges: readonly PdfRange[] | undefined;
  /** The octets of /Contents, the zeros that fill its place included. */
  readonly value: Buffer | undefined;
  /** Behind the last octet that is signed. */
  readonly signedEnd: number;
  /** Octets that stand behind it; 0 where the whole file is signed. */
  readonly appended: number;
  /** The number, from 1, of the revision that it covers to its end. */
  readonly revision: number | undefined;
  /** What the file says beside the signature. */
  readonly name?: string;
  readonly reason?: string;
  readonly location?: string;
  readonly time?: Date;
  /** With an error among them the signature covers nothing that can be told. */
  readonly findings: readonly Finding[];
}

export interface PdfSignatures {
  readonly isPdf: boolean;
  /** How often the file was written: once, and once more for each update. */
  readonly revisions: number;
  readonly encrypted: boolean;
  /** In the order of the octets that they cover. */
  readonly signatures: readonly PdfSignature[];
  /** About the file, not one signature. */
  readonly findings: readonly Finding[];
}
