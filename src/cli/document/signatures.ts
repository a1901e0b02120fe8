/** What the agent found of signatures inside the PDF files of a received document. */
import type { AttachmentSignatures } from '../../store/index.js';
import type { Cli } from '../command.js';
import { clean } from '../terminal/text.js';
import { pdfSignatureLine, pdfVerdict, type ShownSignature } from './pdf-words.js';

/** For people: a line a file, and one below it for each signature. */
export function signatureLines(
  { output }: Cli,
  found: readonly AttachmentSignatures[],
  attachments: readonly { readonly name: string }[],
): string[] {
  return found.flatMap(({ ordinal, verdict, report }) => {
    const name = clean(attachments[ordinal]?.name ?? String(ordinal + 1));
    const words = { en: '? could not be looked at', vi: '? chưa kiểm tra được' };
    const outcome =
      verdict === 'unread' ? output.style('yellow', output.say(words)) : pdfVerdict(verdict, output);
    return [`${outcome}  ${name}`, ...shownOf(report).map((shown) => `  ${pdfSignatureLine(shown, output)}`)];
  });
}

interface Kept {
  readonly signatures?: readonly (Omit<ShownSignature, 'claimedTime' | 'stampedTime'> & {
    readonly claimedTime?: string;
    readonly stampedTime?: string;
  })[];
}

/** As `attachment-policy.ts` had it kept; times come back from JSON as text. */
function shownOf(report: unknown): ShownSignature[] {
  const { signatures = [] } = (report ?? {}) as Kept;
  return signatures.map(({ claimedTime, stampedTime, ...rest }) => ({
    ...rest,
    ...(claimedTime === undefined ? {} : { claimedTime: new Date(claimedTime) }),
    ...(stampedTime === undefined ? {} : { stampedTime: new Date(stampedTime) }),
  }));
}

/** For programs, with the file's name in place of its number. */
export function signaturesJson(
  found: readonly AttachmentSignatures[],
  attachments: readonly { readonly name: string }[],
): object {
  if (found.length === 0) return {};
  return {
    signatures: found.map(({ ordinal, report, ...rest }) => ({
      attachment: attachments[ordinal]?.name,
      ...rest,
      report,
    })),
  };
}
