/**
 * `npm run test:cluster [-- --seconds 20 --rate 200 --warm-up 30]`: three real brokers on this machine, lost one after the other and two at
 * once under load. Ends with 1 where anything was lost, came twice, or did not resume in time.
 */
import { parseArgs } from 'node:util';
import { rehearse } from './rehearsal.js';
import { Rig } from './rig.js';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '20' },
    rate: { type: 'string', default: '200' },
    'warm-up': { type: 'string', default: '30' },
  },
});
const plan = {
  seconds: Number(values.seconds),
  rate: Number(values.rate),
  warmUpSeconds: Number(values['warm-up']),
};
const began = performance.now();
console.log(`Three brokers, three agents, ${plan.rate} documents/s handed in, ${plan.seconds} s a phase`);
const rig = await Rig.start();
try {
  console.log(`  started            ${Math.round((performance.now() - began) / 1_000)} s; ${rig.version}`);
  const { wrong, gaps, returnGap, quietGap, perSecond, ...figures } = await rehearse(rig, plan, console.log);
  for (const [what, figure] of Object.entries(figures)) console.log(`  ${what.padEnd(18)} ${figure}`);
  console.log(`  ${'longest gap'.padEnd(18)} ${Math.max(...gaps).toFixed(1)} s with one broker lost`);
  console.log(`  ${'seconds'.padEnd(18)} ${Math.round((performance.now() - began) / 1_000)}`);
  for (const words of wrong) console.log(`  WRONG: ${words}`);
  if (wrong.length > 0) process.exitCode = 1;
} finally {
  await rig.stop();
}
