/** When what happened to a file, in order, and who says so. */
import type { Block } from './blocks.js';
import type { FileReport, Words } from './model.js';
import { reportWords } from './report-words.js';
import { holdsWords, stampPlaceWords } from './words.js';
import { say, type Writing } from './writing.js';

interface Event {
  /** ISO 8601. */
  readonly time: string;
  readonly what: Words;
  readonly who: Words | string;
}

export function timelineBlocks(file: FileReport, judgedFor: string, writing: Writing): Block[] {
  const events = eventsOf(file);
  if (events.length === 0) return [];
  const all = [...events, { time: judgedFor, what: reportWords.eventJudged, who: reportWords.byExaminer }];
  // ISO 8601 in UTC sorts as text; the sort is stable.
  all.sort((one, other) => (one.time < other.time ? -1 : Number(one.time > other.time)));
  return [
    { type: 'heading', level: 4, text: say(writing, reportWords.timeline) },
    {
      type: 'table',
      columns: [
        { title: say(writing, reportWords.time), share: 30 },
        { title: say(writing, reportWords.event), share: 38 },
        { title: say(writing, reportWords.witness), share: 32 },
      ],
      rows: all.map(({ time, what, who }) => [
        { text: writing.time(time) },
        { text: say(writing, what) },
        { text: typeof who === 'string' ? writing.clean(who) : say(writing, who) },
      ]),
    },
  ];
}

function eventsOf(file: FileReport): Event[] {
  const { signer, claimedSigningTime, timeStamps = [], revocation = [], content } = file;
  const events: Event[] = timeStamps.map(({ place, time, holds, authority }) => {
    const what = stampPlaceWords(place);
    return { time, what: holds ? what : withNote(what, holdsWords.no), who: authority };
  });
  if (claimedSigningTime) {
    events.push({ time: claimedSigningTime, what: reportWords.eventSigned, who: reportWords.bySigner });
  }
  if (signer) {
    events.push({ time: signer.notBefore, what: reportWords.eventFrom, who: reportWords.byIssuer });
    events.push({ time: signer.notAfter, what: reportWords.eventUntil, who: reportWords.byIssuer });
  }
  if (content?.type === 'receipt') {
    events.push({ time: content.receivedAt, what: reportWords.eventReceived, who: reportWords.byRecipient });
  }
  if (content?.type === 'ping') {
    events.push({ time: content.sentAt, what: reportWords.eventSent, who: reportWords.bySender });
  }
  for (const { revokedAt, subject } of revocation) {
    if (revokedAt) events.push({ time: revokedAt, what: reportWords.eventRevoked, who: subject });
  }
  return events;
}

function withNote(words: Words, note: Words): Words {
  return { vi: `${words.vi} (${note.vi})`, en: `${words.en} (${note.en})` };
}
