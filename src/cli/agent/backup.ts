/** `edoc agent backup`: a copy of everything that the node keeps, while it runs on. */
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Backup } from '../../store/index.js';
import type { Cli } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { clean, numberText } from '../terminal/text.js';
import { wholeNumber } from '../values.js';
import { printThinning, thin, thinningExitCode, thinningJson } from './backup-thinning.js';

/** Of an hourly timer it is more than a hundred years. */
const mostBackups = 1_000_000;

interface BackupOptions {
  readonly to: string;
  readonly withKeys?: true;
  readonly quick?: true;
  readonly keep?: number;
}

export function agentBackupCommand(cli: Cli): Command {
  return cli
    .command(
      'backup',
      { en: 'copy everything that the node keeps', vi: 'sao lưu toàn bộ dữ liệu của nút' },
      {
        en:
          'Makes a backup of the store, its attachments and the configuration, and reads it back: every digest, the integrity ' +
          'of the database, the chain of the event log. The agent may run meanwhile. Further backups into the same folder ' +
          'copy only attachments that are new. Passphrases are never in it, and keys only with --with-keys, encrypted as ' +
          'they are: keep both in another place. With --keep the earlier backups of the node go once this one is verified, and the ' +
          'attachments that no backup in the folder names then. Nothing goes where one of them cannot be read (exit code 1, the ' +
          'backup is made all the same), or while somebody reads them (exit code 0, the next one removes them).',
        vi:
          'Sao lưu kho dữ liệu, tệp đính kèm và cấu hình rồi đọc lại để kiểm tra: mọi mã băm, tính toàn vẹn của cơ sở dữ liệu, ' +
          'chuỗi nhật ký sự kiện. Nút vẫn hoạt động trong lúc sao lưu. Các lần sau vào cùng thư mục chỉ chép tệp đính kèm ' +
          'mới. Mật khẩu không bao giờ có trong bản sao lưu, khóa chỉ có khi dùng --with-keys và vẫn được mã hóa: hãy cất ' +
          'giữ cả hai ở nơi khác. Với --keep, sau khi bản mới đã được kiểm tra, các bản cũ của nút bị xóa cùng những tệp đính kèm ' +
          'không còn bản sao lưu nào trong thư mục cần đến. Không xóa gì nếu có bản không đọc được (mã kết thúc 1, bản mới vẫn ' +
          'được lưu) hoặc đang có người đọc (mã kết thúc 0, lần sau sẽ xóa).',
      },
    )
    .requiredOption(
      '--to <folder>',
      cli.say({
        en: 'where the backups are; made where it is missing',
        vi: 'thư mục chứa các bản sao lưu; tự tạo nếu chưa có',
      }),
    )
    .option(
      '--with-keys',
      cli.say({ en: 'take the encrypted key files too', vi: 'sao lưu cả các tệp khóa đã mã hóa' }),
    )
    .option(
      '--quick',
      cli.say({
        en: 'read again only the attachments that were copied now',
        vi: 'chỉ đọc lại các tệp đính kèm vừa chép',
      }),
    )
    .option(
      '--keep <count>',
      cli.say({
        en: 'then keep so many backups of this node, the new one among them, and remove earlier ones',
        vi: 'sau đó chỉ giữ số bản sao lưu này của nút, kể cả bản mới, và xóa các bản cũ hơn',
      }),
      wholeNumber('--keep', 1, mostBackups),
    )
    .addHelpText(
      'after',
      cli.examples(
        [
          'edoc agent backup --agent /srv/edoc/h41 --to /backup/h41',
          { en: 'everything but keys and passphrases', vi: 'tất cả trừ khóa và mật khẩu' },
        ],
        [
          'edoc agent backup --to /backup/h41 --quick --keep 48 --json',
          { en: 'from an hourly timer, two days of them', vi: 'chạy hằng giờ theo lịch, giữ lại hai ngày' },
        ],
      ),
    )
    .action(
      cli.action(async (options: BackupOptions) => {
        const backup = await run(cli, options);
        const { manifest, copied, folder } = backup;
        // Only behind a backup that is made and verified: before, the earlier ones are all that there is.
        const thinning =
          options.keep === undefined ? undefined : await thin(resolve(options.to), manifest, options.keep);
        cli.output.document({
          ...{ folder, ...manifest, copied, verified: true },
          ...(thinning ? thinningJson(cli, thinning) : {}),
        });
        print(cli, backup);
        if (!thinning) return exitCodes.ok;
        printThinning(cli, thinning);
        return thinningExitCode(thinning);
      }),
    );
}

async function run(cli: Cli, { to, withKeys, quick }: BackupOptions): Promise<Backup> {
  const [{ readAgentPlace }, { collectBackupFiles }, { startProgress }, { storeOctets, writeBackup }] =
    await Promise.all([
      import('./directory.js'),
      import('../files/backup-files.js'),
      import('../terminal/progress-bar.js'),
      import('../../store/index.js'),
    ]);
  const place = await readAgentPlace(resolve(cli.agentDirectory));
  const { config } = place;
  const { files, leftOut } = await collectBackupFiles(place, { keys: withKeys === true });
  const { database, contents } = await storeOctets(config.data);
  const progress = await startProgress(cli.output, 2 * (database + contents), { shown: true, octets: true });
  try {
    return await writeBackup({
      folder: config.data,
      to: resolve(to),
      node: config.node,
      files,
      leftOut,
      now: () => new Date(),
      verifyAll: quick !== true,
      progress: (_phase, octets) => progress.advance(octets),
    });
  } finally {
    progress.stop();
  }
}

function print(cli: Cli, { manifest, folder, copied }: Backup): void {
  const { output } = cli;
  const megabytes = (octets: number) => `${numberText(octets / 1_000_000, output.language, 1)} MB`;
  const { contents, database, log } = manifest;
  output.print(
    output.style('green', cli.say({ en: '✔ Backed up and verified', vi: '✔ Đã sao lưu và kiểm tra' })),
    `  ${folder}`,
    `  ${cli.say({ en: 'Database', vi: 'Cơ sở dữ liệu' })} ${megabytes(database.size)}`,
    `  ${cli.say({
      en: `Attachments ${contents.count} (${megabytes(contents.octets)}), of them new ${copied.count} (${megabytes(copied.octets)})`,
      vi: `Tệp đính kèm ${contents.count} (${megabytes(contents.octets)}), trong đó mới ${copied.count} (${megabytes(copied.octets)})`,
    })}`,
    `  ${cli.say({ en: 'Event log up to', vi: 'Nhật ký đến mốc' })} ${log.sequence}:${log.hash}`,
  );
  output.note(
    cli.say({
      en: `Not in it, keep elsewhere: ${manifest.leftOut.map(clean).join(', ')}`,
      vi: `Không có trong bản sao lưu, hãy cất giữ ở nơi khác: ${manifest.leftOut.map(clean).join(', ')}`,
    }),
  );
}
