/** The words for the argument by which people name a document. */
import type { Command } from 'commander';
import type { Cli } from '../command.js';

export function describeId(cli: Cli, command: Command): Command {
  return cli.argument(command, 'id', {
    en: 'packet id, its first six or more characters, or number/notation: 7816/VPCP-KSTT',
    vi: 'mã gói tin, từ sáu ký tự đầu trở lên, hoặc số/ký hiệu: 7816/VPCP-KSTT',
  });
}
