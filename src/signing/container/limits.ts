/** Every bound on a container's signature. `spec/container.md`, section 7, holds the same numbers. */
export const containerLimits = {
  /** Files that one container's signature names. */
  files: 32_768,
  /** Octets of the file with the signature. */
  signatureBytes: 32 * 1024 * 1024,
} as const;
