/**
 * `npm run test:away [-- --documents 10000 --full 20 --disk mounted|limited]`: a recipient is away for a day, by the clock, while
 * documents for it are written; then it comes back and its disk fills twice. Ends with 1 where anything was lost, came twice or out
 * of order, or where a sender was told what is not so.
 */
import { parseArgs } from 'node:util';
import type { DiskKind } from './disk.js';
import { run } from './run.js';

const { values } = parseArgs({
  options: {
    documents: { type: 'string', default: '10000' },
    full: { type: 'string', default: '20' },
    disk: { type: 'string' },
  },
});
const disk: DiskKind | undefined =
  values.disk === 'mounted' || values.disk === 'limited' ? values.disk : undefined;
const plan = {
  documents: Number(values.documents),
  fullMs: Number(values.full) * 1_000,
  ...(disk === undefined ? {} : { disk }),
};
const began = performance.now();
const { wrong, ...figures } = await run(plan, (line) => console.log(`  ${line}`));
for (const [what, figure] of Object.entries(figures)) console.log(`  ${what.padEnd(18)} ${figure}`);
console.log(`  ${'seconds'.padEnd(18)} ${Math.round((performance.now() - began) / 1_000)}`);
for (const words of wrong.slice(0, 50)) console.log(`  WRONG: ${words}`);
if (wrong.length > 0) process.exitCode = 1;
