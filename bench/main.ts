/**
 * `npm run bench`: each figure with the floor or the bar beside it, and the ratio, from one run. `npm run bench -- NAME`
 * runs one of them.
 */
import { benchExchange } from './exchange.js';
import { benchInbox } from './inbox.js';
import { benchSigning } from './signing.js';
import { benchStartup } from './startup.js';

const benchmarks: Readonly<Record<string, (print: (line: string) => void) => Promise<unknown>>> = {
  exchange: benchExchange,
  inbox: benchInbox,
  signing: (print) => benchSigning(print),
  startup: benchStartup,
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in benchmarks));
if (unknown.length > 0) {
  process.stderr.write(
    `There is no benchmark ${unknown.join(', ')}; there are ${Object.keys(benchmarks).join(', ')}.\n`,
  );
  process.exitCode = 2;
} else {
  for (const [name, run] of Object.entries(benchmarks)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    process.stdout.write(`\n${name}\n`);
    await run((line) => process.stdout.write(`  ${line}\n`));
  }
}
