/** What the server is given to answer with. Octets are DER, and mean nothing here. */

export interface AuthorityHandlers {
  /** A TimeStampReq (RFC 3161) to its TimeStampResp, refusals included. Left out, there is no such service. */
  readonly timeStamp?: (request: Buffer) => Promise<Uint8Array>;
  /** An OCSPRequest (RFC 6960) to its OCSPResponse, refusals included. */
  readonly ocsp?: (request: Buffer) => Promise<Uint8Array>;
  /** The revocation list of now; undefined while there is none. */
  readonly crl?: () => Promise<RevocationList | undefined>;
  /** What the service says of itself, without anything secret; it throws where it cannot work. */
  readonly health: () => Promise<Readonly<Record<string, string | number>>>;
}

export interface RevocationList {
  readonly octets: Uint8Array;
  /** When it came to be there: the Last-Modified of HTTP. */
  readonly modified: Date;
}
