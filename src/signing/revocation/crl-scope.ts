/** Of which certificates a list speaks (RFC 5280, 5.2.5). What it does not list is good only if it speaks of it. */
import type { ParsedCertificate } from '../certificate.js';
import { contextTag, DerError, DerReader, isTrue } from '../der.js';
import { type Crl, crlExtensions } from './crl.js';
import { unknownCritical } from './extensions.js';

const known = [
  crlExtensions.authorityKeyIdentifier,
  crlExtensions.crlNumber,
  crlExtensions.issuingDistributionPoint,
  crlExtensions.expiredCertsOnCrl,
];

/**
 * The extension for which the list cannot be used for the certificate, undefined where it can: a critical one that is
 * unknown (delta lists have one), or an issuingDistributionPoint that leaves the certificate out.
 */
export function scopeFault({ extensions }: Crl, certificate: ParsedCertificate): string | undefined {
  const [unknown] = unknownCritical(extensions, known);
  if (unknown !== undefined) return unknown;
  const point = extensions.get(crlExtensions.issuingDistributionPoint);
  if (!point || speaksOf(point.value, certificate)) return undefined;
  return crlExtensions.issuingDistributionPoint;
}

function speaksOf(der: Buffer, certificate: ParsedCertificate): boolean {
  try {
    const point = DerReader.inside(der);
    const name = point.enterOptional(contextTag(0));
    const onlyUsers = flag(point, 1);
    const onlyAuthorities = flag(point, 2);
    // Lists for some reasons, of other issuers, or of attribute certificates are not taken: they end here.
    point.end();
    if ((onlyUsers && certificate.ca) || (onlyAuthorities && !certificate.ca)) return false;
    return name === undefined || isNamedPoint(name, certificate);
  } catch (error) {
    if (error instanceof DerError) return false;
    throw error;
  }
}

/** A list that is one of several parts has to be the part that the certificate names. */
function isNamedPoint(name: DerReader, { crlUrls }: ParsedCertificate): boolean {
  const addresses = name.enter(contextTag(0)).rest(contextTag(6, 'primitive'));
  return addresses.some(({ content }) => crlUrls.includes(content.toString('latin1')));
}

function flag(reader: DerReader, number: number): boolean {
  const found = reader.optional(contextTag(number, 'primitive'));
  return found ? isTrue(found.content) : false;
}
