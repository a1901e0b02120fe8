/** The directory: who is on the axis (`spec/directory.md`). One page of it is a sealed file of one form. */
import type { AgencyState, DirectoryAgency, DirectoryCertificate, DirectoryPage } from './directory-page.js';
import { checkPage } from './directory-rules.js';
import { FormValues } from './form-values.js';
import { type OneForm, readOneForm, type SignedParts, writeOneForm } from './one-form.js';
import type { OrganId } from './organ-id.js';
import { fromUtcSeconds, utcSeconds } from './time.js';
import { element, type ReadElement, signaturePlace, type WriteElement } from './xml/element.js';

export const directoryNamespace = 'urn:ndax:directory:1';
const code = 'directory.form';

/** @throws EdocError `directory.form` where the page breaks a rule of `spec/directory.md`, section 1. */
export function writeDirectoryPage(page: DirectoryPage): SignedParts {
  return writeOneForm(form, page);
}

/** From the signed bytes of a verified page. @throws EdocError `directory.form`. */
export function readDirectoryPage(signed: Buffer): DirectoryPage {
  return readOneForm(form, signed);
}

const form: OneForm<DirectoryPage> = { code, read, write, check: checkPage };

type Attributes = readonly (readonly [string, string])[];

function write(page: DirectoryPage): WriteElement {
  return element(
    'Directory',
    [...page.agencies.map(writeAgency), signaturePlace],
    [
      ['xmlns', directoryNamespace],
      ['IssuedAt', utcSeconds(page.issuedAt)],
      ['Page', String(page.page)],
      ['Pages', String(page.pages)],
      ['ValidUntil', utcSeconds(page.validUntil)],
      ['Version', String(page.version)],
    ],
  );
}

/** Attributes in the order of their names, as canonical XML has them. */
function writeAgency(agency: DirectoryAgency): WriteElement {
  return element('Agency', agency.certificates.map(writeCertificate), [
    ['Code', agency.code],
    ...given('LegacyCode', agency.legacyCode),
    ['Name', agency.name],
    ['Node', agency.node],
    ...given('Parent', agency.parent),
    ['State', agency.state],
    ...given('Successor', agency.successor),
    ...given('ValidFrom', agency.validFrom),
    ...given('ValidTo', agency.validTo),
  ]);
}

function writeCertificate(certificate: DirectoryCertificate): WriteElement {
  return element('Certificate', '', [
    ['NotAfter', utcSeconds(certificate.notAfter)],
    ['NotBefore', utcSeconds(certificate.notBefore)],
    ...given('RevokedAt', certificate.revokedAt && utcSeconds(certificate.revokedAt)),
    ['Sha256', certificate.sha256],
  ]);
}

function given(name: string, value: string | undefined): Attributes {
  return value === undefined ? [] : [[name, value]];
}

function read(root: ReadElement): DirectoryPage {
  const values = new FormValues(root, code);
  return {
    version: values.number('@Version', values.attribute('Version')),
    issuedAt: time(values, 'IssuedAt', values.attribute('IssuedAt')),
    validUntil: time(values, 'ValidUntil', values.attribute('ValidUntil')),
    page: values.number('@Page', values.attribute('Page')),
    pages: values.number('@Pages', values.attribute('Pages')),
    agencies: values.children('Agency').map(readAgency),
  };
}

function readAgency(values: FormValues): DirectoryAgency {
  return {
    code: values.organ('@Code', values.attribute('Code')),
    ...organ(values, 'LegacyCode', 'legacyCode'),
    name: values.attribute('Name'),
    node: values.attribute('Node'),
    ...organ(values, 'Parent', 'parent'),
    state: values.parsed('@State', values.attribute('State'), agencyState, 'active, suspended or closed'),
    ...organ(values, 'Successor', 'successor'),
    ...day(values, 'ValidFrom', 'validFrom'),
    ...day(values, 'ValidTo', 'validTo'),
    certificates: values.children('Certificate').map(readCertificate),
  };
}

function readCertificate(values: FormValues): DirectoryCertificate {
  const revokedAt = values.optional('RevokedAt');
  return {
    sha256: values.attribute('Sha256'),
    notBefore: time(values, 'NotBefore', values.attribute('NotBefore')),
    notAfter: time(values, 'NotAfter', values.attribute('NotAfter')),
    ...(revokedAt === undefined ? {} : { revokedAt: time(values, 'RevokedAt', revokedAt) }),
  };
}

function organ<Key extends string>(
  values: FormValues,
  name: string,
  key: Key,
): { readonly [K in Key]?: OrganId } {
  const text = values.optional(name);
  return text === undefined ? {} : field(key, values.organ(`@${name}`, text));
}

function day<Key extends string>(
  values: FormValues,
  name: string,
  key: Key,
): { readonly [K in Key]?: string } {
  const text = values.optional(name);
  return text === undefined ? {} : field(key, text);
}

function field<Key extends string, Value>(key: Key, value: Value): { readonly [K in Key]?: Value } {
  const record: { [K in Key]?: Value } = {};
  record[key] = value;
  return record;
}

function time(values: FormValues, name: string, text: string): Date {
  return values.parsed(`@${name}`, text, fromUtcSeconds, 'a time in seconds');
}

function agencyState(text: string): AgencyState | undefined {
  return text === 'active' || text === 'suspended' || text === 'closed' ? text : undefined;
}
