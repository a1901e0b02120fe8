/** Every bound of the door, once. */
export const limits = {
  /** Octets of a JSON request: a document for the most recipients that a packet may have, with room to spare. */
  requestBytes: 8 * 1024 * 1024,
  /** Octets of one attachment; `spec/packet.md`, section 5. */
  contentBytes: 2 * 1024 * 1024 * 1024,
  /** Files of a container that is to be sealed; `spec/container.md`, section 7. */
  containerFiles: 32_768,
  /** Octets of a JSON answer that the client takes. */
  answerBytes: 32 * 1024 * 1024,
  /** Octets of a Unix socket's path: `sun_path` without its final zero. */
  socketPathBytes: 107,
  /** Until a connection has sent its request head. */
  headersTimeoutMs: 10_000,
  /** How long a closing door waits for requests under way. */
  closeGraceMs: 5_000,
  closePollMs: 20,
  pingTimeoutMs: 600_000,
  /** Files whose evidence one request may raise. */
  evidenceFiles: 1_000,
} as const;
