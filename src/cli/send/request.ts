/** Makes the request to the agent of what the clerk typed, and of a ready edXML message where there is one. */
import { type DraftDocument, documentTypeNamed, limits, priorities, readEdxml } from '../../edoc/index.js';
import { EdocError, type Finding } from '../../errors.js';
import { readNamedFile } from '../files-read.js';
import { wrongValue } from '../values.js';
import type { SendOptions } from './options.js';

export interface Prepared {
  readonly message: DraftDocument;
  /** Files inside a ready message. */
  readonly inside: readonly { readonly name: string; readonly bytes: Uint8Array }[];
  /** What was unusual about a ready message. */
  readonly findings: readonly Finding[];
}

/** @param replyTo the document that is answered, where one is */
export async function prepareMessage(
  options: SendOptions,
  replyTo: NonNullable<DraftDocument['responseFor']>[number] | undefined,
): Promise<Prepared> {
  const ready = options.edxml === undefined ? undefined : await readReady(options.edxml);
  const base = ready?.message ?? emptyDocument;
  return {
    message: withOptions(base, options, replyTo),
    inside: ready?.inside ?? [],
    findings: ready?.findings ?? [],
  };
}

const emptyDocument: DraftDocument = { kind: 'document' };

/** @throws EdocError `edxml.…` where it cannot be taken, `send.is-status` for a status message */
async function readReady(path: string): Promise<Prepared> {
  const octets = await readNamedFile(path, limits.messageBytes + 1);
  const { draft, attachments, findings, signature } = readEdxml(octets);
  if (draft.kind !== 'document') throw new EdocError('send.is-status');
  const inside = attachments.map(({ name, bytes }) => ({ name, bytes }));
  // The axis seals the message anew, so what the signature is worth is for the clerk to know, and keeps nothing back.
  const signed = signature === 'present' ? await foreignSignature(octets) : [];
  return { message: draft, inside, findings: [...findings, ...signed] };
}

async function foreignSignature(octets: Buffer): Promise<Finding[]> {
  const [{ inspectForeignSignature }, { signatureFindings }] = await Promise.all([
    import('../../signing/index.js'),
    import('../../evidence/index.js'),
  ]);
  return signatureFindings(await inspectForeignSignature(octets));
}

function withOptions(
  base: DraftDocument,
  options: SendOptions,
  replyTo: NonNullable<DraftDocument['responseFor']>[number] | undefined,
): DraftDocument {
  const { to, subject, content, date, place, from, due } = options;
  const otherInfo = options.priority === undefined ? {} : { priority: priorityOf(options.priority) };
  return {
    ...base,
    ...(from === undefined ? {} : { from: { ...sameOrgan(base.from, from), organId: from } }),
    ...(to === undefined ? {} : { to: to.map((organId) => ({ organId })) }),
    ...given('subject', subject),
    ...given('content', content),
    ...given('dueDate', due),
    ...merged('code', base.code, codeOf(options)),
    ...merged('promulgationInfo', base.promulgationInfo, {
      ...given('place', place),
      ...given('promulgationDate', date),
    }),
    ...merged('documentType', base.documentType, typeOf(options.type, base)),
    ...merged('signerInfo', base.signerInfo, {
      ...given('fullName', options.signer),
      ...given('position', options.position),
      ...given('competence', options.competence),
    }),
    ...merged('otherInfo', base.otherInfo, otherInfo),
    ...(replyTo === undefined ? {} : { responseFor: [...(base.responseFor ?? []), replyTo] }),
  };
}

/** A sender's address stays only where the sender stays. */
function sameOrgan(organ: DraftDocument['from'], code: string): DraftDocument['from'] {
  return organ?.organId === code ? organ : {};
}

function given<Name extends string, Value>(name: Name, value: Value | undefined): { [Key in Name]?: Value } {
  return value === undefined ? {} : ({ [name]: value } as { [Key in Name]: Value });
}

function merged<Name extends string, Group extends object>(
  name: Name,
  base: Group | undefined,
  more: Group,
): { [Key in Name]?: Group } {
  const group = { ...base, ...more };
  return Object.keys(group).length === 0 ? {} : given(name, group);
}

function codeOf({ number, notation }: SendOptions): { codeNumber?: string; codeNotation?: string } {
  if (number === undefined) return given('codeNotation', notation);
  const slash = number.indexOf('/');
  if (notation !== undefined && (slash === -1 || number.slice(slash + 1) !== notation)) {
    // A year may belong to the number (10/2026); a notation has letters, and two of them would go out as one.
    if (slash !== -1 && /\p{L}/u.test(number.slice(slash))) {
      wrongValue('--number', number, `${number.slice(0, slash)} (--notation ${notation})`);
    }
    return { codeNumber: number, codeNotation: notation };
  }
  if (slash === -1) return { codeNumber: number };
  return { codeNumber: number.slice(0, slash), codeNotation: number.slice(slash + 1) };
}

const usualType = 'Công văn';

function typeOf(name: string | undefined, base: DraftDocument): NonNullable<DraftDocument['documentType']> {
  if (name === undefined && base.documentType?.typeName !== undefined) return base.documentType;
  const type = documentTypeNamed(name ?? usualType);
  if (!type) wrongValue('--type', name ?? '', 'Công văn | Quyết định | QĐ | Thông báo | TB …');
  return { ...given('type', type.number), typeDetail: 0, typeName: plainName(type.vi) };
}

/** The lists set decisions on single cases apart from laws and regulations; on the document stands the name alone. */
function plainName(name: string): string {
  return name.replace(/ \(cá biệt\)$/, '');
}

function priorityOf(text: string): number {
  const wanted = folded(text);
  const found = priorities.find(({ value, vi, en }) =>
    [String(value), folded(vi), folded(en)].includes(wanted),
  );
  if (!found)
    wrongValue('--priority', text, priorities.map(({ value, vi }) => `${value} (${vi})`).join(', '));
  return found.value;
}

/** Lower case and without diacritics, so that `hoa toc` is understood too. */
function folded(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replaceAll('đ', 'd')
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '');
}
