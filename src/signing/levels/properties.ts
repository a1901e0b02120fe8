/**
 * The unsigned properties that raise a signature to XAdES level T, LT or LTA (ETSI EN 319 132-1), in their one form: written
 * from their values, and read back into them. Reading takes the values where they stand; whether all is as it must be is
 * settled by writing anew and comparing. `spec/evidence.md`, section 1.
 */
import { EdocError } from '../../errors.js';
import { limits } from '../limits.js';
import type { UnsignedProperty, ValidationData } from './unsigned-property.js';
import { checkCounts, hasEachOnce, requireAtMost } from './values.js';

const ds = 'xmlns:ds="http://www.w3.org/2000/09/xmldsig#"';
const xades = 'xmlns:xades="http://uri.etsi.org/01903/v1.3.2#"';
const xades141 = 'xmlns:xades141="http://uri.etsi.org/01903/v1.4.1#"';
const method =
  `<ds:CanonicalizationMethod ${ds} Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#">` +
  '</ds:CanonicalizationMethod>';

const open = '<xades:UnsignedProperties><xades:UnsignedSignatureProperties>';
const close = '</xades:UnsignedSignatureProperties></xades:UnsignedProperties>';

/** The whole element; its octets are ASCII. */
export function writeProperties(properties: readonly UnsignedProperty[]): string {
  return open + properties.map(writeProperty).join('') + close;
}

/** One property as it stands in the file, which is its canonical form. */
export function writeProperty(property: UnsignedProperty): string {
  switch (property.kind) {
    case 'signature-time-stamp':
      return (
        `<xades:SignatureTimeStamp ${xades}>${method}` +
        `${value('xades:EncapsulatedTimeStamp', property.token)}</xades:SignatureTimeStamp>`
      );
    case 'certificate-values':
      return certificateValues(property.certificates);
    case 'revocation-values':
      return revocationValues(property);
    case 'time-stamp-validation-data':
      return (
        `<xades141:TimeStampValidationData ${xades141}>` +
        (property.data.certificates.length > 0 ? certificateValues(property.data.certificates) : '') +
        (hasAnswers(property.data) ? revocationValues(property.data) : '') +
        '</xades141:TimeStampValidationData>'
      );
    case 'archive-time-stamp':
      return (
        `<xades141:ArchiveTimeStamp ${xades141}>${method}<xades:EncapsulatedTimeStamp ${xades}>` +
        `${property.token.toString('base64')}</xades:EncapsulatedTimeStamp></xades141:ArchiveTimeStamp>`
      );
  }
}

/**
 * The properties of the element `xades:UnsignedProperties`, in the order of the specification.
 * @throws EdocError `evidence.form` where it is not in the one form, `evidence.limit`.
 */
export function readProperties(element: string): UnsignedProperty[] {
  const properties = [...readAll(element)];
  checkCounts(properties);
  // Writing comes last: what a stranger repeats a million times is never written a million times.
  const isInForm =
    isOrdered(properties) && hasEachOnce(properties) && writeProperties(properties) === element;
  if (!isInForm) throw new EdocError('evidence.form');
  return properties;
}

/**
 * The same as {@link writeProperties}, for what is to be kept. @throws EdocError `evidence.limit` for what no verifier would read.
 */
export function writeWithinLimits(properties: readonly UnsignedProperty[]): string {
  checkCounts(properties);
  const element = writeProperties(properties);
  requireAtMost('UnsignedProperties', element.length, limits.evidenceBytes);
  return element;
}

/** True for one SignatureTimeStamp, what it needs to be verified, and archive time stamps with what theirs need. */
function isOrdered(properties: readonly UnsignedProperty[]): boolean {
  const letters = properties.map(({ kind }) => letterOf[kind]).join('');
  return /^sc?r?v?(av?)*$/.test(letters);
}

const letterOf: Readonly<Record<UnsignedProperty['kind'], string>> = {
  'signature-time-stamp': 's',
  'certificate-values': 'c',
  'revocation-values': 'r',
  'time-stamp-validation-data': 'v',
  'archive-time-stamp': 'a',
};

const elementOf: readonly (readonly [string, UnsignedProperty['kind']])[] = [
  ['xades:SignatureTimeStamp', 'signature-time-stamp'],
  ['xades:CertificateValues', 'certificate-values'],
  ['xades:RevocationValues', 'revocation-values'],
  ['xades141:TimeStampValidationData', 'time-stamp-validation-data'],
  ['xades141:ArchiveTimeStamp', 'archive-time-stamp'],
];

/** Stops at whatever is no property: writing anew then shows the difference. */
function* readAll(element: string): Generator<UnsignedProperty> {
  let at = open.length;
  // One more than may be there is enough to be refused.
  const most = 5 + 2 * limits.archiveTimeStamps;
  for (let count = 0; count <= most; count++) {
    const found = elementOf.find(([name]) => element.startsWith(`<${name} `, at));
    if (!found) return;
    const [name, kind] = found;
    const end = element.indexOf(`</${name}>`, at);
    if (end === -1) return;
    yield readProperty(kind, element.slice(at, end));
    at = end + name.length + 3;
  }
}

function readProperty(kind: UnsignedProperty['kind'], text: string): UnsignedProperty {
  switch (kind) {
    case 'signature-time-stamp':
    case 'archive-time-stamp':
      return { kind, token: valuesOf(text, 'xades:EncapsulatedTimeStamp')[0] ?? Buffer.alloc(0) };
    case 'certificate-values':
      return { kind, certificates: valuesOf(text, 'xades:EncapsulatedX509Certificate') };
    case 'revocation-values':
      return { kind, ...answersIn(text) };
    case 'time-stamp-validation-data': {
      const certificates = valuesOf(text, 'xades:EncapsulatedX509Certificate');
      return { kind, data: { certificates, ...answersIn(text) } };
    }
  }
}

function answersIn(text: string): { crls: Buffer[]; ocsps: Buffer[] } {
  return {
    crls: valuesOf(text, 'xades:EncapsulatedCRLValue'),
    ocsps: valuesOf(text, 'xades:EncapsulatedOCSPValue'),
  };
}

function valuesOf(text: string, name: string): Buffer[] {
  const values: Buffer[] = [];
  let at = 0;
  for (;;) {
    const start = text.indexOf(`<${name}`, at);
    if (start === -1) return values;
    const from = text.indexOf('>', start) + 1;
    const to = text.indexOf('<', from);
    if (from === 0 || to === -1) return values;
    values.push(Buffer.from(text.slice(from, to), 'base64'));
    requireAtMost('values', values.length, limits.evidenceValues);
    at = to;
  }
}

function certificateValues(certificates: readonly Buffer[]): string {
  const values = certificates.map((der) => value('xades:EncapsulatedX509Certificate', der));
  return `<xades:CertificateValues ${xades}>${values.join('')}</xades:CertificateValues>`;
}

function revocationValues({ crls, ocsps }: Pick<ValidationData, 'crls' | 'ocsps'>): string {
  return (
    `<xades:RevocationValues ${xades}>` +
    group('xades:CRLValues', 'xades:EncapsulatedCRLValue', crls) +
    group('xades:OCSPValues', 'xades:EncapsulatedOCSPValue', ocsps) +
    '</xades:RevocationValues>'
  );
}

function group(name: string, item: string, ders: readonly Buffer[]): string {
  return ders.length === 0 ? '' : `<${name}>${ders.map((der) => value(item, der)).join('')}</${name}>`;
}

export function hasAnswers({ crls, ocsps }: Pick<ValidationData, 'crls' | 'ocsps'>): boolean {
  return crls.length + ocsps.length > 0;
}

/** All that can be verified with: what the properties hold, and what is given beside them. */
export function gatherData(
  properties: readonly UnsignedProperty[],
  given: Pick<ValidationData, 'crls' | 'ocsps'> = { crls: [], ocsps: [] },
): ValidationData {
  const inside = properties.flatMap((property): Partial<ValidationData>[] => {
    if (property.kind === 'revocation-values' || property.kind === 'certificate-values') return [property];
    return property.kind === 'time-stamp-validation-data' ? [property.data] : [];
  });
  const all = [...inside, given];
  return {
    certificates: inside.flatMap(({ certificates = [] }) => certificates),
    crls: all.flatMap(({ crls = [] }) => crls),
    ocsps: all.flatMap(({ ocsps = [] }) => ocsps),
  };
}

function value(name: string, der: Buffer): string {
  return `<${name}>${der.toString('base64')}</${name}>`;
}
