/** What a CMS SignedData (RFC 5652) says. Nothing of it is proven until a signer was inspected. */
import type { ParsedCertificate } from '../certificate.js';
import type { HashName, SignatureScheme } from './algorithms.js';

/** What a `version` field says, and what it should say by RFC 5652. */
export interface CmsVersion {
  readonly stated: number;
  readonly due: number;
}

export interface SignedData {
  readonly version: CmsVersion;
  /** Object identifier of what is signed, such as id-ct-TSTInfo. */
  readonly contentType: string;
  /** Undefined where the content is detached. */
  readonly content?: Buffer;
  /** DER, in the order of the message; only X.509 certificates. */
  readonly certificates: readonly Buffer[];
  /** Certificate revocation lists, DER. */
  readonly crls: readonly Buffer[];
  readonly signers: readonly CmsSigner[];
}

export interface CmsSigner {
  readonly version: CmsVersion;
  /** The certificate that the signer identifier names, where it is among those given and can be read. */
  readonly certificate?: ParsedCertificate;
  /** `sha256`, …; an object identifier where it is none of the known ones. */
  readonly digestAlgorithm: HashName | (string & {});
  /** Object identifier of the signature algorithm. */
  readonly signatureAlgorithm: string;
  readonly scheme?: SignatureScheme;
  readonly signature: Buffer;
  readonly signedAttributes?: SignedAttributes;
  /** Values of the unsigned attributes, by object identifier. */
  readonly unsignedAttributes: ReadonlyMap<string, readonly Buffer[]>;
  /** The time-stamp tokens over the signature value (RFC 3161, appendix A), DER. */
  readonly signatureTimeStamps: readonly Buffer[];
}

export interface SignedAttributes {
  /** What is signed: the attributes as SET OF in DER, whatever the order and tag in which they came (RFC 5652, 5.4). */
  readonly der: Buffer;
  /** The same as SET OF in the order in which they came: some programs for documents sign them so. */
  readonly asWritten: Buffer;
  /** The DER of the values, by object identifier. */
  readonly values: ReadonlyMap<string, readonly Buffer[]>;
  readonly contentType?: string;
  readonly messageDigest?: Buffer;
  readonly signingTime?: Date;
  readonly signingCertificate?: SigningCertificateDigest;
}

/** The first ESSCertIDv2 (RFC 5035) or ESSCertID (RFC 2634): which certificate the signer meant. */
export interface SigningCertificateDigest {
  readonly algorithm: HashName | (string & {});
  readonly digest: Buffer;
  /** DER of the issuer's Name, where it is named by one directory name, and the serial number's content octets. */
  readonly issuerSerial?: { readonly issuer?: Buffer; readonly serialNumber: Buffer };
}
