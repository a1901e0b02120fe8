/**
 * `npm run bench`: each figure with the floor or the bar beside it, and the ratio, from one run. `npm run bench -- NAME`
 * runs one of them; a bar that was missed makes it end with 1; `documents` and `large` take options behind their name. `npm run bench -- large` is only run by its name: it
 * fills gigabytes of disk for a while.
 */
import { benchDocuments } from './documents.js';
import { benchExchange } from './exchange.js';
import { benchInbox } from './inbox.js';
import { benchLarge } from './large.js';
import { benchSigning } from './signing.js';
import { benchStartup } from './startup.js';
import { benchVerify } from './verify.js';

const benchmarks: Readonly<Record<string, (print: (line: string) => void) => Promise<unknown>>> = {
  documents: (print) => benchDocuments([], print),
  exchange: benchExchange,
  inbox: benchInbox,
  signing: (print) => benchSigning(print),
  startup: benchStartup,
  verify: (print) => benchVerify(print),
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in benchmarks));
const withOptions = { documents: benchDocuments, large: benchLarge };
const named = Object.entries(withOptions).find(
  ([name]) => name === wanted[0] && (name === 'large' || wanted.length > 1),
);
if (named) {
  const kept = await named[1](wanted.slice(1), (line) => process.stdout.write(`${line}\n`));
  process.exitCode = kept ? 0 : 1;
} else if (unknown.length > 0) {
  const names = [...Object.keys(benchmarks), 'large'].join(', ');
  process.stderr.write(`There is no benchmark ${unknown.join(', ')}; there are ${names}.\n`);
  process.exitCode = 2;
} else {
  for (const [name, run] of Object.entries(benchmarks)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    process.stdout.write(`\n${name}\n`);
    // Those that hold a bar against their figures answer false where one was missed.
    if ((await run((line) => process.stdout.write(`  ${line}\n`))) === false) process.exitCode = 1;
  }
}
