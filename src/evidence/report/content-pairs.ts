/** What a file says, as names and values for people. */
import { statusCodes } from '../../edoc/index.js';
import type { ContentSummary, Party } from '../content.js';
import type { Pair } from './blocks.js';
import { labels } from './words.js';
import { say, type Writing } from './writing.js';

/** More recipients than these are counted, not named. */
const shownRecipients = 5;

export function contentPairs(content: ContentSummary | undefined, writing: Writing): Pair[] {
  if (!content) return [];
  const pair = (name: keyof typeof labels, ...lines: (string | undefined)[]): Pair => ({
    name: say(writing, labels[name]),
    lines: lines.filter((line): line is string => line !== undefined && line !== ''),
  });
  return pairsOf(content, writing, pair).filter(({ lines }) => lines.length > 0);
}

type MakePair = (name: keyof typeof labels, ...lines: (string | undefined)[]) => Pair;

function pairsOf(content: ContentSummary, writing: Writing, pair: MakePair): Pair[] {
  switch (content.type) {
    case 'document':
      return [
        pair('packet', clean(content.packetId, writing)),
        pair('document', both(writing.clean(content.number), writing.day(content.day))),
        pair('subject', writing.clean(content.subject)),
        pair('from', party(content.from, writing)),
        pair('to', ...recipients(content.to, writing)),
      ];
    case 'status': {
      const about = content.concerns === undefined ? '' : ` (${content.concerns})`;
      return [
        pair('packet', clean(content.packetId, writing)),
        pair('status', statusText(content, writing)),
        pair('speaksOf', `${writing.clean(content.number)}${about}`),
        pair('from', party(content.from, writing)),
        pair('to', ...recipients(content.to, writing)),
      ];
    }
    case 'receipt': {
      const refused = `${say(writing, labels.refused)} (${content.code}): ${writing.clean(content.reason ?? '')}`;
      return [
        pair('answers', content.packetId),
        pair('outcome', content.outcome === 'accepted' ? say(writing, labels.accepted) : refused),
        pair('from', content.sender),
        pair('answeredBy', content.recipient),
        pair('received', writing.time(content.receivedAt)),
      ];
    }
    case 'ping':
      return [
        pair('ping', content.pingId),
        pair('from', content.sender),
        pair('to', content.recipient),
        pair('sent', writing.time(content.sentAt)),
      ];
    case 'directory': {
      const { version, page, pages, agencies } = content;
      const words = (name: 'page' | 'agencies') => say(writing, labels[name]);
      return [
        pair('version', `${version}, ${words('page')} ${page}/${pages}, ${agencies} ${words('agencies')}`),
        pair('validUntil', writing.time(content.validUntil)),
      ];
    }
  }
}

/** One line that says which file this is. */
export function contentLine(content: ContentSummary | undefined, writing: Writing): string {
  switch (content?.type) {
    case 'document':
      return writing.clean(`${content.number}: ${content.subject}`);
    case 'status':
      return `${statusText(content, writing)} – ${writing.clean(content.number)}`;
    case 'receipt':
      return `${content.recipient} → ${content.packetId}`;
    case 'ping':
      return `${content.sender} → ${content.recipient}`;
    case 'directory':
      return `${say(writing, labels.version)} ${content.version}, ${content.page}/${content.pages}`;
    default:
      return '–';
  }
}

/** `02 Refused: the reason`; an office may also write the name of the status where the reason stands. */
function statusText(
  { statusCode, description = '' }: { readonly statusCode: string; readonly description?: string },
  writing: Writing,
): string {
  const known = statusCodes.find(({ code }) => code === statusCode);
  if (!known) return writing.clean(`${statusCode} ${description}`);
  const name = `${statusCode} ${say(writing, known)}`;
  const more = writing.clean(description);
  return more === '' || more === known.vi ? name : `${name}: ${more}`;
}

function recipients(parties: readonly Party[], writing: Writing): string[] {
  const names = parties.slice(0, shownRecipients).map((one) => party(one, writing));
  const rest = parties.length - names.length;
  if (rest === 0) return names;
  const count = writing.number(rest);
  return [...names, say(writing, { en: `and ${count} more`, vi: `và ${count} cơ quan khác` })];
}

function party({ code, name = '' }: Party, writing: Writing): string {
  return writing.clean(`${code} ${name}`);
}

function clean(text: string | undefined, writing: Writing): string | undefined {
  return text === undefined ? undefined : writing.clean(text);
}

/** What is there of the two: a file that is not in order may have neither. */
function both(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(', ');
}
