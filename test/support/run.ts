/**
 * What mocha runs around a whole test run. Where it shares the files out among processes, each has a broker of its own, which
 * ends with its process (`src/broker/private/lifeline.ts`).
 */
import { stopSharedBroker } from './broker.js';

export async function mochaGlobalTeardown(): Promise<void> {
  await stopSharedBroker();
}
