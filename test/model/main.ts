/**
 * `npm run test:model [-- --deep --setting 'two recalls' --states 5000000]`: searches every state of the protocol that can be reached and
 * prints the shortest way to the first that is wrong. Then it shows what each faulty node is found out by. Ends with 1 where the
 * true protocol is wrong, or a faulty one is not found out.
 */
import { parseArgs } from 'node:util';
import { type Found, search, tell } from './search.js';
import type { Fault, Setting } from './setting.js';
import { deep, quick, showing } from './settings.js';

const { values } = parseArgs({
  options: {
    deep: { type: 'boolean', default: false },
    setting: { type: 'string', default: '' },
    states: { type: 'string', default: '8000000' },
  },
});
const settings = values.deep ? [...quick, ...deep] : quick;

for (const setting of settings.filter(({ name }) => name.includes(values.setting))) {
  if (run(setting)) process.exitCode = 1;
}
for (const [name, setting] of Object.entries(values.setting === '' ? showing : {})) {
  if (!run({ ...setting, name: 'found out', faults: [name as Fault] })) process.exitCode = 1;
}

/** True where something is wrong. */
function run(setting: Setting): boolean {
  const began = performance.now();
  const found = searched(setting);
  if (!found) return true;
  const { states, steps, atRest, counterexample } = found;
  const seconds = ((performance.now() - began) / 1_000).toFixed(1);
  const figures = `${states.toLocaleString('en-US')} states, ${steps.toLocaleString('en-US')} steps, ${atRest} at rest, ${seconds} s`;
  if (counterexample) console.log(`\n${tell(setting, counterexample)}`);
  else console.log(`${setting.name}: nothing wrong in ${figures}`);
  return counterexample !== undefined;
}

/** Undefined where there are more states than asked for; said, since then nothing is known. */
function searched(setting: Setting): Found | undefined {
  try {
    return search(setting, Number(values.states));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    console.log(`NOT SEARCHED ${error.message}`);
    return undefined;
  }
}
