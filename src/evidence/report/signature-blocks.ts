/** What is said alike of a file's seal and of a signature inside an attachment. */
import type { Block, Cell, Tone } from './blocks.js';
import type { FileReport, FindingReport, SignatureReport, Words } from './model.js';
import { reportWords } from './report-words.js';
import {
  labels,
  revocationWords,
  severityWords,
  stampPlaceWords,
  subIndicationWords,
  verdictWords,
} from './words.js';
import { say, type Writing } from './writing.js';

/** `Not valid: something was changed after it was sealed`. */
export function verdictText(signature: JudgedReport, writing: Writing): string {
  const verdict = say(writing, verdictWords[signature.indication]);
  const reason = reasonText(signature, writing);
  return reason === undefined ? verdict : `${verdict}: ${reason}`;
}

/** What decided, with the file in a container that it was found in; undefined of what passed. */
export function reasonText({ subIndication, decidedIn }: JudgedReport, writing: Writing): string | undefined {
  if (subIndication === undefined) return undefined;
  const reason = say(writing, subIndicationWords[subIndication]);
  return decidedIn === undefined ? reason : `${writing.clean(decidedIn)}: ${reason}`;
}

type JudgedReport = Pick<FileReport, 'indication' | 'subIndication' | 'decidedIn'>;

/** `TOTAL-FAILED / HASH_FAILURE`, as the standard writes it. */
export function verdictCode({ indication, subIndication }: SignatureReport): string {
  return subIndication === undefined ? indication : `${indication} / ${subIndication}`;
}

export function revocationBlocks({ revocation = [] }: SignatureReport, writing: Writing): Block[] {
  if (revocation.length === 0) return [];
  const tones = { good: 'good', revoked: 'bad', unknown: 'unsure' } as const;
  return [
    { type: 'heading', level: 4, text: say(writing, reportWords.revocation) },
    {
      type: 'table',
      columns: [
        { title: say(writing, labels.certificate), share: 23 },
        { title: say(writing, reportWords.belongsTo), share: 23 },
        { title: say(writing, reportWords.source), share: 9 },
        { title: say(writing, reportWords.time), share: 24 },
        { title: say(writing, reportWords.verdict), share: 21 },
      ],
      rows: revocation.map(({ subject, place, source, thisUpdate, status }): Cell[] => [
        { text: writing.clean(subject) },
        { text: say(writing, place === undefined ? reportWords.signature : stampPlaceWords(place)) },
        { text: source.toUpperCase() },
        { text: writing.time(thisUpdate) },
        { text: say(writing, revocationWords[status]), tone: tones[status], bold: true },
      ]),
    },
  ];
}

const severityTones: Readonly<Record<FindingReport['severity'], Tone>> = {
  error: 'bad',
  warning: 'unsure',
  note: 'quiet',
};

/** @param none said where there are none */
export function findingBlocks(
  findings: readonly FindingReport[],
  writing: Writing,
  none: Words = reportWords.noFindings,
): Block[] {
  if (findings.length === 0) return [{ type: 'text', text: say(writing, none) }];
  return [
    {
      type: 'findings',
      findings: findings.map(({ code, severity, place, words, todo }) => ({
        tone: severityTones[severity],
        severity: say(writing, severityWords[severity]),
        ...(place === undefined ? {} : { place: writing.clean(place) }),
        text: writing.clean(say(writing, words)),
        todo: writing.clean(say(writing, todo)),
        code,
      })),
    },
  ];
}
