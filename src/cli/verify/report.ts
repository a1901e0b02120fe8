/** The report for people at a terminal. */
import {
  checkWords,
  contentPairs,
  embeddedSummary,
  entryStanding,
  type FileReport,
  kindWords,
  missingWords,
  outcomeWords,
  type Report,
  reasonText,
  reportedName,
  reportLabels,
  sealerName,
  verdictWords,
  type Writing,
} from '../../evidence/index.js';
import { block } from '../terminal/block.js';
import type { Words } from '../terminal/language.js';
import type { Output } from '../terminal/output.js';
import { clean, numberText, sizeText, timeText } from '../terminal/text.js';
import { printEmbedded, proofPairs } from './report-proof.js';
import { verdictStyles } from './verdict-styles.js';
import { writingFor } from './writing.js';

/** With more files than these, the terminal counts what is valid and tells only the rest. */
const toldWhole = 30;
/** Files told one by one at most. */
const mostTold = 50;

/** The last line, which says it all, stands where the eye is when the command ends. */
export async function printReport(report: Report, anchors: readonly string[], output: Output): Promise<void> {
  const { files, summary } = report;
  const many = files.length > toldWhole;
  const wanted = many ? files.filter(({ indication }) => indication !== 'TOTAL-PASSED') : files;
  for (const file of wanted.slice(0, mostTold)) printFile(file, output);
  if (many) await printCounts(report, output);
  const left = wanted.length - mostTold;
  if (left > 0) {
    output.print(
      output.say({
        en: `${left} more that did not pass are not shown here: --json or --report has them.`,
        vi: `Còn ${left} tệp chưa đạt không hiển thị tại đây: xem bằng --json hoặc --report.`,
      }),
    );
  }
  const inside = embeddedSummary(files, (value) => numberText(value, output.language));
  if (inside) output.print(output.style('yellow', output.say(inside)));
  const at = new Date(report.judgedFor);
  const roots = anchors.map(clean).join(', ');
  const when = output.say({
    en: `, judged for ${timeText(at, 'en', 'second')} against ${roots}.`,
    vi: `, xét tại thời điểm ${timeText(at, 'vi', 'second')} theo gốc tin cậy ${roots}.`,
  });
  output.print(output.style(verdictStyles[report.indication], output.say(summaryWords(summary))) + when);
}

function summaryWords({ files, failed, indeterminate }: Report['summary']): Words {
  if (files === 1) {
    if (failed > 0) return { en: 'NOT valid', vi: 'Tệp KHÔNG hợp lệ' };
    if (indeterminate > 0) return { en: 'CANNOT tell', vi: 'CHƯA kết luận được' };
    return { en: 'Valid', vi: 'Tệp hợp lệ' };
  }
  const untold = indeterminate > 0;
  if (failed > 0) {
    return {
      en: `${failed} of ${files} NOT valid${untold ? `, cannot tell for ${indeterminate}` : ''}`,
      vi: `${failed} trên ${files} tệp KHÔNG hợp lệ${untold ? `, ${indeterminate} tệp chưa kết luận được` : ''}`,
    };
  }
  if (untold) {
    return {
      en: `CANNOT tell for ${indeterminate} of ${files}`,
      vi: `${indeterminate} trên ${files} tệp CHƯA kết luận được`,
    };
  }
  return { en: `All ${files} valid`, vi: `Tất cả ${files} tệp hợp lệ` };
}

async function printCounts({ files }: Report, output: Output): Promise<void> {
  const { table } = await import('../terminal/table.js');
  const kinds = ['container', 'packet', 'receipt', 'ping', 'directory', null] as const;
  const rows = kinds
    .map((kind) => ({ kind, all: files.filter((file) => file.kind === kind) }))
    .filter(({ all }) => all.length > 0);
  const count = (indication: Report['indication']) => ({
    title: output.say(verdictWords[indication]).toLowerCase(),
    cell: ({ all }: (typeof rows)[number]) =>
      String(all.filter((file) => file.indication === indication).length),
    right: true,
  });
  const lines = table(
    output,
    [
      {
        title: '',
        cell: ({ kind }) =>
          output.say(kind === null ? { en: 'not recognised', vi: 'không nhận biết được' } : kindWords[kind]),
      },
      count('TOTAL-PASSED'),
      count('TOTAL-FAILED'),
      count('INDETERMINATE'),
    ],
    rows,
  );
  output.print(...lines, '');
}

function printFile(file: FileReport, output: Output): void {
  const { indication, subIndication } = file;
  const writing = writingFor(output.language);
  const words = verdictWords[indication];
  const mark = output.style(verdictStyles[indication], `${words.mark} ${output.say(words)}`);
  const kind = file.kind === null ? '' : `${output.say(kindWords[file.kind])}, `;
  output.print(
    `${mark}  ${output.style('bold', reportedName(file, writing))}  (${kind}${sizeText(file.size, output.language)})`,
  );
  const lines = block(output, [
    [
      output.say(reportLabels.reason),
      subIndication && `${reasonText(file, writing)} (${indication} / ${subIndication})`,
    ],
    [
      output.say(reportLabels.claimed),
      indication === 'TOTAL-FAILED' && file.signer ? output.say(reportLabels.notConfirmed) : undefined,
    ],
    ...contentPairs(file.content, writing).map(({ name, lines }): Pair => [name, lines.join('\n')]),
    [output.say(reportLabels.entries), entriesText(file, output)],
    ...attachmentPairs(file, output),
    ...sealPairs(file, output, writing),
    ...proofPairs(file, output),
    [output.say(reportLabels.checked), checkedWords(file, output)],
    [output.say(reportLabels.notChecked), file.kind === null ? undefined : notCheckedWords(file, output)],
  ]);
  output.print(...lines.map((line) => `  ${line.replaceAll('\n', '\n  ')}`));
  printEmbedded(file, output);
  for (const finding of file.findings) output.print(output.findingText(finding).replace(/^/gm, '  '));
  output.print('');
}

/** In one line; `--report` and `--json` list them. */
function entriesText({ entries = [] }: FileReport, output: Output): string | undefined {
  if (entries.length === 0) return undefined;
  const { language } = output;
  const unsigned = entries.filter((entry) => entryStanding(entry).tone === 'bad').length;
  const count = numberText(entries.length, language);
  const size = sizeText(
    entries.reduce((sum, entry) => sum + entry.size, 0),
    language,
  );
  const told = output.say({
    en: unsigned === 0 ? 'all signed' : `${unsigned} NOT signed`,
    vi: unsigned === 0 ? 'đều đã ký' : `${unsigned} tệp CHƯA được ký`,
  });
  return `${count} (${size}), ${output.style(unsigned === 0 ? 'green' : 'red', told)}`;
}

type Pair = readonly [string, string | undefined];

const outcomeStyles = { agrees: 'green', differs: 'red', 'not-given': 'dim' } as const;

function attachmentPairs({ attachments }: FileReport, output: Output): Pair[] {
  const lines = attachments.map(({ name, size, outcome, signatures }) => {
    const words = outcomeWords[outcome];
    const told = output.style(outcomeStyles[outcome], `${words.mark} ${output.say(words)}`);
    const inside = signatures === 0 ? `; ${output.say(reportLabels.noneInside)}` : '';
    return `${told}  ${clean(name)} (${sizeText(size, output.language)}${inside})`;
  });
  return [[output.say(reportLabels.attachments), lines.join('\n')]];
}

function sealPairs(
  { signer, claimedSigningTime = '' }: FileReport,
  output: Output,
  writing: Writing,
): Pair[] {
  if (!signer) return [];
  const { language } = output;
  const validity = `${timeText(signer.notBefore, language)} – ${timeText(signer.notAfter, language)}`;
  return [
    [
      output.say(reportLabels.sealedBy),
      `${sealerName(signer, writing)}, ${timeText(claimedSigningTime, language, 'second')}`,
    ],
    [
      output.say(reportLabels.certificate),
      `${clean(signer.serialNumber)}, ${output.say(reportLabels.issuedBy)} ${clean(signer.issuer)}\n${validity}`,
    ],
  ];
}

function checkedWords(file: FileReport, output: Output): string {
  const agreed = file.attachments.filter(({ outcome }) => outcome === 'agrees').length;
  return file.checked
    .map((check) =>
      check === 'attachments'
        ? `${output.say(checkWords.attachments)} (${agreed}/${file.attachments.length})`
        : output.say(checkWords[check]),
    )
    .join('; ');
}

function notCheckedWords({ notChecked }: FileReport, output: Output): string {
  return notChecked.map(({ check }) => output.say(missingWords[check] ?? checkWords[check])).join('; ');
}
