/** `edoc agent check`: whether everything that the node keeps is as it was stored. */
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import type { StoreCheck } from '../../store/index.js';
import type { Cli } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { clean, numberText } from '../terminal/text.js';

interface CheckOptions {
  readonly backup?: string;
  readonly snapshot?: string;
  readonly quick?: true;
}

export function agentCheckCommand(cli: Cli): Command {
  return cli
    .command(
      'check',
      { en: 'check that the store is whole', vi: 'kiểm tra kho dữ liệu có nguyên vẹn không' },
      {
        en:
          'Reads the store to its end: the integrity of the database, references between its rows, the chain of the event ' +
          'log with the heads that others hold, the digest of every packet and attachment. The agent may run meanwhile. ' +
          'Names every fault and what to do; ends with code 1 where there is one. With --backup it reads a backup instead.',
        vi:
          'Đọc toàn bộ kho dữ liệu: tính toàn vẹn của cơ sở dữ liệu, tham chiếu giữa các dòng, chuỗi nhật ký sự kiện cùng các ' +
          'mốc do bên khác giữ, mã băm của từng gói tin và tệp đính kèm. Nút vẫn hoạt động trong lúc kiểm tra. Nêu rõ từng ' +
          'lỗi và cách xử lý; kết thúc với mã 1 nếu có lỗi. Với --backup, kiểm tra một bản sao lưu.',
      },
    )
    .option(
      '--backup <folder>',
      cli.say({ en: 'check the backup in this folder', vi: 'kiểm tra bản sao lưu trong thư mục này' }),
    )
    .option(
      '--snapshot <name>',
      cli.say({ en: 'which backup; the latest', vi: 'bản sao lưu nào; mặc định là bản mới nhất' }),
    )
    .option(
      '--quick',
      cli.say({
        en: 'do not read the attachments, only look whether they are there',
        vi: 'không đọc tệp đính kèm, chỉ xem có đủ không',
      }),
    )
    .addHelpText(
      'after',
      cli.examples(
        ['edoc agent check', { en: 'the store of the agent here', vi: 'kho dữ liệu của nút tại đây' }],
        [
          'edoc agent check --backup /backup/h41 --json',
          { en: 'the latest backup, for monitoring', vi: 'bản sao lưu mới nhất, dùng cho hệ thống giám sát' },
        ],
      ),
    )
    .action(
      cli.action(async (options: CheckOptions) => {
        const check =
          options.backup === undefined
            ? await checkHere(cli, options)
            : await checkThere(cli, options.backup, options.snapshot);
        const { faults } = check;
        cli.output.document({
          whole: faults.length === 0,
          ...check,
          faults: faults.map((fault) => cli.output.findingJson(fault)),
        });
        print(cli, check);
        return faults.length === 0 ? exitCodes.ok : exitCodes.failed;
      }),
    );
}

async function checkHere(cli: Cli, { quick }: CheckOptions): Promise<StoreCheck> {
  const [{ readAgentPlace }, { checkStore, requireWhole, storeOctets }] = await Promise.all([
    import('./directory.js'),
    import('../../store/index.js'),
  ]);
  const { config } = await readAgentPlace(cli.agentDirectory);
  await requireWhole(config.data);
  const { database, contents } = await storeOctets(config.data).catch(() => ({ database: 0, contents: 0 }));
  return withProgress(cli, database + contents, (progress) =>
    checkStore({
      database: join(config.data, 'store.db'),
      contents: join(config.data, 'content'),
      readContents: quick !== true,
      countOrphans: true,
      progress,
    }),
  );
}

async function checkThere(cli: Cli, folder: string, snapshot: string | undefined): Promise<StoreCheck> {
  const { checkBackup, listBackups, readManifest, whileReadingBackups } = await import(
    '../../store/index.js'
  );
  const place = resolve(folder);
  return whileReadingBackups(place, async () => {
    const name = snapshot ?? (await listBackups(place)).at(-1) ?? '';
    const { database, contents } = await readManifest(place, name);
    return withProgress(cli, 2 * database.size + contents.octets, async (progress) => {
      return (await checkBackup(place, name, progress)).check;
    });
  });
}

async function withProgress(
  cli: Cli,
  total: number,
  run: (progress: (octets: number) => void) => Promise<StoreCheck>,
): Promise<StoreCheck> {
  const { startProgress } = await import('../terminal/progress-bar.js');
  const progress = await startProgress(cli.output, total, { shown: true, octets: true });
  try {
    return await run((octets) => progress.advance(octets));
  } finally {
    progress.stop();
  }
}

function print(cli: Cli, { faults, log, packets, contents, orphans }: StoreCheck): void {
  const { output } = cli;
  for (const fault of faults) output.print(clean(output.findingText(fault)));
  if (faults.length > 0) return;
  const number = (value: number) => numberText(value, output.language);
  output.print(
    output.style('green', cli.say({ en: '✔ Whole', vi: '✔ Nguyên vẹn' })),
    cli.say({
      en: `  ${number(packets)} packets, ${number(contents.count)} attachments, ${number(log?.entries ?? 0)} log entries`,
      vi: `  ${number(packets)} gói tin, ${number(contents.count)} tệp đính kèm, ${number(log?.entries ?? 0)} mục nhật ký`,
    }),
  );
  if (orphans.count === 0) return;
  output.print(
    cli.say({
      en: `  ${number(orphans.count)} attachments that no document names (${number(orphans.octets)} octets); they do no harm`,
      vi: `  ${number(orphans.count)} tệp đính kèm không thuộc văn bản nào (${number(orphans.octets)} byte); không gây hại`,
    }),
  );
}
