/** The whole report in blocks: the verdict first, then the files, then what it all rests on. */
import { type Block, type Cell, type Remark, toneOf } from './blocks.js';
import { contentLine } from './content-pairs.js';
import { embeddedSummary } from './embedded-blocks.js';
import { fileBlocks, fileName, sealerName } from './file-blocks.js';
import type { FileReport, Report, Words } from './model.js';
import { reportWords } from './report-words.js';
import { reasonText, verdictCode } from './signature-blocks.js';
import { kindWords, labels, verdictMeaning, verdictWords } from './words.js';
import { say, type Writing } from './writing.js';

/** How much a report for people holds; `--json` has everything. `spec/report.md`, section 5. */
export const reportLimits = {
  /** With more files than these, only those that did not pass are told in detail. */
  detailedFiles: 20,
  /** Files told in detail at most. */
  mostDetails: 200,
  /** Lines of the table of files; those that did not pass come first where there are more. */
  tableRows: 2_000,
  /** Characters of the line that says in the table what a file is about. */
  tableLine: 160,
} as const;

export function outlineReport(report: Report, writing: Writing): Block[] {
  const [only] = report.files;
  const alone = report.files.length === 1 ? only : undefined;
  return [
    {
      type: 'title',
      text: say(writing, reportWords.title),
      under: `${say(writing, reportWords.examinedAt)} ${writing.time(report.examinedAt)}`,
    },
    alone ? verdictOfOne(alone, writing) : verdictOfMany(report, writing),
    ...(alone ? fileBlocks(alone, report.judgedFor, writing) : manyFiles(report, writing)),
    ...basisBlocks(report, writing),
    {
      type: 'sign',
      text: say(writing, reportWords.inspector),
      under: say(writing, reportWords.signHere),
    },
  ];
}

function verdictOfOne(file: FileReport, writing: Writing): Block {
  const { indication } = file;
  const reason = reasonText(file, writing);
  return {
    type: 'verdict',
    indication,
    text: say(writing, verdictWords[indication]),
    code: verdictCode(file),
    lines: [
      ...(reason === undefined ? [] : [{ text: `${say(writing, labels.reason)}: ${reason}.` }]),
      { text: say(writing, verdictMeaning[indication]) },
      ...embeddedLine([file], writing),
    ],
  };
}

function verdictOfMany({ indication, summary, files }: Report, writing: Writing): Block {
  return {
    type: 'verdict',
    indication,
    text: say(writing, manyWords(summary, writing)),
    code: indication,
    lines: [
      { text: countsLine(summary, writing) },
      { text: say(writing, verdictMeaning[indication]) },
      ...embeddedLine(files, writing),
    ],
  };
}

/** Whoever reads the verdict alone must not take it for one on the signatures inside attachments. */
function embeddedLine(files: readonly FileReport[], writing: Writing): Remark[] {
  const words = embeddedSummary(files, (value) => writing.number(value));
  return words ? [{ text: say(writing, words), tone: words.tone }] : [];
}

function manyWords({ files, failed, indeterminate }: Report['summary'], writing: Writing): Words {
  const all = writing.number(files);
  if (failed > 0) {
    const count = writing.number(failed);
    return { vi: `${count} trên ${all} tệp KHÔNG HỢP LỆ`, en: `${count} of ${all} files NOT VALID` };
  }
  if (indeterminate > 0) {
    const count = writing.number(indeterminate);
    return {
      vi: `${count} trên ${all} tệp CHƯA KẾT LUẬN ĐƯỢC`,
      en: `CANNOT TELL for ${count} of ${all} files`,
    };
  }
  return { vi: `Tất cả ${all} tệp HỢP LỆ`, en: `All ${all} files VALID` };
}

function countsLine({ passed, failed, indeterminate }: Report['summary'], writing: Writing): string {
  const [p, f, i] = [passed, failed, indeterminate].map((count) => writing.number(count));
  return say(writing, {
    vi: `Hợp lệ: ${p}. Không hợp lệ: ${f}. Chưa kết luận được: ${i}.`,
    en: `Valid: ${p}. Not valid: ${f}. Cannot tell: ${i}.`,
  });
}

function manyFiles(report: Report, writing: Writing): Block[] {
  const many = report.files.length > reportLimits.detailedFiles;
  const numbered = report.files.map((file, index) => ({ file, number: index + 1 }));
  const wanted = many ? numbered.filter(({ file }) => file.indication !== 'TOTAL-PASSED') : numbered;
  const detailed = wanted.slice(0, reportLimits.mostDetails);
  const left = wanted.length - detailed.length;
  return [
    { type: 'heading', level: 2, text: say(writing, reportWords.overview) },
    ...filesTable(numbered, writing),
    ...(detailed.length === 0
      ? []
      : [
          {
            type: 'heading',
            level: 2,
            text: say(writing, many ? reportWords.detailsOfOthers : reportWords.details),
          } as const,
        ]),
    ...(many ? [{ type: 'text', text: say(writing, restWords(report, left, writing)) } as const] : []),
    ...detailed.flatMap(({ file, number }): Block[] => [
      {
        type: 'heading',
        level: 3,
        text: `${number}. ${fileName(file, writing)}`,
        tone: toneOf[file.indication],
      },
      ...fileBlocks(file, report.judgedFor, writing),
    ]),
  ];
}

function restWords({ summary }: Report, left: number, writing: Writing): Words {
  const passed = writing.number(summary.passed);
  const rest = writing.number(left);
  return {
    vi:
      `${passed} tệp hợp lệ chỉ có trong bảng tổng hợp.` +
      (left === 0 ? '' : ` Còn ${rest} tệp chưa đạt không được nêu chi tiết tại đây: xem bản JSON (--json).`),
    en:
      `The ${passed} valid files stand in the overview alone.` +
      (left === 0
        ? ''
        : ` ${rest} more that did not pass are not told in detail here: see the JSON (--json).`),
  };
}

type Numbered = { readonly file: FileReport; readonly number: number };

function filesTable(files: readonly Numbered[], writing: Writing): Block[] {
  const most = reportLimits.tableRows;
  const passed = ({ file }: Numbered) => file.indication === 'TOTAL-PASSED';
  const ordered =
    files.length <= most ? files : [...files.filter((one) => !passed(one)), ...files.filter(passed)];
  const left = writing.number(files.length - most);
  return [
    {
      type: 'table',
      columns: [
        { title: '#', share: 6 },
        { title: `${say(writing, reportWords.file)}, SHA-256`, share: 29 },
        { title: say(writing, reportWords.content), share: 27 },
        { title: say(writing, labels.sealedBy), share: 18 },
        { title: say(writing, reportWords.verdict), share: 20 },
      ],
      rows: ordered.slice(0, most).map((one) => fileRow(one, writing)),
    },
    ...(files.length <= most
      ? []
      : [
          {
            type: 'text',
            text: say(writing, {
              vi: `Bảng nêu các tệp chưa đạt trước; còn ${left} tệp không có trong bảng: xem bản JSON (--json).`,
              en: `The table names what did not pass first; ${left} more files are not in it: see the JSON (--json).`,
            }),
          } as const,
        ]),
  ];
}

function fileRow({ file, number }: Numbered, writing: Writing): Cell[] {
  const kind = say(writing, file.kind === null ? reportWords.otherKind : kindWords[file.kind]);
  return [
    { text: String(number) },
    { text: `${fileName(file, writing)}\n${file.sha256 ?? ''}` },
    { text: shortened(file.content ? `${kind}; ${contentLine(file.content, writing)}` : kind) },
    { text: file.signer ? sealerName(file.signer, writing) : '–' },
    { text: say(writing, verdictWords[file.indication]), tone: toneOf[file.indication], bold: true },
  ];
}

/** The rest is replaced by a sign that says so. */
function shortened(line: string): string {
  if (line.length <= reportLimits.tableLine) return line;
  const kept = line.slice(0, reportLimits.tableLine);
  return `${kept.slice(0, kept.lastIndexOf(' ') + 1)}…`;
}

function basisBlocks(report: Report, writing: Writing): Block[] {
  const told = (words: Words) => say(writing, words);
  const { limits, tool, stampTrust, pdfTrust } = report;
  const skew = writing.number(limits.clockSkewSeconds);
  const size = writing.number(limits.fileBytes);
  return [
    { type: 'heading', level: 2, text: told(reportWords.basis) },
    {
      type: 'pairs',
      pairs: [
        { name: told(reportWords.judgedFor), lines: [writing.time(report.judgedFor)] },
        { name: told(reportWords.examinedAt), lines: [writing.time(report.examinedAt)] },
        { name: told(reportWords.tool), lines: [`${tool.name} ${tool.version}`] },
        { name: told(reportWords.revocationPolicy), lines: revocationLines(report, writing) },
        {
          name: told(reportWords.limits),
          lines: [
            told({
              vi: `Một tệp tối đa ${size} byte; thời điểm ký không quá thời điểm xét ${skew} giây.`,
              en: `A file has at most ${size} octets; a signing time is at most ${skew} s after the time judged for.`,
            }),
          ],
        },
        { name: told(reportWords.method), lines: [told(reportWords.methodText)] },
      ],
    },
    ...anchorBlocks(reportWords.trust, report.trust, writing),
    ...(stampTrust ? anchorBlocks(reportWords.stampTrust, stampTrust, writing) : []),
    ...(pdfTrust ? anchorBlocks(reportWords.pdfTrust, pdfTrust, writing) : []),
  ];
}

function anchorBlocks(title: Words, anchors: Report['trust'], writing: Writing): Block[] {
  return [
    { type: 'heading', level: 4, text: say(writing, title) },
    {
      type: 'table',
      columns: [
        { title: say(writing, labels.certificate), share: 30 },
        { title: say(writing, reportWords.validity), share: 32 },
        { title: say(writing, reportWords.sha256), share: 38 },
      ],
      rows: anchors.map(({ subject, notBefore, notAfter, certificateSha256 }) => [
        { text: writing.clean(subject) },
        { text: `${writing.time(notBefore)} – ${writing.time(notAfter)}` },
        { text: certificateSha256 },
      ]),
    },
  ];
}

function revocationLines({ revocation }: Report, writing: Writing): string[] {
  const { policy, crls, ocspResponses, directory } = revocation;
  const pages = directory && `${directory.pages}/${directory.of}`;
  const used = [
    ...(directory
      ? [
          say(writing, {
            vi: `Danh bạ phiên bản ${directory.version}, ${pages} trang.`,
            en: `Directory version ${directory.version}, ${pages} pages.`,
          }),
        ]
      : []),
    ...(crls + ocspResponses > 0 ? [`CRL: ${crls}; OCSP: ${ocspResponses}.`] : []),
  ];
  return [
    `${say(writing, policy === 'soft' ? reportWords.soft : reportWords.hard)}.`,
    ...(used.length > 0 ? used : [say(writing, reportWords.noRevocationData)]),
  ];
}
