/** What the operator's commands have in common: which axis is meant, opening it, and publishing what they changed. */
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { AgencyRecord, AxisContext, CrlRecord, DirectoryRecord } from '../../axis/index.js';
import type { Cli } from '../command.js';
import type { ExitCode } from '../exit-codes.js';
import type { OpenAxis } from '../files/axis-directory.js';
import { type PassphraseOptions, passphraseFrom, passphraseOption } from '../key/options.js';
import { timeText } from '../terminal/text.js';

export interface AxisOptions extends PassphraseOptions {
  readonly dir?: string;
}

export interface ChangeOptions extends AxisOptions {
  /** False with --no-publish. */
  readonly publish: boolean;
}

export function axisDirectory(cli: Cli, { dir }: AxisOptions): string {
  return resolve(dir ?? cli.env['EDOC_AXIS'] ?? '.');
}

export function dirOption(cli: Cli, command: Command): Command {
  return passphraseOption(cli, command).option(
    '--dir <directory>',
    cli.say({
      en: 'the directory of the axis (else EDOC_AXIS, else the current one)',
      vi: 'thư mục của trục (nếu không: EDOC_AXIS, rồi thư mục hiện tại)',
    }),
  );
}

export function noPublishOption(cli: Cli, command: Command): Command {
  return command.option(
    '--no-publish',
    cli.say({
      en: 'do not publish the directory now; “edoc axis publish” does it for several changes at once',
      vi: 'chưa công bố danh bạ; lệnh “edoc axis publish” công bố một lần cho nhiều thay đổi',
    }),
  );
}

/** The passphrase of the axis's keys from where the operator says, undefined where it is the axis's own file. */
export async function axisPassphrase(options: PassphraseOptions): Promise<string | undefined> {
  const source = await passphraseFrom(options);
  if (!source) return undefined;
  const { SecretReader } = await import('../files/secret-reader.js');
  return new SecretReader().read(source);
}

/** Opens the axis, runs, and closes it whatever happens. */
export async function withAxis(
  cli: Cli,
  options: AxisOptions,
  mode: 'read' | 'write',
  run: (axis: OpenAxis) => Promise<ExitCode>,
): Promise<ExitCode> {
  const { openAxisDirectory } = await import('../files/axis-directory.js');
  const { silentLog } = await import('../../log.js');
  const axis = await openAxisDirectory(axisDirectory(cli, options), {
    write: mode === 'write',
    clock: { now: () => new Date() },
    log: silentLog,
    passphrase: await axisPassphrase(options),
  });
  try {
    return await run(axis);
  } finally {
    await axis.close();
  }
}

/** Publishes where something changed, unless the operator wants to do it later. */
export async function publishChange(
  context: AxisContext,
  { publish }: ChangeOptions,
): Promise<DirectoryRecord | undefined> {
  if (!publish) return undefined;
  const { publishIfDue } = await import('../../axis/index.js');
  return publishIfDue(context);
}

/** The line on the directory with which a changing command ends. */
export function directoryLine(
  cli: Cli,
  context: AxisContext,
  published: DirectoryRecord | undefined,
): string {
  const { language } = cli.output;
  if (published) {
    const { version, agencies } = published;
    const until = timeText(published.validUntil, language);
    return cli.say({
      en: `Directory version ${version} published: ${agencies} agencies, valid until ${until}.`,
      vi: `Đã công bố danh bạ phiên bản ${version}: ${agencies} cơ quan, hiệu lực đến ${until}.`,
    });
  }
  const { directory, directoryOutdated } = context.state;
  return directoryOutdated || directory?.published !== true
    ? cli.say({
        en: 'The directory is not published yet. Next: edoc axis publish',
        vi: 'Danh bạ chưa được công bố. Bước tiếp theo: edoc axis publish',
      })
    : cli.say({ en: 'The directory is up to date.', vi: 'Danh bạ không thay đổi.' });
}

export function crlLine(cli: Cli, { number, revoked, nextUpdate }: CrlRecord): string {
  const until = timeText(nextUpdate, cli.output.language);
  return cli.say({
    en: `Revocation list ${number}: ${revoked} certificates, good until ${until}.`,
    vi: `Danh sách thu hồi số ${number}: ${revoked} chứng thư, hiệu lực đến ${until}.`,
  });
}

export function agencyJson(context: AxisContext, agency: AgencyRecord): object {
  return { ...agency, state: context.state.standing(agency) };
}

export function stateText(cli: Cli, state: AgencyRecord['state']): string {
  return cli.say(stateWords[state]);
}

const stateWords = {
  active: { en: 'active', vi: 'hoạt động' },
  suspended: { en: 'suspended', vi: 'tạm ngừng' },
  closed: { en: 'closed', vi: 'đã đóng' },
} as const;
