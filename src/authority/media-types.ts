/** The media types of RFC 3161, 3.4, RFC 6960, appendix C, and RFC 2585, 4.2. */
export const mediaTypes = {
  timeStampQuery: 'application/timestamp-query',
  timeStampReply: 'application/timestamp-reply',
  ocspRequest: 'application/ocsp-request',
  ocspResponse: 'application/ocsp-response',
  crl: 'application/pkix-crl',
} as const;
