/** Tests that `.ci/run` always makes and `npm test` leaves out, for it is to end within ten minutes on two cores. */
import type { Context } from 'mocha';

/** Skips, aloud, what is called in a `before` or in a test, but where EDOC_CI_LONG is set. @param command the same by itself */
export function onlyInTheLongForm(test: Context, command: string): void {
  if (process.env['EDOC_CI_LONG'] !== undefined) return;
  console.log(`      SKIPPED: EDOC_CI_LONG is not set, as .ci/run sets it; by itself: ${command}`);
  test.skip();
}
