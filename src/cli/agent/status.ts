/** `edoc agent status`: is the agent well, and how much is where. */
import type { Command } from 'commander';
import type { AgentStatus } from '../../agent/index.js';
import { EdocError, isEdocError } from '../../errors.js';
import type { StoreCounts } from '../../store/index.js';
import type { Cli } from '../command.js';
import { type ExitCode, exitCodeOf, exitCodes } from '../exit-codes.js';
import type { Words } from '../terminal/language.js';
import { clean, numberText, timeText } from '../terminal/text.js';
import type { AgentPlace } from './directory.js';

export function agentStatusCommand(cli: Cli): Command {
  return cli
    .command(
      'status',
      { en: 'show whether the agent is well', vi: 'xem tình trạng của nút' },
      {
        en:
          'Asks the running agent: its connection, its directory, its certificates, and how many documents are where. When it ' +
          'is not running, says so, shows what the store tells, and ends with code 3; with code 1 when something is wrong.',
        vi:
          'Hỏi nút đang chạy: kết nối, danh bạ, chứng thư và số văn bản ở từng trạng thái. Nếu nút chưa chạy thì báo rõ, hiển ' +
          'thị số liệu trong kho và kết thúc với mã 3; kết thúc với mã 1 nếu có sự cố.',
      },
    )
    .addHelpText(
      'after',
      cli.examples(
        ['edoc agent status', { en: 'of the agent here', vi: 'của nút tại đây' }],
        [
          'edoc agent status --agent /srv/edoc/h41 --json',
          { en: 'for monitoring', vi: 'dùng cho hệ thống giám sát' },
        ],
      ),
    )
    .action(cli.action(() => showStatus(cli)));
}

async function showStatus(cli: Cli): Promise<ExitCode> {
  const { readAgentPlace } = await import('./directory.js');
  const place = await readAgentPlace(cli.agentDirectory);
  const status = await askAgent(place);
  const counts = await readCounts(place);
  if (isEdocError(status)) {
    cli.output.document({
      running: false,
      node: place.config.node,
      error: cli.output.errorJson(status),
      counts,
    });
    const state = cli.output.style('red', cli.say({ en: '● not running', vi: '● chưa chạy' }));
    cli.output.print(`${cli.say({ en: 'Node', vi: 'Nút' })}  ${place.config.node}  ${state}`);
    cli.output.note(cli.output.errorText(status).trimEnd());
    await printCounts(cli, counts);
    return exitCodeOf(status);
  }
  cli.output.document({
    running: true,
    ...status,
    findings: status.findings.map((finding) => cli.output.findingJson(finding)),
    counts,
  });
  await printStatus(cli, status);
  await printCounts(cli, counts, true);
  return status.healthy ? exitCodes.ok : exitCodes.failed;
}

async function askAgent({ config }: AgentPlace): Promise<AgentStatus | EdocError> {
  const { doorClient } = await import('../../door/index.js');
  try {
    return await doorClient(config.socket).status();
  } catch (error) {
    if (error instanceof EdocError) return error;
    throw error;
  }
}

/** Undefined where the agent has never run: there is no store yet. */
async function readCounts({ config }: AgentPlace): Promise<StoreCounts | undefined> {
  const { openReader } = await import('../../store/index.js');
  try {
    const register = await openReader(config.data);
    try {
      return await register.counts();
    } finally {
      await register.close();
    }
  } catch (error) {
    if (isEdocError(error, 'store.missing')) return undefined;
    throw error;
  }
}

const brokerWords: Readonly<Record<AgentStatus['broker'], Words>> = {
  connected: { en: 'connected', vi: 'đã kết nối' },
  connecting: { en: 'not connected, trying', vi: 'chưa kết nối, đang thử' },
  blocked: { en: 'the broker takes nothing at present', vi: 'máy chủ trung chuyển tạm thời không nhận' },
  closed: { en: 'closed', vi: 'đã đóng' },
};

async function printStatus(cli: Cli, status: AgentStatus): Promise<void> {
  const { output } = cli;
  const { language } = output;
  const { block } = await import('../terminal/table.js');
  const { directory, log } = status;
  const health = status.healthy
    ? output.style('green', cli.say({ en: '● well', vi: '● tốt' }))
    : output.style('red', cli.say({ en: '● something is wrong', vi: '● có sự cố' }));
  output.print(
    ...block(output, [
      [cli.say({ en: 'Node', vi: 'Nút' }), `${status.node}  ${health}`],
      [cli.say({ en: 'Running since', vi: 'Chạy từ' }), timeText(status.startedAt, language)],
      [cli.say({ en: 'Broker', vi: 'Máy chủ trung chuyển' }), cli.say(brokerWords[status.broker])],
      [
        cli.say({ en: 'Directory', vi: 'Danh bạ' }),
        directory &&
          cli.say({
            en: `version ${directory.version}, valid until ${timeText(directory.validUntil, 'en')}`,
            vi: `phiên bản ${directory.version}, hiệu lực đến ${timeText(directory.validUntil, 'vi')}`,
          }),
      ],
      [
        cli.say({ en: 'Agencies', vi: 'Cơ quan' }),
        status.agencies
          .map(({ code, name, certificateNotAfter }) => {
            const until = timeText(certificateNotAfter, language);
            const words = cli.say({ en: `certificate until ${until}`, vi: `chứng thư đến ${until}` });
            return `${clean(code)} ${clean(name)} (${words})`;
          })
          .join('\n'),
      ],
      [cli.say({ en: 'Evidence', vi: 'Chứng cứ' }), evidenceText(cli, status)],
      [
        cli.say({ en: 'Event log', vi: 'Nhật ký sự kiện' }),
        cli.say({
          en: `${log.sequence} entries, the last with the digest ${log.hash.slice(0, 16)}…`,
          vi: `${log.sequence} mục, giá trị băm cuối ${log.hash.slice(0, 16)}…`,
        }),
      ],
    ]),
  );
  for (const finding of status.findings) output.print(output.findingText(finding));
  const { workTable } = await import('./work.js');
  const waiting = workTable(cli, status.work);
  if (waiting.length > 0) output.print('', ...waiting);
}

function evidenceText(cli: Cli, { evidence }: AgentStatus): string | undefined {
  if (!evidence) return undefined;
  const { language } = cli.output;
  const count = (level: 'B' | 'T' | 'LT' | 'LTA') => numberText(evidence.levels[level], language);
  const levels = (['LTA', 'LT', 'T', 'B'] as const)
    .filter((level) => evidence.levels[level] > 0)
    .map((level) => `${level} ${count(level)}`);
  const since = evidence.oldest && timeText(evidence.oldest, language);
  const waiting =
    since === undefined
      ? ''
      : cli.say({ en: `; the oldest waits since ${since}`, vi: `; tệp chờ lâu nhất từ ${since}` });
  return `${levels.join(', ')}${waiting}`;
}

/** @param running what waits was shown already, with its age */
async function printCounts(cli: Cli, counts: StoreCounts | undefined, running = false): Promise<void> {
  if (!counts || cli.output.json) return;
  const { output } = cli;
  const { block } = await import('../terminal/table.js');
  const { inboxWords, outboxWords } = await import('../clerk/state-words.js');
  const sum = (box: 'in' | 'out') => {
    const states = new Map<string, number>();
    for (const entry of counts.entries) {
      if (entry.box === box) states.set(entry.state, (states.get(entry.state) ?? 0) + entry.count);
    }
    const words = box === 'in' ? inboxWords : outboxWords;
    const parts = [...states].map(
      ([state, count]) => `${cli.say(words(state))} ${numberText(count, output.language)}`,
    );
    return parts.length === 0 ? '0' : parts.join(', ');
  };
  const number = (count: number) => (count === 0 ? undefined : numberText(count, output.language));
  const waiting = (count: number) => (running ? undefined : number(count));
  const { packets, receipts } = counts.waiting;
  output.print(
    '',
    ...block(output, [
      [cli.say({ en: 'Received', vi: 'Văn bản đến' }), sum('in')],
      [cli.say({ en: 'Sent', vi: 'Văn bản đi' }), sum('out')],
      [cli.say({ en: 'With problems', vi: 'Có vướng mắc' }), number(counts.withProblems)],
      [cli.say({ en: 'Waiting to go out', vi: 'Chờ gửi' }), waiting(packets + receipts)],
      [cli.say({ en: 'Large attachments', vi: 'Tệp lớn' }), partsText(cli, counts)],
      [cli.say({ en: 'Without receipt yet', vi: 'Chưa có biên nhận' }), waiting(counts.unanswered)],
      [cli.say({ en: 'In quarantine', vi: 'Bị cách ly' }), waiting(counts.quarantined)],
    ]),
  );
}

function partsText(cli: Cli, { inParts: { documents, parts, confirmed } }: StoreCounts): string | undefined {
  if (documents === 0) return undefined;
  const number = (count: number) => numberText(count, cli.output.language);
  return cli.say({
    en: `of ${number(documents)} on the way: ${number(confirmed)} of ${number(parts)} parts at the broker`,
    vi: `của ${number(documents)} văn bản đang gửi: ${number(confirmed)}/${number(parts)} phần đã đến máy chủ trung chuyển`,
  });
}
