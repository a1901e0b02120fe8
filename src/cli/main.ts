/** The program `edoc`: takes the process's arguments and streams, and ends it with the exit code of the call. */
import { runProgram } from './program.js';

/** As the shell shows a program that SIGPIPE ended: the reader went away, and the rest of the output with it. */
const brokenPipe = 141;

for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    process.exit(error.code === 'EPIPE' ? brokenPipe : 1);
  });
}

process.exitCode = await runProgram({
  args: process.argv.slice(2),
  env: process.env,
  directory: process.cwd(),
  out: process.stdout,
  err: process.stderr,
});
