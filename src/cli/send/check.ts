/** What a dry run found: everything that would stop the sending, and what the clerk should know before it. */
import type { SendCheck } from '../../agent/index.js';
import type { Finding } from '../../errors.js';
import type { Cli } from '../command.js';
import { block } from '../terminal/table.js';
import { clean, sizeText, timeText } from '../terminal/text.js';

export function checkJson(cli: Cli, check: SendCheck, findings: readonly Finding[], ok: boolean): object {
  const { xml: _, ...rest } = check;
  return { ...rest, ok, findings: findings.map((finding) => cli.output.findingJson(finding)) };
}

export function printCheck(cli: Cli, check: SendCheck, findings: readonly Finding[], ok: boolean): void {
  const { output } = cli;
  const { language } = output;
  const { from, certificate, directory } = check;
  const lane = check.lane === 'urgent' ? { en: 'urgent', vi: 'khẩn' } : { en: 'ordinary', vi: 'thường' };
  const deadline = timeText(check.deadlineAt, language);
  output.print(
    ...block(output, [
      [cli.say({ en: 'From', vi: 'Bên gửi' }), from && clean(`${from.code} ${from.name}`)],
      [
        cli.say({ en: 'To', vi: 'Bên nhận' }),
        check.recipients.map(({ code, name }) => clean(`${code} ${name}`)).join('\n'),
      ],
      [
        cli.say({ en: 'Files', vi: 'Tệp' }),
        check.attachments
          .map(({ name, contentType, size, transfer }) => {
            const way =
              transfer === 'inline'
                ? { en: 'inside', vi: 'trong gói' }
                : { en: 'in parts', vi: 'gửi từng phần' };
            return `${clean(name)} (${clean(contentType)}, ${sizeText(size, language)}, ${cli.say(way)})`;
          })
          .join('\n'),
      ],
      [
        cli.say({ en: 'Packet', vi: 'Gói tin' }),
        check.packetBytes > 0 ? sizeText(check.packetBytes, language) : undefined,
      ],
      [
        cli.say({ en: 'Lane', vi: 'Làn' }),
        cli.say({
          en: `${lane.en}; given up without a receipt after ${deadline}`,
          vi: `${lane.vi}; ngừng gửi nếu không có biên nhận đến ${deadline}`,
        }),
      ],
      [
        cli.say({ en: 'Seal', vi: 'Chữ ký' }),
        certificate &&
          cli.say({
            en: `${clean(certificate.subject)}, until ${timeText(certificate.notAfter, 'en')}`,
            vi: `${clean(certificate.subject)}, hiệu lực đến ${timeText(certificate.notAfter, 'vi')}`,
          }),
      ],
      [
        cli.say({ en: 'Directory', vi: 'Danh bạ' }),
        directory &&
          cli.say({
            en: `version ${directory.version}, valid until ${timeText(directory.validUntil, 'en')}`,
            vi: `phiên bản ${directory.version}, hiệu lực đến ${timeText(directory.validUntil, 'vi')}`,
          }),
      ],
      [
        cli.say({ en: 'Broker', vi: 'Máy chủ trung chuyển' }),
        check.broker === 'connected'
          ? cli.say({ en: 'connected', vi: 'đã kết nối' })
          : cli.say({
              en: 'not connected: the document would wait at the agent',
              vi: 'chưa kết nối: văn bản sẽ chờ tại nút',
            }),
      ],
    ]),
  );
  for (const finding of findings) output.print(output.findingText(finding));
  output.print(
    ok
      ? output.style(
          'green',
          cli.say({ en: '✔ Can be sent. Nothing was sent.', vi: '✔ Có thể gửi. Chưa gửi gì.' }),
        )
      : output.style('red', cli.say({ en: '✘ Cannot be sent as it is.', vi: '✘ Chưa thể gửi.' })),
  );
}
