/** One call of `edoc evidence reconcile`. */
import {
  type ExamineOptions,
  type Reconciled,
  type ReconcileVerdict,
  type Reconciliation,
  reconcile,
  reconcileVerdict,
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
  const verdict = reconcileVerdict(packets, { a: a.invalid.length, b: b.invalid.length });
  const agrees = verdict.outcome !== 'differ';
  output.document({
    agrees,
    verdict,
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
  if (!output.json) print(output, a, b, reconciliation, verdict);
  return agrees;
}

function print(
  output: Output,
  a: ShownSide,
  b: ShownSide,
  { packets: rows, agencies, withOthers }: Reconciliation,
  verdict: ReconcileVerdict,
): void {
  const told = verdictText(verdict, output);
  output.print(`A: ${sideText(a, agencies.a)}`, `B: ${sideText(b, agencies.b)}`, told, '');
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
  // The first line has left the screen by then.
  if (rows.length > rowsAtAGlance) output.print('', told);
}

const rowsAtAGlance = 15;

function verdictText(verdict: ReconcileVerdict, output: Output): string {
  const { outcome, compared, missing, differing, notValid } = verdict;
  if (outcome === 'nothing-compared') return output.style('yellow', output.say(nothingBetween));
  const counts: readonly (readonly [number, Words])[] = [
    [missing.a, { en: 'missing on side A', vi: 'bên A thiếu' }],
    [missing.b, { en: 'missing on side B', vi: 'bên B thiếu' }],
    [differing, { en: 'different otherwise', vi: 'lệch vì lý do khác' }],
    [notValid.a, { en: 'files of A that are not valid', vi: 'tệp không hợp lệ của bên A' }],
    [notValid.b, { en: 'files of B that are not valid', vi: 'tệp không hợp lệ của bên B' }],
  ];
  const words = [
    `${output.say({ en: 'packets compared', vi: 'gói tin đã đối chiếu' })}: ${compared}`,
    ...counts.flatMap(([count, each]) => (count === 0 ? [] : [`${output.say(each)}: ${count}`])),
  ].join('; ');
  return outcome === 'agree'
    ? output.style('green', `✔ ${output.say(agreeWords)} (${words})`)
    : output.style('red', `✘ ${output.say(differWords)} (${words})`);
}

const agreeWords = { en: 'Both sides agree', vi: 'Hai bên khớp nhau' };
const differWords = { en: 'The two sides do not agree', vi: 'Hai bên chưa khớp nhau' };

const nothingBetween = {
  en: 'Nothing was compared: no packet concerns both sides, as far as this evidence tells.',
  vi: 'Chưa đối chiếu được gì: theo các chứng cứ này, không có gói tin nào liên quan đến cả hai bên.',
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
