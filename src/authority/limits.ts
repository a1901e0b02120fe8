/** Every bound of the time-stamp and revocation services, once. `spec/services.md`, section 5, holds the same numbers. */
export const limits = {
  /** Octets of a time-stamp or OCSP request that the server takes. */
  requestBytes: 16 * 1024,
  /** Characters of the path of a request, `/ocsp/` and its base64 among them. */
  pathCharacters: 8 * 1024,
  /** Connections at one time; for a further one, the one that has kept us waiting longest is closed. */
  connections: 512,
  /** Requests that are being answered at one time. */
  answering: 16,
  /** Requests that wait for their turn; a further one gets 503. */
  waiting: 256,
  /** Until a connection has sent its request head, and until it has sent the request whole. */
  headersTimeoutMs: 5_000,
  requestTimeoutMs: 10_000,
  /** A connection on which nothing moves, also one that does not take its answer. */
  idleTimeoutMs: 15_000,
  keepAliveTimeoutMs: 5_000,
  /** How often the times above are looked at. */
  checkIntervalMs: 1_000,
  /** How long a closing server waits for requests under way. */
  closeGraceMs: 5_000,
  closePollMs: 20,
  /** Octets of an answer that a client takes: what `signing` reads at most. */
  timeStampBytes: 64 * 1024,
  ocspBytes: 64 * 1024,
  crlBytes: 16 * 1024 * 1024,
  /** How long a client waits for an answer, from connecting to its last octet. */
  answerTimeoutMs: 20_000,
  /** A revocation list may have moved; a service that is asked never has. */
  redirects: 3,
} as const;
