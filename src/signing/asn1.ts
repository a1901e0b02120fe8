/**
 * The ASN.1 schemas of X.509 and PKCS#10, and their codec. Loaded here once for the folder, the CommonJS way: the packages are
 * CommonJS in some ninety files, each of which Node would read twice to import it, which took a third of the time in which
 * `edoc verify` answers.
 */
import { createRequire } from 'node:module';
import type * as Csr from '@peculiar/asn1-csr';
import type * as Schema from '@peculiar/asn1-schema';
import type * as X509 from '@peculiar/asn1-x509';
import type * as Asn1 from 'asn1js';

const load = createRequire(import.meta.url);
const csr: typeof Csr = load('@peculiar/asn1-csr');
const schema: typeof Schema = load('@peculiar/asn1-schema');
const x509: typeof X509 = load('@peculiar/asn1-x509');

/** Plain ASN.1 values, for structures that have no schema. */
export const asn1: typeof Asn1 = load('asn1js');

export const { Attributes, CertificationRequest, CertificationRequestInfo } = csr;
export const { AsnConvert, OctetString } = schema;
export const {
  AccessDescription,
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  AttributeValue,
  AuthorityInfoAccessSyntax,
  AuthorityKeyIdentifier,
  BasicConstraints,
  Certificate,
  CRLDistributionPoints,
  DistributionPoint,
  DistributionPointName,
  ExtendedKeyUsage,
  Extension,
  Extensions,
  GeneralName,
  id_ad_ocsp,
  id_ce_authorityKeyIdentifier,
  id_ce_basicConstraints,
  id_ce_cRLDistributionPoints,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  id_ce_subjectAltName,
  id_ce_subjectKeyIdentifier,
  id_kp_clientAuth,
  id_kp_OCSPSigning,
  id_kp_serverAuth,
  id_kp_timeStamping,
  id_pe_authorityInfoAccess,
  KeyIdentifier,
  KeyUsage,
  KeyUsageFlags,
  Name,
  RelativeDistinguishedName,
  SubjectAlternativeName,
  SubjectKeyIdentifier,
  SubjectPublicKeyInfo,
  TBSCertificate,
  Time,
  Validity,
  Version,
} = x509;

export type AlgorithmIdentifier = X509.AlgorithmIdentifier;
export type AttributeTypeAndValue = X509.AttributeTypeAndValue;
export type AttributeValue = X509.AttributeValue;
export type Certificate = X509.Certificate;
export type Extension = X509.Extension;
export type Extensions = X509.Extensions;
export type Name = X509.Name;
export type RelativeDistinguishedName = X509.RelativeDistinguishedName;
export type SubjectPublicKeyInfo = X509.SubjectPublicKeyInfo;
export type TBSCertificate = X509.TBSCertificate;
export type Time = X509.Time;
