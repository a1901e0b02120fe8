/** What commands that verify share: whom to trust, for which time, what is known of revocation, what is written. */
import { type Command, Option } from 'commander';
import type { Indication } from '../../evidence/index.js';
import { type Cli, listOption } from '../command.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { moment, reportFile } from '../values.js';

/** `spec/report.md`, section 5. */
export const verdictExitCodes = {
  'TOTAL-PASSED': exitCodes.ok,
  'TOTAL-FAILED': exitCodes.failed,
  INDETERMINATE: exitCodes.undecided,
} as const satisfies Record<Indication, ExitCode>;

/** As they are parsed. */
export interface VerifyOptions {
  readonly trust?: string[];
  readonly at?: Date;
  readonly revocation?: 'soft' | 'hard';
  readonly crl?: string[];
  readonly ocsp?: string[];
  readonly stampTrust?: string[];
  readonly pdfTrust?: string[];
  readonly secondOpinion?: boolean;
  readonly extract?: string;
  readonly report?: string;
}

/** Whom to trust, and for which time. */
export function addTrustOptions(command: Command, cli: Cli): Command {
  return command
    .addOption(
      listOption(
        '--trust <pem>',
        cli.say({
          en: "file of trusted root certificates (else the agent's)",
          vi: 'tệp chứng thư gốc được tin cậy (nếu không: của nút)',
        }),
      ),
    )
    .option(
      '--at <time>',
      cli.say({
        en: 'judge certificates for this time (else now); without a zone by Vietnam’s clock',
        vi: 'xét chứng thư tại thời điểm này (mặc định: bây giờ); không ghi múi giờ là giờ Việt Nam',
      }),
      moment('--at'),
    );
}

/** And what is known of revocation and of who stamps times. */
export function addRevocationOptions(command: Command, cli: Cli): Command {
  return addTrustOptions(command, cli)
    .addOption(
      new Option(
        '--revocation <policy>',
        cli.say({
          en: 'where revocation data is missing: say so (soft, the default), or call nothing valid (hard)',
          vi: 'khi thiếu thông tin thu hồi: chỉ nêu rõ (soft, mặc định), hoặc không kết luận là hợp lệ (hard)',
        }),
      ).choices(['soft', 'hard']),
    )
    .addOption(
      listOption(
        '--crl <file>',
        cli.say({
          en: 'a certificate revocation list, DER or PEM, beside those in the files',
          vi: 'danh sách chứng thư bị thu hồi (CRL), DER hoặc PEM, ngoài dữ liệu có trong tệp',
        }),
      ),
    )
    .addOption(
      listOption(
        '--ocsp <file>',
        cli.say({
          en: 'an OCSP response, DER, beside those in the files',
          vi: 'trả lời OCSP, DER, ngoài dữ liệu có trong tệp',
        }),
      ),
    )
    .addOption(
      listOption(
        '--stamp-trust <pem>',
        cli.say({
          en: "file of root certificates for time stamps (else those of --trust, or the agent's)",
          vi: 'tệp chứng thư gốc dùng cho dấu thời gian (nếu không: theo --trust, hoặc của nút)',
        }),
      ),
    );
}

/** All that a verdict depends on. */
export function addJudgingOptions(command: Command, cli: Cli): Command {
  return addRevocationOptions(command, cli)
    .addOption(
      listOption(
        '--pdf-trust <pem>',
        cli.say({
          en: 'file of root certificates for signatures inside PDF attachments',
          vi: 'tệp chứng thư gốc dùng cho chữ ký số bên trong tệp PDF đính kèm',
        }),
      ),
    )
    .option(
      '--second-opinion',
      cli.say({ en: 'have xml-crypto check each seal too', vi: 'kiểm tra thêm từng chữ ký bằng xml-crypto' }),
    );
}

export function addResultOptions(command: Command, cli: Cli): Command {
  return command
    .option(
      '--extract <directory>',
      cli.say({
        en: 'take what is in packets and containers out, into this folder; what did not pass is marked',
        vi: 'xuất nội dung các gói tin và gói chứng cứ vào thư mục này; gói chưa đạt được đánh dấu riêng',
      }),
    )
    .option(
      '--report <file>',
      cli.say({
        en: 'write a report for the file: a page (.html) or a PDF (.pdf)',
        vi: 'ghi báo cáo để lưu hồ sơ: trang HTML (.html) hoặc PDF (.pdf)',
      }),
      reportFile,
    );
}
