/** The blocks of one file: what it is, who sealed it, when, what was checked, what was found. */
import type { ContainerEntrySeen } from '../examined.js';
import type { Block, Cell, Pair, Tone } from './blocks.js';
import { contentPairs } from './content-pairs.js';
import { embeddedBlocks } from './embedded-blocks.js';
import type { FileReport, Words } from './model.js';
import { reportWords } from './report-words.js';
import { findingBlocks, revocationBlocks, verdictCode, verdictText } from './signature-blocks.js';
import { stampBlocks } from './stamp-blocks.js';
import { timelineBlocks } from './timeline.js';
import { checkWords, kindWords, labels, levelWords, missingWords, outcomeWords } from './words.js';
import { say, type Writing } from './writing.js';

/** Files of a container in its table. */
const mostEntries = 200;

export function fileBlocks(file: FileReport, judgedFor: string, writing: Writing): Block[] {
  const told = (words: Words) => say(writing, words);
  const heading = (words: Words): Block => ({ type: 'heading', level: 4, text: told(words) });
  const passed = file.indication === 'TOTAL-PASSED';
  const content = contentPairs(file.content, writing);
  return [
    { type: 'pairs', pairs: identityPairs(file, writing) },
    heading(reportWords.findings),
    ...findingBlocks(
      file.findings,
      writing,
      saysMoreInside(file) ? reportWords.findingsInside : reportWords.noFindings,
    ),
    ...(content.length === 0
      ? []
      : [
          heading(passed ? reportWords.subject : reportWords.contentClaimed),
          { type: 'pairs', pairs: content } as const,
        ]),
    ...entryBlocks(file, writing),
    ...attachmentBlocks(file, writing),
    ...(file.signer
      ? [
          heading(passed ? reportWords.signature : reportWords.signatureClaimed),
          { type: 'pairs', pairs: signerPairs(file, writing) } as const,
        ]
      : []),
    ...stampBlocks(file, writing),
    ...revocationBlocks(file, writing),
    ...embeddedBlocks(file, writing),
    ...timelineBlocks(file, judgedFor, writing),
    heading(reportWords.checks),
    checksTable(file, writing),
  ];
}

function saysMoreInside({ embedded }: FileReport): boolean {
  return embedded.some(({ indication, findings }) => indication !== 'TOTAL-PASSED' || findings.length > 0);
}

function identityPairs(file: FileReport, writing: Writing): Pair[] {
  const kind = say(writing, file.kind === null ? reportWords.otherKind : kindWords[file.kind]);
  return [
    pair(reportWords.file, writing.clean(file.file)),
    ...(file.container === undefined ? [] : [pair(labels.container, writing.clean(file.container))]),
    pair(reportWords.kind, kind),
    pair(reportWords.size, `${writing.size(file.size)} (${writing.number(file.size)} B)`),
    ...(file.sha256 === null ? [] : [pair(reportWords.sha256, file.sha256)]),
    pair(reportWords.verdict, verdictText(file, writing), verdictCode(file)),
  ];

  function pair(words: Words, ...lines: string[]): Pair {
    return { name: say(writing, words), lines };
  }
}

function signerPairs(file: FileReport, writing: Writing): Pair[] {
  const { signer, claimedSigningTime, level, provenAt } = file;
  if (!signer) return [];
  const named: (readonly [Words, string | undefined])[] = [
    [reportWords.signedBy, sealerName(signer, writing)],
    [
      reportWords.eventSigned,
      claimedSigningTime && `${writing.time(claimedSigningTime)}, ${say(writing, reportWords.signersWord)}`,
    ],
    [reportWords.level, level && say(writing, levelWords[level])],
    [reportWords.provenAt, provenAt && writing.time(provenAt)],
    [
      reportWords.certificateNumber,
      `${writing.clean(signer.serialNumber)}, ${say(writing, labels.issuedBy)} ${writing.clean(signer.issuer)}`,
    ],
    [reportWords.validity, `${writing.time(signer.notBefore)} – ${writing.time(signer.notAfter)}`],
    [reportWords.certificateDigest, signer.certificateSha256],
  ];
  return named.flatMap(([words, value]) =>
    value === undefined ? [] : [{ name: say(writing, words), lines: [value] }],
  );
}

/** A file in a container by both names. */
export function fileName({ file, container }: FileReport, writing: Writing): string {
  return container === undefined
    ? writing.clean(file)
    : `${writing.clean(container)} › ${writing.clean(file)}`;
}

/** Certificates often carry the code in their name already. */
export function sealerName(
  { agency, name }: { readonly agency: string; readonly name: string },
  writing: Writing,
): string {
  return writing.clean(name.endsWith(`(${agency})`) ? name : `${name} (${agency})`);
}

const outcomeTones = { agrees: 'good', differs: 'bad', 'not-given': 'quiet' } as const;

function attachmentBlocks({ attachments }: FileReport, writing: Writing): Block[] {
  if (attachments.length === 0) return [];
  return [
    { type: 'heading', level: 4, text: say(writing, reportWords.attachments) },
    {
      type: 'table',
      columns: [
        { title: say(writing, reportWords.file), share: 34 },
        { title: say(writing, reportWords.size), share: 12 },
        { title: say(writing, reportWords.sha256), share: 36 },
        { title: say(writing, reportWords.verdict), share: 18 },
      ],
      rows: attachments.map(({ name, size, sha256, outcome, signatures }) => [
        { text: [writing.clean(name), insideText(signatures, writing)].join('') },
        { text: writing.size(size) },
        { text: sha256 },
        { text: say(writing, outcomeWords[outcome]), tone: outcomeTones[outcome], bold: true },
      ]),
    },
  ];
}

/** How many signatures are inside, of what was looked into. */
function insideText(signatures: number | undefined, writing: Writing): string {
  if (signatures === undefined) return '';
  if (signatures === 0) return `\n(${say(writing, labels.noneInside)})`;
  const count = writing.number(signatures);
  return `\n(${say(writing, { vi: `${count} chữ ký bên trong`, en: `signatures inside: ${count}` })})`;
}

/** How an entry stands to the container's seal; what carries the seal cannot be signed by it. */
export function entryStanding({ name, signed }: ContainerEntrySeen): Words & { readonly tone: Tone } {
  if (name.startsWith('META-INF/')) return { ...labels.byDesign, tone: 'quiet' };
  return signed ? { ...labels.signed, tone: 'good' } : { ...labels.unsigned, tone: 'bad' };
}

function entryBlocks({ entries = [] }: FileReport, writing: Writing): Block[] {
  if (entries.length === 0) return [];
  const left = entries.length - mostEntries;
  return [
    { type: 'heading', level: 4, text: say(writing, labels.entries) },
    {
      type: 'table',
      columns: [
        { title: say(writing, reportWords.file), share: 34 },
        { title: say(writing, reportWords.size), share: 12 },
        { title: say(writing, reportWords.sha256), share: 36 },
        { title: say(writing, labels.inSeal), share: 18 },
      ],
      rows: entries.slice(0, mostEntries).map((entry) => {
        const { tone, ...words } = entryStanding(entry);
        return [
          { text: writing.clean(entry.name) },
          { text: writing.size(entry.size) },
          { text: entry.sha256 },
          { text: say(writing, words), tone, bold: tone !== 'quiet' },
        ];
      }),
    },
    ...(left > 0
      ? [
          {
            type: 'text',
            text: say(writing, {
              vi: `Còn ${writing.number(left)} tệp không có trong bảng: xem bản JSON (--json).`,
              en: `${writing.number(left)} more files are not in the table: see the JSON (--json).`,
            }),
          } as const,
        ]
      : []),
  ];
}

function checksTable({ checked, notChecked }: FileReport, writing: Writing): Block {
  return {
    type: 'table',
    columns: [
      { title: say(writing, reportWords.check), share: 42 },
      { title: say(writing, reportWords.verdict), share: 58 },
    ],
    rows: [
      ...checked.map((check): Cell[] => [
        { text: say(writing, checkWords[check]) },
        { text: say(writing, reportWords.done) },
      ]),
      ...notChecked.map(({ check, why }): Cell[] => [
        { text: say(writing, missingWords[check] ?? checkWords[check]) },
        { text: `${say(writing, reportWords.notDone)}: ${say(writing, why)}`, tone: 'quiet' },
      ]),
    ],
  };
}
