/** `AB:CD:…`: a SHA-256 in hexadecimal as people read it out and as other tools show it. */
export function fingerprint(sha256: string): string {
  return (sha256.toUpperCase().match(/../g) ?? []).join(':');
}
