/**
 * Finds documents that are marked as state secrets (Law 29/2018/QH14: Mật, Tối mật, Tuyệt mật; QCVN 102:2016 and Decision
 * 28/2018 keep them off the axis). Only explicit markings count: a document about protecting state secrets is not one.
 */
import { isPlain } from '../xml/plain.js';
import type { DocumentMessage } from './model.js';

const mark = '(?:tuyệt mật|tối mật|mật)';
/** As people write it in file names; the single word is too common to be told from others. */
const bareMark = '(?:tuyet[ _]mat|toi[ _]mat)';
const edge = '[ \\-–—_.,:;|/*!]';

/** How much of the beginning and the end is looked at for marks that stand there: patterns stay cheap on any text. */
const edgeCharacters = 120;

const atTheBeginning: readonly RegExp[] = [
  // [MẬT], (Tối mật), <tuyệt mật>, *MẬT*
  new RegExp(`^ ?[[({<*"“]+ ?${mark} ?[\\])}>*"”]+`, 'iu'),
  new RegExp(`^ ?\\( ?${bareMark} ?\\)`, 'iu'),
  // "MẬT - ", "Tối mật: ", "TUYỆT MẬT_"
  new RegExp(`^ ?${mark} ?(?:[:|_]|(?<= )[-–—] |[-–—](?=\\S))`, 'iu'),
  new RegExp(`^ ?${bareMark} ?[-–—_:]`, 'iu'),
  /^ ?(?:TUYỆT MẬT|TỐI MẬT)(?= )/u,
];
const atTheEnd = new RegExp(`[[({<*] ?${mark} ?[\\])}>*]+ ?(?:\\.[a-z0-9]{1,8})? ?$`, 'iu');
const anywhere: readonly RegExp[] = [
  new RegExp(`\\[ ?(?:${mark}|${bareMark}|mat) ?\\]`, 'iu'),
  // "Độ mật: Tối mật"
  new RegExp(`độ mật ?[:=] ?${mark}(?!\\p{L})`, 'iu'),
];
const alone = new RegExp(`^${edge}*${mark}${edge}*$`, 'iu');

/** "Công văn mật", "Báo cáo tối mật"; not "Quy chế bảo mật" nor "bí mật". */
const typeName = /(?<!(?:bảo|bí|cơ|giải|thân|cẩn|khóa|chìa) )(?<!\p{L})(?:tuyệt mật|tối mật|mật) ?\)? ?$/iu;

export interface SecretMark {
  readonly place: string;
  readonly mark: 'Mật' | 'Tối mật' | 'Tuyệt mật';
}

/** Every field of the document that carries a mark; the document may have other faults and lack fields. */
export function secretMarks(message: Partial<DocumentMessage>): SecretMark[] {
  const { documentType, code, subject, content, otherInfo } = message;
  const fields: (readonly [place: string, text: string | undefined])[] = [
    ['MessageHeader.DocumentType.TypeName', documentType?.typeName],
    ['MessageHeader.Code.CodeNumber', code?.codeNumber],
    ['MessageHeader.Code.CodeNotation', code?.codeNotation],
    ['MessageHeader.Subject', subject],
    ['MessageHeader.Content', content],
    ['MessageHeader.OtherInfo.SphereOfPromulgation', otherInfo?.sphereOfPromulgation],
    ['MessageHeader.OtherInfo.TyperNotation', otherInfo?.typerNotation],
    ...(otherInfo?.appendixes ?? []).map(
      (text, index) => [`MessageHeader.OtherInfo.Appendixes.Appendix[${index + 1}]`, text] as const,
    ),
  ];
  // Cheap first: hardly any document has the word.
  if (!hasWord(fields.map(([, text]) => text ?? '').join('\n'))) return [];
  const marks = fields.flatMap(([place, text]) => found(place, text, isMarked));
  const byType = found('MessageHeader.DocumentType.TypeName', documentType?.typeName, (text) =>
    typeName.test(text),
  );
  return marks.some(({ place }) => place === byType[0]?.place) ? marks : [...byType, ...marks];
}

/** The mark in a file name, where there is one. */
export function secretFileName(name: string, place: string): SecretMark | undefined {
  return found(place, name, isMarked)[0];
}

function found(place: string, text: string | undefined, test: (text: string) => boolean): SecretMark[] {
  if (text === undefined || !hasWord(text)) return [];
  const even = composed(text).replace(/\s+/g, ' ');
  return test(even) ? [{ place, mark: degreeOf(even) }] : [];
}

/** Whether the word is in the text at all, whatever it means there. */
function hasWord(text: string): boolean {
  return /m[ậa]t/iu.test(composed(text));
}

function composed(text: string): string {
  return isPlain(text) ? text : text.normalize('NFC');
}

/** @param text with single spaces. */
function isMarked(text: string): boolean {
  const beginning = text.slice(0, edgeCharacters);
  const end = text.slice(-edgeCharacters);
  return (
    atTheBeginning.some((form) => form.test(beginning)) ||
    atTheEnd.test(end) ||
    anywhere.some((form) => form.test(text)) ||
    (text.length <= edgeCharacters && alone.test(text))
  );
}

function degreeOf(text: string): SecretMark['mark'] {
  if (/tuy[ệe]t[ _]m[ậa]t/iu.test(text)) return 'Tuyệt mật';
  return /t[ốo]i[ _]m[ậa]t/iu.test(text) ? 'Tối mật' : 'Mật';
}
