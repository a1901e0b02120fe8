/** `edoc agent init`: sets a node up, in two steps with the operator's answer between them. */
import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { EdocError } from '../../errors.js';
import type { KeyKind } from '../../signing/index.js';
import { type Cli, listOption } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import type { AgentSetup } from '../files/agent-request.js';
import { readFileWithin } from '../files-read.js';
import {
  type PassphraseOptions,
  passphraseFrom,
  passphraseOption,
  tokenFrom,
  tokenOption,
} from '../key/options.js';
import { fingerprint } from '../terminal/fingerprint.js';
import { block, table } from '../terminal/table.js';
import { clean, timeText } from '../terminal/text.js';

interface InitOptions extends PassphraseOptions {
  readonly dir?: string;
  readonly node?: string;
  readonly agency?: readonly string[];
  readonly name?: readonly string[];
  readonly keyType: KeyKind;
  readonly token?: string;
  readonly enrolment?: string;
  readonly rootSha256?: string;
}

/** An enrolment of 4,000 agencies. */
const mostEnrolmentOctets = 32 * 1024 * 1024;

export function agentInitCommand(cli: Cli): Command {
  const command = cli.command(
    'init',
    {
      en: 'set up a node: its keys and request, then the operator’s answer',
      vi: 'thiết lập nút: tạo khóa và yêu cầu, sau đó nhận trả lời của đơn vị vận hành',
    },
    {
      en: 'First step, with --node, --agency and --name: makes the keys and request.pem, which goes to the operator of the axis. Second step, with --enrolment: checks the operator’s answer and puts it in place; roots that are in trust.pem stay. Either step may be repeated; keys that are there are kept.',
      vi: 'Bước một, với --node, --agency và --name: tạo khóa và tệp request.pem để gửi đơn vị vận hành trục. Bước hai, với --enrolment: kiểm tra và áp dụng trả lời của đơn vị vận hành; chứng thư gốc đã có trong trust.pem được giữ nguyên. Có thể chạy lại từng bước; khóa đã có được giữ nguyên.',
    },
  );
  return passphraseOption(cli, tokenOption(cli, command))
    .option(
      '--dir <directory>',
      cli.say({
        en: 'the node’s directory (else --agent, EDOC_AGENT, the current one)',
        vi: 'thư mục của nút (nếu không: --agent, EDOC_AGENT, thư mục hiện tại)',
      }),
    )
    .option(
      '--node <name>',
      cli.say({
        en: 'name of the node on the axis: a-z, 0-9, hyphens',
        vi: 'tên nút trên trục: a-z, 0-9, gạch nối',
      }),
    )
    .addOption(
      listOption(
        '--agency <code>',
        cli.say({
          en: 'code of an agency that the node serves; repeatable',
          vi: 'mã cơ quan do nút phục vụ; có thể lặp lại',
        }),
      ),
    )
    .option(
      '--name <name>',
      cli.say({
        en: 'name of that agency; one for each --agency, in the same order',
        vi: 'tên cơ quan; mỗi --agency một tên, theo cùng thứ tự',
      }),
      (value: string, before: readonly string[] | undefined) => [...(before ?? []), value],
    )
    .addOption(
      new Option('--key-type <type>', cli.say({ en: 'type of new keys', vi: 'loại khóa mới' }))
        .choices(['rsa-2048', 'rsa-3072', 'ecdsa-p256'])
        .default('rsa-2048'),
    )
    .option(
      '--enrolment <file>',
      cli.say({
        en: 'the operator’s answer: the second step',
        vi: 'tệp trả lời của đơn vị vận hành: bước hai',
      }),
    )
    .option(
      '--root-sha256 <hex>',
      cli.say({
        en: 'SHA-256 of the axis’s root, as the operator told it by another way',
        vi: 'SHA-256 của chứng thư gốc do đơn vị vận hành cho biết qua kênh khác',
      }),
    )
    .addHelpText(
      'after',
      cli.examples(
        [
          'edoc agent init --dir /srv/h41 --node h41 --agency H41 --name "UBND tỉnh Nghệ An"',
          { en: 'first step: keys and request.pem', vi: 'bước một: tạo khóa và request.pem' },
        ],
        [
          'edoc agent init --dir /srv/h41 --node h41 --agency H41 --name "UBND tỉnh Nghệ An" --token "pkcs11:token=H41?module-path=/usr/lib/softhsm/libsofthsm2.so&pin-source=file:secrets/pin"',
          {
            en: 'the same, with a sealing key that is born in a token',
            vi: 'tương tự, khóa ký được tạo trong thiết bị lưu khóa',
          },
        ],
        [
          'edoc agent init --dir /srv/h41 --enrolment h41.enrolment.json',
          { en: 'second step: the operator’s answer', vi: 'bước hai: áp dụng trả lời của đơn vị vận hành' },
        ],
      ),
    )
    .action(
      cli.action(async (options: InitOptions) => {
        const folder = options.dir === undefined ? cli.agentDirectory : resolve(options.dir);
        if (options.enrolment !== undefined) return complete(cli, folder, options.enrolment, options);
        const { node, agency = [], name = [] } = options;
        if (node === undefined || agency.length === 0) throw new EdocError('init.nothing-asked');
        if (agency.length !== name.length) {
          throw new EdocError('init.names', { detail: { agencies: agency.length, names: name.length } });
        }
        const agencies = agency.map((code, index) => ({
          code: code.toUpperCase(),
          name: (name[index] ?? '').trim(),
        }));
        return prepare(cli, folder, {
          node,
          agencies,
          keyKind: options.keyType,
          token: await tokenFrom(options.token),
          passphrase: await passphraseFrom(options),
        });
      }),
    );
}

async function prepare(cli: Cli, folder: string, setup: AgentSetup) {
  const { prepareAgent } = await import('../files/agent-request.js');
  const { request, changed, keys } = await prepareAgent(folder, setup);
  const { output } = cli;
  output.document({ directory: folder, request, changed, node: setup.node, agencies: setup.agencies, keys });
  output.print(
    changed
      ? cli.say({ en: `Keys and request are made: ${request}`, vi: `Đã tạo khóa và yêu cầu: ${request}` })
      : cli.say({
          en: `The same request was made already: ${request}`,
          vi: `Yêu cầu này đã được tạo từ trước: ${request}`,
        }),
    cli.say({
      en: 'The operator may ask you to read out the keys’ SHA-256:',
      vi: 'Đơn vị vận hành có thể đề nghị bạn đọc SHA-256 của các khóa:',
    }),
    ...block(
      output,
      keys.map(({ subject, sha256 }) => [subject, fingerprint(sha256)] as const),
    ),
    '',
    cli.say({
      en: `Next: send request.pem to the operator of the axis. With the answer: edoc agent init --dir ${folder} --enrolment FILE`,
      vi: `Bước tiếp theo: gửi request.pem cho đơn vị vận hành trục. Khi có trả lời: edoc agent init --dir ${folder} --enrolment FILE`,
    }),
  );
  return exitCodes.ok;
}

async function complete(cli: Cli, folder: string, file: string, options: InitOptions) {
  const root = options.rootSha256;
  const { readEnrolment } = await import('../../axis/index.js');
  const { completeAgent } = await import('../files/agent-enrolment.js');
  const enrolment = readEnrolment((await readFileWithin(file, mostEnrolmentOctets)).toString('utf8'));
  const { config, node, agencies, roots, keptRoots } = await completeAgent(folder, enrolment, {
    at: new Date(),
    root,
    passphrase: await passphraseFrom(options),
  });
  const { output } = cli;
  const { axis } = enrolment;
  output.document({
    directory: folder,
    config,
    axis,
    node,
    agencies,
    rootSha256: roots,
    keptRootSha256: keptRoots,
  });
  output.print(
    cli.say({
      en: `Node ${node} is set up for the axis “${clean(enrolment.axis)}”: ${config}`,
      vi: `Đã thiết lập nút ${node} cho trục “${clean(enrolment.axis)}”: ${config}`,
    }),
    ...table(
      output,
      [
        { title: cli.say({ en: 'Code', vi: 'Mã' }), cell: ({ code }) => code },
        { title: cli.say({ en: 'Agency', vi: 'Cơ quan' }), cell: ({ name }) => clean(name), flexible: true },
        {
          title: cli.say({ en: 'Certificate until', vi: 'Chứng thư đến' }),
          cell: ({ notAfter }) => timeText(notAfter, output.language),
        },
      ],
      agencies,
    ),
  );
  if (root === undefined) {
    output.print(
      cli.say({
        en: 'Compare the root of the axis with what the operator tells you by another way (SHA-256):',
        vi: 'Hãy đối chiếu chứng thư gốc của trục với thông tin đơn vị vận hành cung cấp qua kênh khác (SHA-256):',
      }),
      ...roots.map((sha256) => `  ${fingerprint(sha256)}`),
    );
  }
  if (keptRoots.length > 0) {
    output.print(
      cli.say({
        en: 'The node trusts these other roots too, as before; take out of its trust file what it should not (SHA-256):',
        vi: 'Nút vẫn tin cậy các chứng thư gốc khác đã có từ trước; hãy xóa khỏi tệp tin cậy những chứng thư không còn dùng (SHA-256):',
      }),
      ...keptRoots.map((sha256) => `  ${fingerprint(sha256)}`),
    );
  }
  output.print(
    '',
    cli.say({
      en: `Next: edoc agent run --agent ${folder}`,
      vi: `Bước tiếp theo: edoc agent run --agent ${folder}`,
    }),
  );
  return exitCodes.ok;
}
