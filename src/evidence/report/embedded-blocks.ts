/** Signatures inside attachments. */
import { type Block, toneOf } from './blocks.js';
import type { EmbeddedReport, FileReport } from './model.js';
import { reportWords } from './report-words.js';
import { findingBlocks, revocationBlocks, verdictCode, verdictText } from './signature-blocks.js';
import { say, type Writing } from './writing.js';

export function embeddedBlocks({ embedded }: FileReport, writing: Writing): Block[] {
  if (embedded.length === 0) return [];
  return [
    { type: 'heading', level: 4, text: say(writing, reportWords.embedded) },
    {
      type: 'table',
      columns: [
        { title: say(writing, reportWords.file), share: 30 },
        { title: say(writing, reportWords.signedBy), share: 40 },
        { title: say(writing, reportWords.verdict), share: 30 },
      ],
      rows: embedded.map((signature) => [
        { text: writing.clean(signature.attachment) },
        { text: signerText(signature, writing) },
        {
          text: `${verdictText(signature, writing)} (${verdictCode(signature)})`,
          tone: toneOf[signature.indication],
          bold: true,
        },
      ]),
    },
    ...embedded.flatMap((signature) => [
      ...revocationBlocks(signature, writing),
      ...(signature.findings.length === 0 ? [] : findingBlocks(signature.findings, writing)),
    ]),
  ];
}

function signerText(signature: EmbeddedReport, writing: Writing): string {
  const { name, signer, claimedSigningTime, coversWholeFile } = signature;
  const whole = coversWholeFile ? reportWords.wholeFile : reportWords.notWholeFile;
  return [
    writing.clean([name, signer].filter((part) => part !== undefined).join(': ')),
    claimedSigningTime && writing.time(claimedSigningTime),
    coversWholeFile === undefined ? undefined : say(writing, whole),
  ]
    .filter((part) => part !== undefined && part !== '')
    .join('; ');
}
