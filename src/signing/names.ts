/**
 * X.500 names of certificates: written with UTF8String values, read as they come, and the one attribute that says
 * which agency a certificate belongs to (organizationIdentifier, ETSI EN 319 412-1, 5.1.4: `GO:VN-` and the code).
 */

import { EdocError } from '../errors.js';
import { AttributeTypeAndValue, AttributeValue, Name, RelativeDistinguishedName } from './asn1.js';

const oids = {
  commonName: '2.5.4.3',
  country: '2.5.4.6',
  organization: '2.5.4.10',
  organizationalUnit: '2.5.4.11',
  organizationIdentifier: '2.5.4.97',
} as const;

const shortNames = new Map<string, string>([
  [oids.commonName, 'CN'],
  [oids.country, 'C'],
  [oids.organization, 'O'],
  [oids.organizationalUnit, 'OU'],
  [oids.organizationIdentifier, 'organizationIdentifier'],
  ['2.5.4.7', 'L'],
  ['2.5.4.8', 'ST'],
]);

/** The operator's place among the agencies. No agency has this code. */
export const operatorCode = 'AXIS';

const prefix = 'GO:VN-';
const codeForm = /^[0-9A-Z]+(?:[.-][0-9A-Z]+)*$/i;
const codeCharacters = 64;

export interface SubjectParts {
  readonly commonName: string;
  readonly organization?: string;
  /** An agency code, `AXIS` for the operator. */
  readonly agency?: string;
}

/** @throws EdocError `certificate.no-agency` where the code has not the form of an agency code. */
export function writeName(parts: SubjectParts): Name {
  const attributes: [string, string][] = [];
  if (parts.organization !== undefined) attributes.push([oids.organization, parts.organization]);
  if (parts.agency !== undefined) {
    if (!isAgencyCode(parts.agency))
      throw new EdocError('certificate.no-agency', { detail: { subject: parts.commonName } });
    attributes.push([oids.organizationIdentifier, prefix + parts.agency]);
  }
  attributes.push([oids.commonName, parts.commonName]);
  return new Name(
    attributes.map(
      ([type, text]) =>
        new RelativeDistinguishedName([
          new AttributeTypeAndValue({ type, value: new AttributeValue({ utf8String: text }) }),
        ]),
    ),
  );
}

/** The first common name, or an empty string. */
export function commonNameOf(name: Name): string {
  return valuesOf(name, oids.commonName)[0] ?? '';
}

export function organizationOf(name: Name): string | undefined {
  return valuesOf(name, oids.organization)[0];
}

/** The agency code, undefined unless there is exactly one organizationIdentifier and it has the axis's form. */
export function agencyOf(name: Name): string | undefined {
  const [identifier, ...others] = valuesOf(name, oids.organizationIdentifier);
  if (identifier === undefined || others.length > 0 || !identifier.startsWith(prefix)) return undefined;
  const code = identifier.slice(prefix.length);
  return isAgencyCode(code) ? code : undefined;
}

/** For people: `CN=…, O=…`, most specific first. */
export function nameText(name: Name): string {
  return [...name]
    .reverse()
    .flatMap((part) => [...part])
    .map(({ type, value }) => `${shortNames.get(type) ?? type}=${value.toString()}`)
    .join(', ');
}

function isAgencyCode(code: string): boolean {
  return code.length <= codeCharacters && codeForm.test(code);
}

function valuesOf(name: Name, type: string): string[] {
  return [...name]
    .flatMap((part) => [...part])
    .filter((attribute) => attribute.type === type)
    .map((attribute) => attribute.value.toString());
}
