/** One call of `edoc evidence reconcile`. */
import { type ExamineOptions, type Reconciled, reconcile, type Standing } from '../../evidence/index.js';
import type { Cli } from '../command.js';
import type { Words } from '../terminal/language.js';
import type { Output } from '../terminal/output.js';
import { table } from '../terminal/table.js';
import { clean } from '../terminal/text.js';
import { type JudgingOptions, readJudging } from '../verify/judging.js';
import { examiningOf, revocationUsed } from '../verify/setting.js';
import { readSide, type ShownSide } from './side.js';

/** Reports and returns whether nothing is missing and nothing differs. */
export async function reconcileSides(
  cli: Cli,
  pathA: string,
  pathB: string,
  options: JudgingOptions,
): Promise<boolean> {
  const { output } = cli;
  const at = options.at ?? new Date();
  let judging: Promise<ExamineOptions> | undefined;
  // Two logs need nobody to be trusted.
  const judge = () => {
    judging ??= readJudging(cli, options, at, 'edoc evidence reconcile').then((read) =>
      examiningOf({ ...read, secondOpinion: false, onlyContainers: false }),
    );
    return judging;
  };
  const a = await readSide(cli, pathA, judge);
  const b = await readSide(cli, pathB, judge);
  const rows = reconcile(a, b);
  const invalid = [...a.invalid, ...b.invalid];
  const agrees = rows.every(({ findings }) => findings.length === 0) && invalid.length === 0;
  output.document({
    agrees,
    at: at.toISOString(),
    ...(judging ? { revocation: revocationUsed(await judging) } : {}),
    a: a.name,
    b: b.name,
    packets: rows.map((row) => ({ ...row, findings: row.findings.map((each) => output.findingJson(each)) })),
    invalid: invalid.map(({ file, findings }) => ({
      file,
      findings: findings.map((each) => output.findingJson(each)),
    })),
  });
  if (!output.json) print(output, a, b, rows);
  return agrees;
}

function print(output: Output, a: ShownSide, b: ShownSide, rows: readonly Reconciled[]): void {
  output.print(`A: ${clean(a.name)}`, `B: ${clean(b.name)}`, '');
  const columns = [
    { title: output.say({ en: 'Packet', vi: 'Gói tin' }), cell: (row: Reconciled) => row.packetId },
    {
      title: output.say({ en: 'Document', vi: 'Văn bản' }),
      cell: (row: Reconciled) => clean(row.title ?? ''),
      flexible: true,
    },
    { title: 'A', cell: (row: Reconciled) => standingText(row.a, output) },
    { title: 'B', cell: (row: Reconciled) => standingText(row.b, output) },
    {
      title: output.say({ en: 'Result', vi: 'Kết quả' }),
      cell: ({ findings }: Reconciled) =>
        findings.length === 0
          ? output.style('green', output.say({ en: '✔ agree', vi: '✔ khớp' }))
          : output.style('red', output.say({ en: '✘ differ', vi: '✘ lệch' })),
    },
  ];
  if (rows.length > 0) output.print(...table(output, columns, rows), '');
  for (const { packetId, findings } of rows) {
    if (findings.length === 0) continue;
    output.print(packetId);
    for (const finding of findings) output.print(output.findingText(finding).replace(/^/gm, '  '));
  }
  for (const { file, findings } of [...a.invalid, ...b.invalid]) {
    output.print(
      output.style(
        'red',
        output.say({
          en: `✘ Not valid, and not counted: ${clean(file)}`,
          vi: `✘ Không hợp lệ, không tính: ${clean(file)}`,
        }),
      ),
    );
    for (const finding of findings) output.print(output.findingText(finding).replace(/^/gm, '  '));
  }
}

const saysWords: Readonly<Record<Standing['says'][number], Words>> = {
  sent: { en: 'sent', vi: 'đã gửi' },
  received: { en: 'received', vi: 'đã nhận' },
  refused: { en: 'refused', vi: 'từ chối' },
  holds: { en: 'has it', vi: 'có lưu' },
};

function standingText(standing: Standing | undefined, output: Output): string {
  if (!standing) return '–';
  const said = standing.says.map((says) => output.say(saysWords[says])).join(', ');
  const count = standing.receipts.length;
  const receipts = output.say({ en: `receipts: ${count}`, vi: `biên nhận: ${count}` });
  return said === '' ? receipts : `${said}; ${receipts}`;
}
