/** The operator's work goes over a broker that may just be away, and is done again until it is done. */
import { setTimeout as delay } from 'node:timers/promises';

const pauseMs = 250;

/** @throws what the last attempt threw, after `withinMs` */
export async function patiently<Result>(run: () => Promise<Result>, withinMs = 60_000): Promise<Result> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    try {
      return await run();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await delay(pauseMs);
    }
  }
}
