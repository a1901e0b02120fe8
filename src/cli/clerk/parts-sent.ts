/** How far large attachments are on their way to the broker. */
import type { PartProgress } from '../../store/index.js';
import type { Cli } from '../command.js';
import { clean, numberText } from '../terminal/text.js';

/** A line for each attachment that is on its way. */
export function partLines(cli: Cli, progress: readonly PartProgress[]): string[] {
  const number = (count: number) => numberText(count, cli.output.language);
  return progress.map(({ name, node, parts, confirmed }) => {
    const [done, all] = [number(confirmed), number(parts)];
    return cli.say(
      node === undefined
        ? {
            en: `${clean(name)}: ${done} of ${all} parts at the broker`,
            vi: `${clean(name)}: ${done}/${all} phần đã đến máy chủ trung chuyển`,
          }
        : {
            en: `${clean(name)}: ${done} of ${all} parts that node ${node} asked for again at the broker`,
            vi: `${clean(name)}: ${done}/${all} phần gửi lại theo yêu cầu của nút ${node} đã đến máy chủ trung chuyển`,
          },
    );
  });
}
