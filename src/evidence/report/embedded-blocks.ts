/** Signatures inside attachments. */
import { type Block, toneOf } from './blocks.js';
import type { EmbeddedReport, FileReport, FindingReport, Words } from './model.js';
import { reportWords } from './report-words.js';
import { findingBlocks, revocationBlocks, verdictCode, verdictText } from './signature-blocks.js';
import { stampWords } from './words.js';
import { say, type Writing } from './writing.js';

/** How many signatures inside attachments did not pass, with the tone of the worst; undefined where all did. */
export function embeddedSummary(
  files: readonly Pick<FileReport, 'embedded'>[],
  number: (value: number) => string,
): (Words & { readonly tone: 'bad' | 'unsure' }) | undefined {
  const all = files.flatMap(({ embedded }) => embedded);
  const failed = all.filter(({ indication }) => indication === 'TOTAL-FAILED').length;
  const open = all.filter(({ indication }) => indication === 'INDETERMINATE').length;
  if (failed + open === 0) return undefined;
  return {
    tone: failed > 0 ? 'bad' : 'unsure',
    vi: `Riêng chữ ký bên trong tệp đính kèm: không hợp lệ ${number(failed)}, chưa kết luận được ${number(open)} (trên ${number(all.length)}).`,
    en: `Signatures inside attachments are another matter: ${number(failed)} not valid, ${number(open)} cannot be told (of ${number(all.length)}).`,
  };
}

export function embeddedBlocks({ embedded }: FileReport, writing: Writing): Block[] {
  if (embedded.length === 0) return [];
  return [
    { type: 'heading', level: 4, text: say(writing, reportWords.embedded) },
    {
      type: 'table',
      columns: [
        { title: say(writing, reportWords.file), share: 27 },
        { title: say(writing, reportWords.signedInside), share: 33 },
        { title: say(writing, reportWords.verdict), share: 40 },
      ],
      rows: embedded.map((signature) => [
        { text: writing.clean(signature.attachment) },
        { text: signerText(signature, writing) },
        {
          text: `${verdictText(signature, writing)}\n${verdictCode(signature)}`,
          tone: toneOf[signature.indication],
          bold: true,
        },
      ]),
    },
    ...embedded.flatMap((signature) => [
      ...revocationBlocks(signature, writing),
      ...(signature.findings.length === 0 ? [] : findingBlocks(inAttachment(signature), writing)),
    ]),
  ];
}

/** With the attachment's name, for they stand below the table of all of them. */
function inAttachment({ attachment, findings }: EmbeddedReport): FindingReport[] {
  return findings.map((finding) => ({
    ...finding,
    place: finding.place === undefined ? attachment : `${attachment}: ${finding.place}`,
  }));
}

function signerText(signature: EmbeddedReport, writing: Writing): string {
  const { name, signer, claimedSigningTime, provenAt, coversWholeFile } = signature;
  const whole = coversWholeFile ? reportWords.wholeFile : reportWords.notWholeFile;
  return [
    writing.clean([name, signer].filter((part) => part !== undefined).join(': ')),
    claimedSigningTime && `${writing.time(claimedSigningTime)} (${say(writing, reportWords.signersWord)})`,
    provenAt && `${say(writing, stampWords.signature)}: ${writing.time(provenAt)}`,
    coversWholeFile === undefined ? undefined : say(writing, whole),
  ]
    .filter((part) => part !== undefined && part !== '')
    .join('; ');
}
