/** `edoc agent backup --keep`: earlier backups leave once the new one is made and verified, and what is told of it. */
import { EdocError } from '../../errors.js';
import type { BackupManifest, Thinned } from '../../store/index.js';
import type { Cli } from '../command.js';
import { type ExitCode, exitCodeOf, exitCodes } from '../exit-codes.js';
import { numberText, sizeText } from '../terminal/text.js';

/** What left, or why nothing did: the backup is made all the same. */
export type Thinning = Thinned | EdocError;

export async function thin(folder: string, made: BackupManifest, keep: number): Promise<Thinning> {
  const { thinBackups } = await import('../../store/index.js');
  try {
    return await thinBackups({ folder, made, keep });
  } catch (error) {
    if (error instanceof EdocError) return error;
    throw error;
  }
}

/** Members for the document of the command. */
export function thinningJson(cli: Cli, thinning: Thinning): object {
  return thinning instanceof EdocError
    ? { notRemoved: cli.output.errorJson(thinning) }
    : { removed: { backups: thinning.backups, contents: thinning.contents } };
}

export function printThinning(cli: Cli, thinning: Thinning): void {
  const { output } = cli;
  if (thinning instanceof EdocError) {
    const { code, detail } = thinning;
    if (isPutOff(thinning)) output.print(output.findingText({ code, detail, severity: 'note' }));
    else output.note(output.errorText(thinning).trimEnd());
    return;
  }
  const { backups, contents } = thinning;
  const number = (value: number) => numberText(value, output.language);
  const size = (octets: number) => sizeText(octets, output.language);
  output.print(
    `  ${cli.say({
      en: `Removed ${number(backups.count)} earlier backups (${size(backups.octets)}) and ${number(contents.count)} attachments of theirs (${size(contents.octets)})`,
      vi: `Đã xóa ${number(backups.count)} bản sao lưu cũ (${size(backups.octets)}) và ${number(contents.count)} tệp đính kèm của các bản đó (${size(contents.octets)})`,
    })}`,
  );
}

/** Somebody reads, or another backup is at it: the next one removes what is too much. */
export function thinningExitCode(thinning: Thinning): ExitCode {
  return thinning instanceof EdocError && !isPutOff(thinning) ? exitCodeOf(thinning) : exitCodes.ok;
}

function isPutOff({ code }: EdocError): boolean {
  return code === 'backup.being-read' || code === 'backup.under-way';
}
