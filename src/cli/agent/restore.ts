/** `edoc agent restore`: a node from its backup, in an empty directory. */
import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Command } from 'commander';
import { EdocError } from '../../errors.js';
import type { BackupManifest } from '../../store/index.js';
import type { Cli } from '../command.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { clean, timeText } from '../terminal/text.js';

interface RestoreOptions {
  readonly dir?: string;
  readonly snapshot?: string;
  readonly list?: true;
}

export function agentRestoreCommand(cli: Cli): Command {
  const command = cli
    .command(
      'restore <folder>',
      { en: 'bring a node back from a backup', vi: 'khôi phục nút từ bản sao lưu' },
      {
        en:
          'Reads a backup to its end, and puts it into a directory where there is no node. Started on it, the agent asks the ' +
          'other nodes for everything younger than the backup, and edoc agent status says how far that is. Never writes over ' +
          'what is there. After a restore that was interrupted no agent starts: run the same command again. The node that the ' +
          'backup is of must not run any more.',
        vi:
          'Đọc và kiểm tra toàn bộ bản sao lưu rồi đặt vào thư mục chưa có nút. Khi khởi động, nút xin các nút khác gửi lại mọi ' +
          'dữ liệu mới hơn bản sao lưu; edoc agent status cho biết tiến độ. Không bao giờ ghi đè. Nếu lần khôi phục bị ngắt ' +
          'giữa chừng, nút sẽ không khởi động: hãy chạy lại chính lệnh này. Nút gốc của bản sao lưu không được hoạt động nữa.',
      },
    )
    .option(
      '--dir <directory>',
      cli.say({
        en: 'the new directory of the agent (else --agent, EDOC_AGENT, the current one)',
        vi: 'thư mục mới của nút (nếu không: --agent, EDOC_AGENT, thư mục hiện tại)',
      }),
    )
    .option(
      '--snapshot <name>',
      cli.say({ en: 'which backup; the latest', vi: 'bản sao lưu nào; mặc định là bản mới nhất' }),
    )
    .option(
      '--list',
      cli.say({ en: 'show the backups in the folder', vi: 'liệt kê các bản sao lưu trong thư mục' }),
    )
    .addHelpText(
      'after',
      cli.examples(
        ['edoc agent restore /backup/h41 --list', { en: 'what there is', vi: 'có những bản nào' }],
        ['edoc agent restore /backup/h41 --dir /srv/edoc/h41', { en: 'the latest one', vi: 'bản mới nhất' }],
      ),
    )
    .action(
      cli.action((folder: string, options: RestoreOptions) =>
        whileHeld(resolve(folder), (from) => (options.list ? list(cli, from) : restore(cli, from, options))),
      ),
    );
  return cli.argument(command, 'folder', { en: 'with the backups', vi: 'thư mục chứa các bản sao lưu' });
}

/** No backup leaves the folder meanwhile. */
async function whileHeld(folder: string, run: (folder: string) => Promise<ExitCode>): Promise<ExitCode> {
  const { whileReadingBackups } = await import('../../store/index.js');
  return whileReadingBackups(folder, () => run(folder));
}

async function list(cli: Cli, folder: string): Promise<ExitCode> {
  const { listBackups, readManifest } = await import('../../store/index.js');
  const backups: BackupManifest[] = [];
  for (const name of await listBackups(folder)) backups.push(await readManifest(folder, name));
  cli.output.document({ backups });
  for (const { name, node, at } of backups) {
    cli.output.print(`${name}  ${clean(node)}  ${timeText(at, cli.output.language)}`);
  }
  return exitCodes.ok;
}

async function restore(cli: Cli, from: string, { dir, snapshot }: RestoreOptions): Promise<ExitCode> {
  const { backupFile, isRestoring, listBackups, readManifest, restoreBackup } = await import(
    '../../store/index.js'
  );
  const { startProgress } = await import('../terminal/progress-bar.js');
  const directory = resolve(dir ?? cli.agentDirectory);
  const name = snapshot ?? (await listBackups(from)).at(-1) ?? '';
  const { database, contents } = await readManifest(from, name);
  const folder = await dataFolder(directory, backupFile(from, name, 'agent.json'));
  // What an earlier try left is put anew.
  if (!(await isRestoring(folder, directory))) await requireNoAgent(directory);
  const progress = await startProgress(cli.output, 2 * database.size + 2 * contents.octets, {
    shown: true,
    octets: true,
  });
  let manifest: BackupManifest;
  try {
    manifest = await restoreBackup({
      from,
      name,
      folder,
      directory,
      now: () => new Date(),
      prepared: ({ files }) => putFiles(from, name, directory, files),
      progress: (_phase, octets) => progress.advance(octets),
    });
  } finally {
    progress.stop();
  }
  const { node, at, leftOut } = manifest;
  cli.output.document({ directory, node, backup: name, at, leftOut });
  const { output } = cli;
  output.print(
    output.style('green', cli.say({ en: '✔ Restored', vi: '✔ Đã khôi phục' })),
    `  ${cli.say({ en: 'Node', vi: 'Nút' })} ${clean(node)}, ${cli.say({ en: 'as of', vi: 'tại thời điểm' })} ${timeText(at, output.language)}`,
    `  ${directory}`,
  );
  output.note(
    cli.say({
      en:
        `Before it is started, put back what was not in the backup: ${leftOut.map(clean).join(', ')}.\n` +
        'Make sure that the old node does not run. Then start the agent and ask the operator to run edoc axis publish.\n' +
        'Send nothing again until edoc agent status says that the recovery is over: it comes back by itself.',
      vi:
        `Trước khi khởi động, hãy đặt lại những gì không có trong bản sao lưu: ${leftOut.map(clean).join(', ')}.\n` +
        'Bảo đảm nút cũ không còn hoạt động. Sau đó khởi động nút và đề nghị đơn vị vận hành chạy edoc axis publish.\n' +
        'Không gửi lại văn bản nào cho đến khi edoc agent status báo khôi phục xong: văn bản sẽ tự trở lại.',
    }),
  );
  return exitCodes.ok;
}

/** @throws EdocError `restore.not-empty` */
async function requireNoAgent(directory: string): Promise<void> {
  const { readIfPresent } = await import('../files/private-file.js');
  const there = await readIfPresent(join(directory, 'agent.json'));
  if (there !== undefined) {
    throw new EdocError('restore.not-empty', { detail: { folder: directory, file: 'agent.json' } });
  }
}

/** Where the configuration in the backup has the store. */
async function dataFolder(directory: string, file: string): Promise<string> {
  const [{ parseAgentConfig }, { fileError }] = await Promise.all([
    import('../../agent/index.js'),
    import('../files-read.js'),
  ]);
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw fileError(file, error);
  });
  return resolve(directory, parseAgentConfig(JSON.parse(text)).data);
}

/** For their owner alone, all of them: keys may be among them. */
async function putFiles(
  from: string,
  name: string,
  directory: string,
  files: BackupManifest['files'],
): Promise<void> {
  const [{ backupFile }, { makeSecretFolder, removeUnfinished, writeSecretFile }] = await Promise.all([
    import('../../store/index.js'),
    import('../files/private-file.js'),
  ]);
  for (const { path } of files) {
    const target = join(directory, path);
    // The description of a backup is a file like any other: it does not say where to write outside the directory.
    if (!target.startsWith(`${directory}/`)) throw new EdocError('backup.malformed', { detail: { name } });
    await makeSecretFolder(dirname(target));
    await removeUnfinished(target);
    await writeSecretFile(target, await readFile(backupFile(from, name, path)));
  }
}
