/**
 * Every bound on what is read and written, once. `spec/packet.md`, section 5, `spec/edxml.md`, section 6,
 * `spec/transport.md`, sections 3, 5 and 9, and `spec/pdf-signatures.md`, section 7, hold the same numbers.
 */
export const limits = {
  /** Octets of any XML message that is read, foreign ones with their attachments inside included. */
  messageBytes: 96 * 1024 * 1024,
  /** Octets of a signed envelope. */
  envelopeBytes: 1_572_864,
  /** Octets of all attachments that ride inside the packet, together. */
  inlineBytes: 262_144,
  attachments: 200,
  attachmentBytes: 2 * 1024 * 1024 * 1024,
  /** Octets of a file name in UTF-8; what common file systems take. */
  fileNameBytes: 255,
  /** Octets that the zipped attachments of one foreign message may grow to, together. */
  unzippedBytes: 268_435_456,
  /** How many times its packed size a zipped attachment may grow to, once it is over 1 MiB. */
  unzipRatio: 200,
  /** Octets of one part of a large attachment. */
  partBytes: 524_288,
  /** Ranges in which a receiver names the parts that it lacks of one content. */
  missingRanges: 64,
  /** Octets of such a message: every attachment of a packet, each in that many ranges. */
  missingBytes: 262_144,
  /** Recipient nodes that one message is published to; the routing keys of all stand in one AMQP frame. */
  nodesPerMessage: 256,
  recipients: 4_000,
  /** Receipts that come back with one packet (`spec/recovery.md`, section 5). */
  returnedReceipts: 4_000,
  elements: 100_000,
  elementDepth: 24,
  attributes: 32,
  /** Characters (UTF-16 code units) in one element's text, attachments aside. */
  textCharacters: 20_000,
  /** Combining marks in a row; putting more of them in order (NFC) takes a time that grows with their square. */
  combiningMarks: 30,
  /** What a tolerant reader notes at most; a message with more faults is not worth listing further. */
  findings: 500,
  /** Characters of the words in a receipt, and of the code beside them. */
  reasonCharacters: 2_000,
  errorCodeCharacters: 80,
  /** Places in a PDF that may be signatures; what comes after them is not looked at. */
  pdfCandidates: 200,
  /** Signatures of one PDF that are verified, each of which may take a pass over the file. */
  pdfSignatures: 32,
  pdfRevisions: 10_000,
  /** Octets before and after a candidate in which its dictionary must begin and end, its value as hexadecimal included. */
  pdfDictionaryBytes: 1024 * 1024,
  /** Octets of one PDF that are read as dictionaries, together: the same ones may have to be read for many candidates. */
  pdfReadBytes: 16 * 1024 * 1024,
  pdfDictionaryDepth: 16,
  pdfDictionaryValues: 2_000,
  /** Octets behind a signature in a PDF that are looked into for what they add, and of one stream that is unpacked for it. */
  pdfAddedBytes: 16 * 1024 * 1024,
  /** Octets that are read of what a signature in a PDF covers, to compare with what was added. */
  pdfComparedBytes: 64 * 1024 * 1024,
  /** Updates behind a signature that are looked into, and those before it that lead to what they change. */
  pdfUpdates: 256,
  /** Places in a PDF behind which what was added is compared, each of which may take a pass over the file. */
  pdfComparisons: 4,
  /** Objects that have nothing but the length of a stream. */
  pdfLengths: 50_000,
  /** Octets of a name, reason or place in a PDF signature. */
  pdfTextBytes: 1_000,
  /** Messages and octets that the quarantine holds of one sending node, and of all together. */
  quarantineNodeMessages: 1_000,
  quarantineNodeBytes: 67_108_864,
  quarantineMessages: 10_000,
  quarantineBytes: 536_870_912,
  directoryPageAgencies: 1_000,
  directoryPages: 1_000,
  agencyCertificates: 16,
  agencyNameCharacters: 500,
} as const;
