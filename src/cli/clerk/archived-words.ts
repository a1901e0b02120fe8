/** That a document lies in the archive, in a clerk's words. */
import type { ArchivedRecord } from '../../store/index.js';
import type { Cli } from '../command.js';
import { clean, timeText } from '../terminal/text.js';

export const archivedWord = { en: 'Archived', vi: 'Lưu trữ' } as const;

export function archivedText(cli: Cli, { at, container, sha256 }: ArchivedRecord): string {
  const time = timeText(at, cli.output.language, 'second');
  return `${time}, ${clean(container)}, SHA-256 ${sha256}`;
}
