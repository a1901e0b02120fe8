/** A process that opens a prepared store, begins the write of a case and ends itself at a COMMIT. `METHOD before|after NUMBER FOLDER` */
import { openStore } from '../../src/store/index.js';
import { start } from '../store/samples.js';
import { aroundCommits } from './commits.js';
import { unitCases } from './unit-cases.js';

const [, , method = '', moment, number, folder = ''] = process.argv;
const found = Object.entries(unitCases).find(([name]) => name === method);
if (!found) throw new Error(`no case for ${method}`);
const store = await openStore({ folder, now: () => start });
await aroundCommits(
  async (now, count) => {
    if (now === moment && String(count) === number) process.kill(process.pid, 'SIGKILL');
  },
  () => found[1].write(store),
);
