/** What mocha runs around a whole test run. */
import { stopSharedBroker } from './broker.js';

export async function mochaGlobalTeardown(): Promise<void> {
  await stopSharedBroker();
}
