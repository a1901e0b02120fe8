/** One call of `edoc evidence reconcile`. */
import {
  type ExamineOptions,
  type Reconciled,
  type Reconciliation,
  reconcile,
  type Standing,
} from '../../evidence/index.js';
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
  const reconciliation = reconcile(a, b);
  const { packets, agencies, withOthers } = reconciliation;
  const invalid = [...a.invalid, ...b.invalid];
  const agrees = packets.every(({ findings }) => findings.length === 0) && invalid.length === 0;
  output.document({
    agrees,
    at: at.toISOString(),
    ...(judging ? { revocation: revocationUsed(await judging) } : {}),
    a: a.name,
    b: b.name,
    agencies,
    withOthers,
    packets: packets.map((row) => ({
      ...row,
      findings: row.findings.map((each) => output.findingJson(each)),
    })),
    invalid: invalid.map(({ file, findings }) => ({
      file,
      findings: findings.map((each) => output.findingJson(each)),
    })),
  });
  if (!output.json) print(output, a, b, reconciliation);
  return agrees;
}

function print(
  output: Output,
  a: ShownSide,
  b: ShownSide,
  { packets: rows, agencies, withOthers }: Reconciliation,
): void {
  output.print(`A: ${sideText(a, agencies.a)}`, `B: ${sideText(b, agencies.b)}`, '');
  const columns = [
    { title: output.say({ en: 'Packet', vi: 'Gói tin' }), cell: (row: Reconciled) => clean(row.packetId) },
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
  else output.print(output.say(nothingBetween), '');
  if (withOthers.a + withOthers.b > 0) output.print(output.say(othersWords(withOthers)), '');
  for (const { packetId, findings } of rows) {
    if (findings.length === 0) continue;
    output.print(clean(packetId));
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

const nothingBetween = {
  en: 'No packet concerns both sides, as far as this evidence tells.',
  vi: 'Theo các chứng cứ này, không có gói tin nào liên quan đến cả hai bên.',
};

function othersWords({ a, b }: Reconciliation['withOthers']): Words {
  return {
    en: `Packets with others, in which the other side took no part and which are not compared: A ${a}, B ${b}`,
    vi: `Số gói tin trao đổi với cơ quan khác, không liên quan đến bên kia nên không đối chiếu: A ${a}, B ${b}`,
  };
}

const mostAgencies = 8;

/** The agencies are shown, for by them it is judged what was with others. */
function sideText({ name }: ShownSide, agencies: readonly string[]): string {
  if (agencies.length === 0) return clean(name);
  const shown = agencies.slice(0, mostAgencies).map(clean).join(', ');
  const left = agencies.length - mostAgencies;
  return `${clean(name)} (${shown}${left > 0 ? `, +${left}` : ''})`;
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
