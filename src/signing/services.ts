/**
 * Where a certificate's status is published: authority information access (RFC 5280, 4.2.2.1) and CRL distribution points
 * (RFC 5280, 4.2.1.13). Read for whoever fetches; what is fetched is proven by its own signature.
 */
import {
  AccessDescription,
  AsnConvert,
  AuthorityInfoAccessSyntax,
  CRLDistributionPoints,
  DistributionPoint,
  DistributionPointName,
  Extension,
  GeneralName,
  id_ad_ocsp,
  id_ce_cRLDistributionPoints,
  id_pe_authorityInfoAccess,
  OctetString,
} from './asn1.js';

/** Addresses of status services, URIs. */
export interface StatusServices {
  readonly ocsp?: string;
  readonly crl?: string;
}

/** RFC 6960, 4.2.2.2.1: id-pkix-ocsp-nocheck. */
export const ocspNoCheckId = '1.3.6.1.5.5.7.48.1.5';

/** The extensions for the services that are there, not critical. */
export function serviceExtensions({ ocsp, crl }: StatusServices): Extension[] {
  const extensions: Extension[] = [];
  if (ocsp !== undefined) {
    const accessLocation = new GeneralName({ uniformResourceIdentifier: ocsp });
    const access = new AccessDescription({ accessMethod: id_ad_ocsp, accessLocation });
    extensions.push(extension(id_pe_authorityInfoAccess, new AuthorityInfoAccessSyntax([access])));
  }
  if (crl !== undefined) {
    const fullName = [new GeneralName({ uniformResourceIdentifier: crl })];
    const point = new DistributionPoint({ distributionPoint: new DistributionPointName({ fullName }) });
    extensions.push(extension(id_ce_cRLDistributionPoints, new CRLDistributionPoints([point])));
  }
  return extensions;
}

/** @param der the extension's value. */
export function ocspUrlsOf(der: ArrayBuffer): string[] {
  return [...AsnConvert.parse(der, AuthorityInfoAccessSyntax)]
    .filter(({ accessMethod }) => accessMethod === id_ad_ocsp)
    .flatMap(({ accessLocation }) => accessLocation.uniformResourceIdentifier ?? []);
}

/** @param der the extension's value. Points with reasons or an issuer of their own are passed over. */
export function crlUrlsOf(der: ArrayBuffer): string[] {
  return [...AsnConvert.parse(der, CRLDistributionPoints)]
    .filter(({ reasons, cRLIssuer }) => reasons === undefined && cRLIssuer === undefined)
    .flatMap(({ distributionPoint }) => distributionPoint?.fullName ?? [])
    .flatMap(({ uniformResourceIdentifier }) => uniformResourceIdentifier ?? []);
}

function extension(extnID: string, value: object): Extension {
  return new Extension({ extnID, critical: false, extnValue: new OctetString(AsnConvert.serialize(value)) });
}
