/** Bounds on what is kept of a container while it is examined. `spec/container.md`, section 7, holds the same numbers. */
export const containerEvidenceLimits = {
  /** Octets of all sealed files in one container, together. */
  sealedBytes: 256 * 1024 * 1024,
  /** Octets of `META-INF/manifest.xml`. */
  manifestBytes: 32 * 1024 * 1024,
} as const;
