/** Every bound on a container, once. `spec/container.md`, section 7, holds the same numbers. */
export const limits = {
  /** Entries, `mimetype` and those of META-INF included. */
  entries: 32_771,
  /** Octets of one entry's name in UTF-8: a file name of 255 octets below a folder. */
  nameBytes: 320,
  /** Octets that one entry unpacks to; an attachment has no more. */
  entryBytes: 2 * 1024 * 1024 * 1024,
  /** Octets that all entries unpack to, together. */
  totalBytes: 512 * 1024 * 1024 * 1024,
  /** Octets of the central directory. */
  directoryBytes: 16 * 1024 * 1024,
  /** How many times its packed size an entry may grow to, once it is over {@link ratioFromBytes}. */
  ratio: 200,
  ratioFromBytes: 1024 * 1024,
  /** Combining marks in a row; putting more of them in order (NFC) takes a time that grows with their square. */
  combiningMarks: 30,
} as const;
