/** `edoc agent run`: the agent in the foreground, until it is told to stop. */
import type { Command } from 'commander';
import type { Cli } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { firstSignal, stdinEnd } from '../terminal/signals.js';

export function agentRunCommand(cli: Cli): Command {
  return cli
    .command(
      'run',
      { en: 'run the agent in the foreground', vi: 'chạy nút ở chế độ nền trước' },
      {
        en:
          'Runs the agent of the directory until SIGTERM or Ctrl-C. Its log goes to standard error, one JSON object a line; ' +
          'the line "agent.ready" says that clerks can work. On a signal it takes nothing new, finishes what is under way ' +
          'and ends with code 0.',
        vi:
          'Chạy nút của thư mục cho đến khi nhận SIGTERM hoặc Ctrl-C. Nhật ký ghi ra đầu ra lỗi chuẩn, mỗi dòng một đối tượng ' +
          'JSON; dòng "agent.ready" cho biết văn thư có thể làm việc. Khi nhận tín hiệu, nút không nhận việc mới, làm xong ' +
          'việc đang dở và kết thúc với mã 0.',
      },
    )
    .addHelpText(
      'after',
      cli.examples(
        [
          'edoc agent run --agent /srv/edoc/h41',
          { en: 'run the agent of this directory', vi: 'chạy nút của thư mục này' },
        ],
        [
          'edoc agent run --agent /srv/edoc/h41 2>> /var/log/edoc-h41.log',
          { en: 'keep its log in a file', vi: 'ghi nhật ký vào tệp' },
        ],
      ),
    )
    .option(
      '--until-stdin-ends',
      cli.say({
        en: 'stop also when standard input ends: for a parent that may be killed',
        vi: 'dừng cả khi đầu vào chuẩn kết thúc: dùng khi tiến trình cha có thể bị dừng đột ngột',
      }),
    )
    .action(
      cli.action(async ({ untilStdinEnds }: { readonly untilStdinEnds?: true }) => {
        const { startAgentProcess } = await import('./process.js');
        const signal = untilStdinEnds ? Promise.race([firstSignal(), stdinEnd()]) : firstSignal();
        const agent = await startAgentProcess(cli.agentDirectory);
        agent.log.info('agent.stopping', { kind: await signal });
        // Still open after a signal, it would keep the process alive.
        if (untilStdinEnds) process.stdin.pause();
        await agent.stop();
        return exitCodes.ok;
      }),
    );
}
