/** Pauses under which a campaign need not wait for hours. Nothing else is otherwise than at an agency. */
import type { AgentPolicy } from '../../src/agent/index.js';
import type { BusOptions } from '../../src/broker/index.js';

interface Quick {
  readonly policy: Partial<AgentPolicy>;
  readonly bus: Partial<BusOptions>;
}

export const quick: Quick = {
  policy: {
    retryAfterMs: [1_500, 3_000],
    // So short that a clock which jumps lets them pass.
    deadlineMs: { ordinary: 60_000, urgent: 30_000 },
    lastWaitMs: 500,
    unreachableMs: 3_000,
    silence: { repeats: 8, afterMs: 6_000, tryEveryMs: 3_000 },
    pauseMs: 200,
  },
  bus: {
    reconnect: { firstMs: 100, maxMs: 1_000 },
    requeue: { firstMs: 100, maxMs: 1_000 },
  },
};
