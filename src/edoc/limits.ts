/** Every bound on what is read and written, once. `spec/packet.md`, section 5, and `spec/edxml.md` hold the same numbers. */
export const limits = {
  /** Octets of any XML message that is read, foreign ones with their attachments inside included. */
  messageBytes: 96 * 1024 * 1024,
  /** Octets of a signed envelope. */
  envelopeBytes: 1_572_864,
  /** Octets of all attachments that ride inside the packet, together. */
  inlineBytes: 262_144,
  attachments: 200,
  attachmentBytes: 2 * 1024 * 1024 * 1024,
  /** Octets of one part of a large attachment. */
  partBytes: 524_288,
  recipients: 4_000,
  elements: 100_000,
  elementDepth: 24,
  attributes: 32,
  /** Characters in one element's text, attachments aside. */
  textCharacters: 20_000,
  directoryPageAgencies: 1_000,
} as const;
