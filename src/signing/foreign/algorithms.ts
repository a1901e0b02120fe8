/** The algorithms of foreign XML signatures by their identifiers (RFC 9231), the outdated ones marked. */

export interface ForeignAlgorithm {
  readonly hash: string;
  readonly key?: 'rsa' | 'ec';
  /** Its name for people, where it is no longer safe. */
  readonly outdated?: string;
}

const dsig = 'http://www.w3.org/2000/09/xmldsig#';
const more = 'http://www.w3.org/2001/04/xmldsig-more#';
const encryption = 'http://www.w3.org/2001/04/xmlenc#';

export const signatureMethods: ReadonlyMap<string, ForeignAlgorithm> = new Map([
  [`${dsig}rsa-sha1`, { hash: 'sha1', key: 'rsa', outdated: 'RSA-SHA1' }],
  [`${dsig}dsa-sha1`, { hash: 'sha1', outdated: 'DSA-SHA1' }],
  [`${more}rsa-md5`, { hash: 'md5', outdated: 'RSA-MD5' }],
  [`${more}ecdsa-sha1`, { hash: 'sha1', key: 'ec', outdated: 'ECDSA-SHA1' }],
  [`${more}rsa-sha256`, { hash: 'sha256', key: 'rsa' }],
  [`${more}rsa-sha384`, { hash: 'sha384', key: 'rsa' }],
  [`${more}rsa-sha512`, { hash: 'sha512', key: 'rsa' }],
  [`${more}ecdsa-sha256`, { hash: 'sha256', key: 'ec' }],
  [`${more}ecdsa-sha384`, { hash: 'sha384', key: 'ec' }],
  [`${more}ecdsa-sha512`, { hash: 'sha512', key: 'ec' }],
] as const);

export const digestMethods: ReadonlyMap<string, ForeignAlgorithm> = new Map([
  [`${dsig}sha1`, { hash: 'sha1', outdated: 'SHA-1' }],
  [`${more}md5`, { hash: 'md5', outdated: 'MD5' }],
  [`${encryption}sha256`, { hash: 'sha256' }],
  [`${more}sha384`, { hash: 'sha384' }],
  [`${encryption}sha512`, { hash: 'sha512' }],
] as const);

export const canonicalizations: ReadonlySet<string> = new Set([
  'http://www.w3.org/TR/2001/REC-xml-c14n-20010315',
  'http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments',
  'http://www.w3.org/2001/10/xml-exc-c14n#',
  'http://www.w3.org/2001/10/xml-exc-c14n#WithComments',
]);

/** No XPath, XSLT or base64: they select and compute at the signer's will. */
export const transforms: ReadonlySet<string> = new Set([...canonicalizations, `${dsig}enveloped-signature`]);

export const signatureNamespace = dsig;
