/**
 * An agent as a process of its own, put together by the program's own composition root, that a campaign starts: with a clock
 * that can be set from outside, with shorter pauses than an agency's, and, where asked, wrong on purpose in one point.
 *
 * `node agent-main.js DIRECTORY BROKER-URL [AHEAD-MS] [PLANTED]`. Each line of standard input sets the clock: by how many milliseconds it
 * is ahead. It ends with standard input, or on SIGTERM.
 */
import { createInterface } from 'node:readline';
import type { AgentContext } from '../../src/agent/index.js';
import { startAgentProcess } from '../../src/cli/agent/process.js';
import { plant } from './planted.js';
import { quick } from './quick.js';

const [directory = '', url = '', ahead = '0', planted] = process.argv.slice(2);
let aheadMs = Number(ahead);
const now = () => new Date(Date.now() + aheadMs);

function context(made: AgentContext): AgentContext {
  const changed = {
    ...made,
    clock: { ...made.clock, now },
    policy: { ...made.policy, ...quick.policy },
  };
  return planted === undefined ? changed : plant(planted, changed);
}

const ended = new Promise<void>((resolve) => {
  createInterface({ input: process.stdin })
    .on('line', (line) => {
      aheadMs = Number(line);
    })
    .once('close', resolve);
  process.once('SIGTERM', () => resolve());
});
const agent = await startAgentProcess(directory, { bus: { ...quick.bus, urls: [url], now }, context });
await ended;
process.stdin.destroy();
await agent.stop();
