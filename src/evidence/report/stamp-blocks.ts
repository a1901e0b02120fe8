/** The time stamps of a signature: what each is over, when it was made, by whom, how long it can be verified, whether it holds. */
import type { Block, Cell } from './blocks.js';
import type { SignatureReport } from './model.js';
import { reportWords } from './report-words.js';
import { holdsWords, stampPlaceWords } from './words.js';
import { say, type Writing } from './writing.js';

export function stampBlocks({ timeStamps = [] }: SignatureReport, writing: Writing): Block[] {
  if (timeStamps.length === 0) return [];
  const until = say(writing, reportWords.certificateUntil);
  return [
    { type: 'heading', level: 4, text: say(writing, reportWords.timeStamps) },
    {
      type: 'table',
      columns: [
        { title: say(writing, reportWords.kind), share: 24 },
        { title: say(writing, reportWords.time), share: 24 },
        { title: say(writing, reportWords.authority), share: 34 },
        { title: say(writing, reportWords.verdict), share: 18 },
      ],
      rows: timeStamps.map(({ place, time, authority, authorityNotAfter, holds }): Cell[] => [
        { text: say(writing, stampPlaceWords(place)) },
        { text: writing.time(time) },
        { text: `${writing.clean(authority)}\n${until} ${writing.time(authorityNotAfter)}` },
        { text: say(writing, holdsWords[holds ? 'yes' : 'no']), tone: holds ? 'good' : 'unsure', bold: true },
      ]),
    },
  ];
}
