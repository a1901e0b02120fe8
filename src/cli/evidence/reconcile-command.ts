/** `edoc evidence reconcile`: what two sides' evidence agrees on, and what one of them lacks. */
import type { Command } from 'commander';
import type { Cli } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { addRevocationOptions, type VerifyOptions } from '../verify/options.js';

export function evidenceReconcileCommand(cli: Cli): Command {
  const command = addRevocationOptions(
    cli.command(
      'reconcile <a> <b>',
      { en: "hold two sides' evidence against each other", vi: 'đối chiếu chứng cứ của hai bên' },
      {
        en:
          'Compares what two sides can show, packet by packet: who says sent, who says received, what is missing on which side, ' +
          'other octets under one id, receipts without a packet. Each side is containers, a folder of them, a folder that ' +
          '"edoc save" wrote, or a log that "edoc log export" wrote. Seals are verified as "edoc evidence verify" does it; of a log only that it is whole. ' +
          'What one side had with third agencies alone is counted and not compared. The line below the two sides says whether they agree, and how ' +
          'many packets are missing on which side.',
        vi:
          'Đối chiếu chứng cứ của hai bên theo từng gói tin: bên nào báo đã gửi, bên nào báo đã nhận, bên nào thiếu gì, nội dung ' +
          'khác nhau dưới cùng một mã, biên nhận không có gói tin. Mỗi bên là gói chứng cứ, thư mục chứa gói chứng cứ, thư mục do ' +
          '"edoc save" ghi, hoặc nhật ký do "edoc log export" xuất. Chữ ký được kiểm tra như "edoc evidence verify"; nhật ký chỉ được kiểm tra tính toàn vẹn. ' +
          'Gói tin mà một bên chỉ trao đổi với cơ quan thứ ba được đếm riêng, không đối chiếu. Dòng ngay dưới tên hai bên cho biết hai ' +
          'bên có khớp nhau không, bên nào thiếu bao nhiêu gói tin.',
      },
    ),
    cli,
  )
    .addHelpText(
      'after',
      cli.examples(
        [
          'edoc evidence reconcile ours.asice theirs.asice --trust axis-root.pem',
          { en: 'one document, from both ends', vi: 'một văn bản, từ hai đầu' },
        ],
        [
          'edoc evidence reconcile ours theirs --trust axis-root.pem --revocation hard --crl axis.crl',
          {
            en: 'folders of containers, under a list of revoked certificates that we have',
            vi: 'các thư mục gói chứng cứ, theo danh sách chứng thư bị thu hồi đang có',
          },
        ],
        [
          'edoc evidence reconcile h41-log.jsonl h53-log.jsonl',
          { en: 'everything, by the logs of both nodes', vi: 'toàn bộ, theo nhật ký của hai nút' },
        ],
      ),
    )
    .action(
      cli.action(async (a: string, b: string, options: VerifyOptions) => {
        const { reconcileSides } = await import('./reconcile.js');
        return (await reconcileSides(cli, a, b, options)) ? exitCodes.ok : exitCodes.failed;
      }),
    );
  cli.argument(command, 'a', { en: 'one side', vi: 'chứng cứ của một bên' });
  return cli.argument(command, 'b', { en: 'the other side', vi: 'chứng cứ của bên kia' });
}
