/** The words for messages in quarantine: what kind they are, what became of them, why they were refused. */
import { describe, type ErrorCode, errorTable } from '../../errors.js';
import type { QuarantinedMessage } from '../../store/index.js';
import type { Cli } from '../command.js';
import type { Words } from '../terminal/language.js';
import { clean } from '../terminal/text.js';
import { wholeNumber } from '../values.js';

const types: Readonly<Record<string, Words>> = {
  packet: { en: 'packet', vi: 'gói tin' },
  receipt: { en: 'receipt', vi: 'biên nhận' },
  part: { en: 'part of a file', vi: 'phần của tệp' },
  ping: { en: 'ping', vi: 'thăm dò' },
  directory: { en: 'directory page', vi: 'trang danh bạ' },
};

export function typeText(cli: Cli, type: string): string {
  const words = types[type];
  return words ? cli.say(words) : clean(type);
}

export const stateWords: Readonly<Record<QuarantinedMessage['state'], Words>> = {
  kept: { en: 'in quarantine', vi: 'đang bị cách ly' },
  accepted: { en: 'accepted after all', vi: 'đã được tiếp nhận' },
  discarded: { en: 'discarded', vi: 'đã hủy' },
};

export interface Reason {
  readonly what: string;
  readonly todo: string;
}

/** What the code means, in words; undefined for a code of another version. */
export function reasonOf(
  cli: Cli,
  code: string,
  detail?: Readonly<Record<string, string | number>>,
): Reason | undefined {
  if (!isCode(code)) return undefined;
  const { what, todo } = describe({ code, detail }, cli.output.language);
  // The values that the words speak of were not kept; the place and the octets tell them.
  return { what: clean(what.replaceAll('?', '…')), todo: clean(todo.replaceAll('?', '…')) };
}

function isCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorTable, code);
}

/** The number of a message, as the list shows it. @throws EdocError `cli.value` */
export const quarantineId = wholeNumber('ID', 1, 9_999_999_999);
