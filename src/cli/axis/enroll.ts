/** `edoc axis enroll`: a node and its agencies come onto the axis. */
import type { Command } from 'commander';
import type { Enrolment, NodeRequest } from '../../axis/index.js';
import { EdocError } from '../../errors.js';
import type { Cli } from '../command.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { readFileWithin } from '../files-read.js';
import { fingerprint } from '../terminal/fingerprint.js';
import { block, table } from '../terminal/table.js';
import { clean } from '../terminal/text.js';
import { edxmlDay } from '../values.js';
import {
  type ChangeOptions,
  directoryLine,
  dirOption,
  noPublishOption,
  publishChange,
  withAxis,
} from './session.js';

interface EnrollOptions extends ChangeOptions {
  readonly out?: string;
  readonly name?: string;
  readonly legacyCode?: string;
  readonly parent?: string;
  readonly validFrom?: string;
  readonly replace?: boolean;
}

interface RequestedKey {
  readonly subject: string;
  readonly sha256: string;
}

/** A request of 4,000 agencies with RSA keys. */
const mostRequestOctets = 8 * 1024 * 1024;

export function axisEnrollCommand(cli: Cli): Command {
  const command = cli.command(
    'enroll <request>',
    {
      en: 'bring a node and its agencies onto the axis',
      vi: 'kết nối một nút và các cơ quan của nút vào trục',
    },
    {
      en: 'Checks the request that “edoc agent init” wrote, issues the certificates, lets the node in at the broker, publishes the directory, and writes the enrolment file that goes back to the node. It holds nothing secret. Make sure by another way that the request comes from the agency: without --out it only shows who asks, with the fingerprints that “edoc agent init” printed there. The same request again gives the same answer.',
      vi: 'Kiểm tra yêu cầu do “edoc agent init” tạo, cấp chứng thư, cho phép nút kết nối, công bố danh bạ và ghi tệp kết nối để gửi lại cho nút. Tệp này không chứa bí mật. Hãy xác minh qua kênh khác rằng yêu cầu thực sự đến từ cơ quan: nếu không có --out, lệnh chỉ hiển thị bên yêu cầu cùng dấu vân tay khóa mà “edoc agent init” đã in tại đó. Chạy lại với cùng yêu cầu cho cùng kết quả.',
    },
  );
  cli.argument(command, 'request', { en: 'the node’s request.pem', vi: 'tệp request.pem của nút' });
  noPublishOption(cli, dirOption(cli, command))
    .option(
      '--out <file>',
      cli.say({
        en: 'the enrolment file to write; left out, nothing is done and the request is shown',
        vi: 'tệp kết nối cần ghi; nếu không có, lệnh chỉ hiển thị yêu cầu',
      }),
    )
    .option(
      '--name <name>',
      cli.say({
        en: 'the agency’s name, instead of the one requested',
        vi: 'tên cơ quan, thay cho tên trong yêu cầu',
      }),
    )
    .option(
      '--legacy-code <code>',
      cli.say({
        en: 'the agency’s old code, such as 000.00.00.H41',
        vi: 'mã cũ của cơ quan, ví dụ 000.00.00.H41',
      }),
    )
    .option('--parent <code>', cli.say({ en: 'code of the agency above', vi: 'mã cơ quan cấp trên' }))
    .option(
      '--valid-from <date>',
      cli.say({ en: 'the day from which the agency exists', vi: 'ngày cơ quan bắt đầu hoạt động' }),
      edxmlDay('--valid-from'),
    )
    .option(
      '--replace',
      cli.say({
        en: 'a known agency or node has a new key, or the agency moves to this node; you made sure of it',
        vi: 'cơ quan hoặc nút đã có đổi khóa, hoặc cơ quan chuyển sang nút này; bạn đã xác minh',
      }),
    )
    .addHelpText(
      'after',
      cli.examples(
        [
          'edoc axis enroll request.pem',
          { en: 'who asks, with which keys', vi: 'bên nào yêu cầu, với khóa nào' },
        ],
        [
          'edoc axis enroll request.pem --legacy-code 000.00.00.H41 --out h41.enrolment.json',
          { en: 'one agency, known by both codes', vi: 'một cơ quan, dùng cả mã mới và mã cũ' },
        ],
        [
          'edoc axis enroll request.pem --replace --out h41.enrolment.json',
          {
            en: 'after the agency lost its key and confirmed the new one',
            vi: 'sau khi cơ quan mất khóa và đã xác nhận khóa mới',
          },
        ],
      ),
    );
  return command.action(
    cli.action((request: string, options: EnrollOptions) => enroll(cli, request, options)),
  );
}

async function enroll(cli: Cli, requestFile: string, options: EnrollOptions) {
  const { enrol, keySha256, readNodeRequest, writeEnrolment } = await import('../../axis/index.js');
  const { writeOpenFile } = await import('../files/private-file.js');
  const request = readNodeRequest((await readFileWithin(requestFile, mostRequestOctets)).toString('utf8'));
  const keys = [
    { subject: request.node, sha256: keySha256(request.publicKey) },
    ...request.agencies.map(({ code, publicKey }) => ({ subject: code, sha256: keySha256(publicKey) })),
  ];
  const { out } = options;
  if (out === undefined) return show(cli, request, keys);
  await checkTarget(out, request.node);
  return withAxis(cli, options, 'write', async ({ context }) => {
    const enrolment = await enrol(context, request, {
      ...options,
      validFrom: options.validFrom?.replaceAll('/', '-'),
    });
    // Before the directory is published: should that fail, the node has its answer all the same.
    await writeOpenFile(out, writeEnrolment(enrolment));
    const published = await publishChange(context, options);
    report(cli, out, enrolment);
    cli.output.print(...keyLines(cli, keys));
    cli.output.print(
      directoryLine(cli, context, published),
      '',
      cli.say({
        en: `Next: send ${out} back to the node, where: edoc agent init --dir DIR --enrolment FILE`,
        vi: `Bước tiếp theo: gửi ${out} cho nút và tại đó chạy: edoc agent init --dir DIR --enrolment FILE`,
      }),
    );
    cli.output.document({
      enrolment: out,
      node: enrolment.node.name,
      agencies: enrolment.agencies.map(({ certificate, ...agency }) => agency),
      directory: context.state.directory ?? null,
      directoryOutdated: context.state.directoryOutdated,
    });
    return exitCodes.ok;
  });
}

/** What the agency is asked for before anything is issued. */
function show(cli: Cli, request: NodeRequest, keys: readonly RequestedKey[]): ExitCode {
  cli.output.document({
    node: request.node,
    agencies: request.agencies.map(({ code, name }) => ({ code, name })),
    keys,
  });
  cli.output.print(
    cli.say({
      en: `Node ${request.node} asks for these agencies. Nothing was done yet.`,
      vi: `Nút ${request.node} xin kết nối cho các cơ quan sau. Chưa thực hiện gì.`,
    }),
    ...block(
      cli.output,
      request.agencies.map(({ code, name }) => [code, clean(name)] as const),
    ),
    ...keyLines(cli, keys),
    '',
    cli.say({
      en: 'Next: have the agency read its fingerprints out, then the same command with --out FILE',
      vi: 'Bước tiếp theo: đề nghị cơ quan đọc dấu vân tay để đối chiếu, rồi chạy lại lệnh này với --out TỆP',
    }),
  );
  return exitCodes.ok;
}

function keyLines(cli: Cli, keys: readonly RequestedKey[]): string[] {
  return [
    '',
    cli.say({ en: 'Keys, SHA-256:', vi: 'Khóa, SHA-256:' }),
    ...block(
      cli.output,
      keys.map(({ subject, sha256 }) => [subject, fingerprint(sha256)] as const),
    ),
  ];
}

function report(cli: Cli, file: string, enrolment: Enrolment): void {
  const node = enrolment.node.name;
  cli.output.print(
    cli.say({
      en: `Node ${node} is on the axis. Enrolment file: ${file}`,
      vi: `Nút ${node} đã kết nối vào trục. Tệp kết nối: ${file}`,
    }),
    ...table(
      cli.output,
      [
        { title: cli.say({ en: 'Code', vi: 'Mã' }), cell: ({ code }) => code },
        { title: cli.say({ en: 'Old code', vi: 'Mã cũ' }), cell: ({ legacyCode = '–' }) => legacyCode },
        { title: cli.say({ en: 'Agency', vi: 'Cơ quan' }), cell: ({ name }) => clean(name), flexible: true },
      ],
      enrolment.agencies,
    ),
  );
}

/** Only an enrolment file of the same node is written over. @throws EdocError `cli.file-exists` */
async function checkTarget(file: string, node: string): Promise<void> {
  const { readIfPresent } = await import('../files/private-file.js');
  const { readEnrolment } = await import('../../axis/index.js');
  const present = await readIfPresent(file);
  if (present === undefined) return;
  try {
    if (readEnrolment(present).node.name === node) return;
  } catch (error) {
    if (!(error instanceof EdocError)) throw error;
  }
  throw new EdocError('cli.file-exists', { detail: { file } });
}
