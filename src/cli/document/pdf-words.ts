/** The words for signatures inside PDF files. */
import type { InspectedPdf, InspectedPdfSignature } from '../../evidence/index.js';
import type { Words } from '../terminal/language.js';
import type { Output, Style } from '../terminal/output.js';
import { clean, timeText } from '../terminal/text.js';

type Verdict = InspectedPdf['verdict'];

const verdicts: Readonly<Record<Verdict, Words & { readonly style: Style }>> = {
  valid: { en: '✔ signed', vi: '✔ có chữ ký số hợp lệ', style: 'green' },
  indeterminate: { en: '? signature not proven', vi: '? chưa khẳng định được chữ ký số', style: 'yellow' },
  invalid: { en: '✘ signature NOT valid', vi: '✘ chữ ký số KHÔNG hợp lệ', style: 'red' },
  none: { en: '– not signed', vi: '– không có chữ ký số', style: 'dim' },
};

export function pdfVerdict(verdict: Verdict, output: Output): string {
  const words = verdicts[verdict];
  return output.style(words.style, output.say(words));
}

export function pdfLine(name: string, { verdict }: Pick<InspectedPdf, 'verdict'>, output: Output): string {
  return `${pdfVerdict(verdict, output)}  ${clean(name)}`;
}

const coverages: Readonly<Record<InspectedPdfSignature['coverage'], Words>> = {
  whole: { en: 'covers the whole file', vi: 'bao gồm toàn bộ tệp' },
  part: { en: 'covers an earlier version', vi: 'bao gồm phiên bản trước của tệp' },
  unknown: { en: 'covers nothing that can be told', vi: 'không rõ phần được ký' },
};

/** What is shown of one signature, in a line; also of one that a store kept. */
export interface ShownSignature {
  readonly coverage: InspectedPdfSignature['coverage'];
  readonly signer?: { readonly subject: string };
  readonly claimedTime?: Date;
  readonly stampedTime?: Date;
}

export function pdfSignatureLine(signature: ShownSignature, output: Output): string {
  const { signer, stampedTime, claimedTime, coverage } = signature;
  const unknown = { en: 'signer unknown', vi: 'không rõ người ký' };
  const who = signer ? clean(signer.subject) : output.say(unknown);
  const when = stampedTime
    ? `${timeText(stampedTime, output.language, 'second')} (${output.say({ en: 'time stamp', vi: 'dấu thời gian' })})`
    : claimedTime &&
      `${timeText(claimedTime, output.language, 'second')} (${output.say({ en: 'by the signer’s word', vi: 'theo người ký' })})`;
  return [who, when, output.say(coverages[coverage])].filter(Boolean).join('; ');
}
