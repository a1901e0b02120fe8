/** `edoc agent archive`: old documents leave for containers outside the node, and their attachments free its disk. */
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { EdocError } from '../../errors.js';
import type { Choice } from '../archive/candidates.js';
import type { Cli } from '../command.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { moment, momentText, wholeNumber } from '../values.js';

interface ArchiveOptions {
  readonly before: Date;
  readonly to?: string;
  readonly unfinished?: true;
  readonly limit?: number;
  readonly dryRun?: true;
}

const mostDocuments = 1_000_000_000;

export function agentArchiveCommand(cli: Cli): Command {
  return cli
    .command(
      'archive',
      { en: 'move old documents out, with their evidence', vi: 'lưu trữ văn bản cũ kèm chứng cứ' },
      {
        en:
          'For every document, sent or received, that is older than the date and whose exchange is over: packs all its ' +
          'evidence into a container as "edoc evidence export" does (FOLDER/YEAR/MONTH/PACKET.asice), reads it back and verifies it as ' +
          '"edoc evidence verify" does, records that in the register and the event log, and only then removes those of its ' +
          'attachments that no other document needs. The packet, its receipts, its statuses and the log stay in the node. Needs ' +
          'the running agent, which goes on working. What does not pass is named and left as it is (exit code 1). It may be ' +
          'interrupted at any time: run it again, and it goes on. Nothing in the folder is overwritten; keep it as long as the law asks, on ' +
          'other disks than the node.',
        vi:
          'Với mỗi văn bản gửi hoặc nhận cũ hơn ngày đã cho và đã trao đổi xong: đóng gói toàn bộ chứng cứ như "edoc evidence export" ' +
          '(THƯ_MỤC/NĂM/THÁNG/GÓI_TIN.asice), đọc lại và kiểm tra như "edoc evidence verify", ghi vào sổ văn bản và nhật ký sự kiện, ' +
          'sau đó mới xóa những tệp đính kèm mà không văn bản nào khác cần. Gói tin, biên nhận, trạng thái và nhật ký vẫn ở lại nút. ' +
          'Cần nút đang chạy; nút vẫn làm việc bình thường. Văn bản không đạt được nêu rõ và giữ nguyên (mã kết thúc 1). Có thể bị ngắt ' +
          'bất cứ lúc nào: chạy lại là tiếp tục. Không ghi đè tệp nào trong thư mục; hãy giữ thư mục theo thời hạn pháp luật, trên ổ ' +
          'đĩa khác với nút.',
      },
    )
    .requiredOption(
      '--before <date>',
      cli.say({
        en: 'documents sent or received before it: yyyy-mm-dd[ hh:mm], by Vietnam’s clock',
        vi: 'văn bản gửi hoặc nhận trước mốc này: yyyy-mm-dd[ hh:mm], giờ Việt Nam',
      }),
      moment('--before'),
    )
    .option(
      '--to <folder>',
      cli.say({
        en: 'the archive; made where it is missing. Not needed with --dry-run',
        vi: 'thư mục lưu trữ; tự tạo nếu chưa có. Không cần khi dùng --dry-run',
      }),
    )
    .option(
      '--dry-run',
      cli.say({
        en: 'only tell how many documents and octets would go',
        vi: 'chỉ cho biết bao nhiêu văn bản và dung lượng sẽ được lưu trữ',
      }),
    )
    .option(
      '--limit <number>',
      cli.say({ en: 'archive so many documents at most', vi: 'lưu trữ nhiều nhất số văn bản này' }),
      wholeNumber('--limit', 1, mostDocuments),
    )
    .option(
      '--unfinished',
      cli.say({
        en: 'also received documents that nobody has finished or refused',
        vi: 'cả văn bản đã nhận mà chưa hoàn thành hoặc từ chối',
      }),
    )
    .addHelpText(
      'after',
      cli.examples(
        [
          'edoc agent archive --before 2024-01-01 --dry-run',
          { en: 'what would go?', vi: 'những gì sẽ được lưu trữ?' },
        ],
        [
          'edoc agent archive --before 2024-01-01 --to /archive/h41',
          { en: 'archive everything up to the end of 2023', vi: 'lưu trữ mọi văn bản đến hết năm 2023' },
        ],
        [
          'edoc agent archive --before 2024-01-01 --to /archive/h41 --limit 5000 --json',
          { en: 'some every night, from a timer', vi: 'mỗi đêm một phần, chạy theo lịch' },
        ],
        [
          'edoc evidence verify /archive/h41/2023/11 --trust axis-root.pem',
          { en: 'verify a month of the archive later', vi: 'kiểm tra lại một tháng lưu trữ về sau' },
        ],
      ),
    )
    .action(cli.action((options: ArchiveOptions) => archive(cli, options)));
}

async function archive(cli: Cli, options: ArchiveOptions): Promise<ExitCode> {
  const { before, to, unfinished, limit, dryRun } = options;
  if (before.getTime() > Date.now()) {
    throw new EdocError('archive.future', { detail: { before: momentText(before) } });
  }
  const choice: Choice = {
    ...{ before, unfinished: unfinished === true },
    ...(limit === undefined ? {} : { limit }),
  };
  if (dryRun) return tellForecast(cli, choice);
  if (to === undefined) {
    throw new EdocError('cli.missing-option', {
      detail: { name: '--to <folder>', command: 'edoc agent archive' },
    });
  }
  return run(cli, choice, resolve(to));
}

async function tellForecast(cli: Cli, choice: Choice): Promise<ExitCode> {
  const [{ withRegister }, { forecast }, { printForecast }, { startProgress }] = await Promise.all([
    import('../register.js'),
    import('../archive/dry-run.js'),
    import('../archive/words.js'),
    import('../terminal/progress-bar.js'),
  ]);
  const found = await withRegister(cli, async (register, place) => {
    const total = await register.archiveCandidateCount(choice.before);
    const progress = await startProgress(cli.output, total, { shown: true, rate: true });
    try {
      return await forecast(register, place, choice, () => progress.advance(1));
    } finally {
      progress.stop();
    }
  });
  cli.output.document({ dryRun: true, before: choice.before.toISOString(), ...found });
  printForecast(cli, found);
  return exitCodes.ok;
}

async function run(cli: Cli, choice: Choice, folder: string): Promise<ExitCode> {
  const { output } = cli;
  const [{ withRegister }, { openDesk }, { runArchive }, { printRun }, judging, setting, { startProgress }] =
    await Promise.all([
      import('../register.js'),
      import('../desk.js'),
      import('../archive/run.js'),
      import('../archive/words.js'),
      import('../verify/judging.js'),
      import('../verify/setting.js'),
      import('../terminal/progress-bar.js'),
    ]);
  const desk = await openDesk(cli);
  const given = await judging.readJudging(cli, {}, new Date(), 'edoc agent archive');
  const examining = setting.examiningOf({ ...given, secondOpinion: false, onlyContainers: true });
  const outcome = await withRegister(cli, async (register, place) => {
    const total = await register.archiveCandidateCount(choice.before);
    const progress = await startProgress(output, Math.min(total, choice.limit ?? total), {
      shown: true,
      rate: true,
      label: cli.say({ en: 'Archiving ', vi: 'Đang lưu trữ ' }),
    });
    try {
      return await runArchive({ ...choice, folder, register, place, desk, examining, progress });
    } finally {
      progress.stop();
    }
  });
  const { failures, stopped, ...counts } = outcome;
  output.document({
    ...{ dryRun: false, before: choice.before.toISOString(), folder, ...counts },
    failures: failures.map(({ packetId, finding }) => ({ packetId, ...output.findingJson(finding) })),
    ...(stopped ? { stopped: output.findingJson(stopped) } : {}),
  });
  printRun(cli, outcome);
  return outcome.failed > 0 || stopped ? exitCodes.failed : exitCodes.ok;
}
