/** What a run came to, for people. */
import type { OpenReason } from '../../store/index.js';
import type { Cli } from '../command.js';
import type { Words } from '../terminal/language.js';
import { clean, numberText, sizeText } from '../terminal/text.js';
import type { OpenCounts } from './candidates.js';
import type { Forecast } from './dry-run.js';
import type { ArchiveRun } from './run.js';

const reasons: Readonly<Record<OpenReason, Words>> = {
  delivery: { en: 'a recipient has not answered yet', vi: 'còn nơi nhận chưa phản hồi' },
  outbox: { en: 'something waits to go out', vi: 'còn nội dung chờ gửi đi' },
  status: { en: 'a status about it is on its way', vi: 'còn trạng thái đang trên đường' },
  recall: { en: 'a recall waits for its answer', vi: 'yêu cầu lấy lại chưa được trả lời' },
  amendment: {
    en: 'it changes an earlier document, and nobody has agreed or declined',
    vi: 'văn bản thay đổi văn bản trước, chưa được đồng ý hay từ chối',
  },
  parts: { en: 'parts of it are being sent', vi: 'đang gửi các phần của tệp đính kèm' },
  signatures: {
    en: 'signatures in its files are still to be looked at',
    vi: 'chữ ký trong tệp đính kèm chưa được kiểm tra',
  },
  unfinished: {
    en: 'received here and not finished (06) or refused (02): --unfinished takes these too',
    vi: 'đã nhận nhưng chưa hoàn thành (06) hoặc từ chối (02): dùng --unfinished để lưu trữ cả loại này',
  },
};

/** Failures that are shown; the JSON has more. */
const mostShown = 20;

export function printForecast(cli: Cli, { documents, contents, open }: Forecast): void {
  const { output } = cli;
  const number = (value: number) => numberText(value, output.language);
  output.print(
    cli.say({
      en: `Would archive ${number(documents)} documents and remove ${number(contents.count)} attachments (${sizeText(contents.octets, 'en')}). Nothing was changed.`,
      vi: `Sẽ lưu trữ ${number(documents)} văn bản và xóa ${number(contents.count)} tệp đính kèm (${sizeText(contents.octets, 'vi')}). Chưa có gì thay đổi.`,
    }),
    ...openLines(cli, open),
  );
}

export function printRun(cli: Cli, run: ArchiveRun): void {
  const { output } = cli;
  const { documents, octets, removed, open, failed, failures, waiting, waitsFor, stopped } = run;
  const number = (value: number) => numberText(value, output.language);
  output.print(
    `${failed > 0 ? '' : `${output.style('green', '✔')} `}${cli.say({
      en: `${number(documents)} documents archived and verified (${sizeText(octets, 'en')})`,
      vi: `Đã lưu trữ và kiểm tra ${number(documents)} văn bản (${sizeText(octets, 'vi')})`,
    })}`,
    cli.say({
      en: `  ${number(removed.count)} attachments removed from the node (${sizeText(removed.octets, 'en')})`,
      vi: `  Đã xóa ${number(removed.count)} tệp đính kèm khỏi nút (${sizeText(removed.octets, 'vi')})`,
    }),
    ...openLines(cli, open),
  );
  if (waitsFor !== undefined) {
    output.print(
      cli.say({
        en: `Attachments of ${number(waiting)} archived documents stay for now:`,
        vi: `Tạm giữ tệp đính kèm của ${number(waiting)} văn bản đã lưu trữ:`,
      }),
      output.findingText({ code: waitsFor, severity: 'note' }),
    );
  }
  for (const { packetId, finding } of failures.slice(0, mostShown)) {
    output.print(`${packetId}  ${output.findingText(finding)}`);
  }
  if (failed > mostShown) {
    const more = number(failed - mostShown);
    output.print(cli.say({ en: `… and ${more} more`, vi: `… và ${more} văn bản khác` }));
  }
  if (stopped) output.print(clean(output.findingText(stopped)));
}

function openLines(cli: Cli, open: OpenCounts): string[] {
  const { language } = cli.output;
  const lines = Object.entries(reasons).flatMap(([reason, words]) => {
    const count = Object.entries(open).find(([name]) => name === reason)?.[1] ?? 0;
    return count === 0 ? [] : [`  ${numberText(count, language)}  ${cli.say(words)}`];
  });
  if (lines.length === 0) return [];
  return [cli.say({ en: 'Old enough, and left as they are:', vi: 'Đủ cũ nhưng được giữ nguyên:' }), ...lines];
}
