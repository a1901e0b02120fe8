/** What every ASiC-E container begins with (ETSI EN 319 162-1, annex A.1), and the few numbers of ZIP that are read here. */

export const mimetypeName = 'mimetype';
export const containerType = 'application/vnd.etsi.asic-e+zip';

/** Compression methods (APPNOTE.TXT, 4.4.5). */
export const stored = 0;
export const deflated = 8;

/** General purpose flags (APPNOTE.TXT, 4.4.4). */
export const flags = {
  encrypted: 0x0001,
  /** Bits 1 and 2: how hard the packer tried. */
  effort: 0x0006,
  /** Sizes and checksum follow the data. */
  descriptor: 0x0008,
  strongEncryption: 0x0040,
  utf8: 0x0800,
  maskedHeaders: 0x2000,
} as const;
