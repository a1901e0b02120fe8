/** The program `edoc`: takes the process's arguments and streams, and ends it with the exit code of the call. */
import { EdocError } from '../errors.js';
import { runProgram } from './program.js';
import { chooseLanguage } from './terminal/language.js';
import { Output } from './terminal/output.js';

/** As the shell shows a program that SIGPIPE ended: the reader went away, and the rest of the output with it. */
const brokenPipe = 141;

for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(brokenPipe);
    if (stream === process.stdout) sayUnwritten(error.code ?? error.name);
    process.exit(1);
  });
}

/** An export into a file on a full disk would end without a word. */
function sayUnwritten(reason: string): void {
  const language = chooseLanguage(process.argv.slice(2), process.env);
  const streams = { out: process.stdout, err: process.stderr };
  const output = new Output(streams, { language, json: false, noColour: true });
  const file = output.say({ en: 'standard output', vi: 'đầu ra chuẩn' });
  output.error(new EdocError('cli.file-unwritable', { detail: { file, reason } }));
}

process.exitCode = await runProgram({
  args: process.argv.slice(2),
  env: process.env,
  directory: process.cwd(),
  out: process.stdout,
  err: process.stderr,
});
