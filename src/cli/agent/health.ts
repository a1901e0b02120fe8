/** `edoc agent health`: one answer for a monitor. Its JSON is described in `docs/operations.md`. */
import type { Command } from 'commander';
import type { AgentStatus } from '../../agent/index.js';
import { type EdocError, isEdocError } from '../../errors.js';
import type { Cli } from '../command.js';
import { type ExitCode, exitCodeOf, exitCodes } from '../exit-codes.js';
import type { Words } from '../terminal/language.js';

type Health = 'ok' | 'warning' | 'critical' | 'down';

const words: Readonly<Record<Health, Words>> = {
  ok: { en: 'OK', vi: 'TỐT' },
  warning: { en: 'WARNING', vi: 'CẢNH BÁO' },
  critical: { en: 'CRITICAL', vi: 'NGHIÊM TRỌNG' },
  down: { en: 'DOWN', vi: 'NGỪNG' },
};

export function agentHealthCommand(cli: Cli): Command {
  return cli
    .command(
      'health',
      { en: 'one answer for a monitor', vi: 'một câu trả lời cho hệ thống giám sát' },
      {
        en:
          'Says in one line whether somebody has to look at the agent. Code 0: all is well. 1: something is wrong ' +
          '(critical) or is stuck or needs attention (warning). 3: the agent does not run (down). With --json the members ' +
          'status, node, now, findings and work.',
        vi:
          'Cho biết trong một dòng có cần xem xét nút hay không. Mã 0: mọi thứ đều tốt. 1: có sự cố (critical) hoặc có việc bị tắc, ' +
          'cần chú ý (warning). 3: nút không chạy (down). Với --json có các trường status, node, now, findings và work.',
      },
    )
    .addHelpText(
      'after',
      cli.examples(
        [
          'edoc agent health',
          { en: 'from a monitor or a timer', vi: 'từ hệ thống giám sát hoặc bộ hẹn giờ' },
        ],
        ['edoc agent health --json', { en: 'with everything that waits', vi: 'kèm mọi việc đang chờ' }],
      ),
    )
    .action(cli.action(() => health(cli)));
}

async function health(cli: Cli): Promise<ExitCode> {
  const [{ readAgentPlace }, { doorClient }] = await Promise.all([
    import('./directory.js'),
    import('../../door/index.js'),
  ]);
  const { config } = await readAgentPlace(cli.agentDirectory);
  const { output } = cli;
  let status: AgentStatus;
  try {
    status = await doorClient(config.socket).status();
  } catch (error) {
    if (!isEdocError(error)) throw error;
    return down(cli, config.node, error);
  }
  const { node, now, findings, work } = status;
  const level = levelOf(status);
  output.document({
    status: level,
    node,
    now,
    findings: findings.map((finding) => output.findingJson(finding)),
    work,
  });
  const codes = [...new Set(findings.map(({ code }) => code))].join(', ');
  output.print(`${cli.say(words[level])} ${node}${codes === '' ? '' : `: ${codes}`}`);
  return level === 'ok' ? exitCodes.ok : exitCodes.failed;
}

function levelOf({ findings }: AgentStatus): Health {
  if (findings.some(({ severity }) => severity === 'error')) return 'critical';
  return findings.some(({ severity }) => severity === 'warning') ? 'warning' : 'ok';
}

function down(cli: Cli, node: string, error: EdocError): ExitCode {
  cli.output.document({
    status: 'down',
    node,
    now: new Date().toISOString(),
    findings: [cli.output.findingJson({ code: error.code, severity: 'error', detail: error.detail })],
    work: [],
  });
  cli.output.print(`${cli.say(words.down)} ${node}: ${error.code}`);
  return exitCodeOf(error);
}
