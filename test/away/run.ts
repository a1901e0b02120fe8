/** One run: the day, the coming back, and the reckoning. */
import { passDay } from './day.js';
import { drain } from './drain.js';
import type { Plan } from './plan.js';
import { reckon } from './reckoning.js';
import { Scene } from './scene.js';

/** What is wrong in words, and figures; the figures are printed as they are. */
export async function run(plan: Plan, say: (line: string) => void = () => {}) {
  const scene = await Scene.start(plan);
  try {
    say(`the disk is ${scene.disk.kind}`);
    const day = await passDay(scene, plan);
    const documents = [...day.correspondences.values()]
      .flat()
      .reduce((sum, one) => sum + one.documents.length, 0);
    say(`${documents} documents handed in within ${day.handInSeconds.toFixed(0)} s; the day is over`);
    const drained = await drain(scene, documents, plan);
    const reckoning = await reckon(scene, day);
    const { seconds, resumedSeconds, peakOctets } = drained;
    return {
      documents,
      disk: scene.disk.kind,
      waiting: drained.waiting,
      delivered: reckoning.delivered,
      'expired first': reckoning.expiredFirst,
      'urgent first': reckoning.urgentFirst,
      'documents/s': Math.round(documents / seconds),
      'resumed after, s': resumedSeconds.map((each) => each.toFixed(1)).join(', '),
      'peak memory, MiB': Math.round(peakOctets / 1024 ** 2),
      'log entries': reckoning.events,
      wrong: [...day.wrong, ...drained.wrong, ...reckoning.wrong],
    };
  } finally {
    await scene.stop();
  }
}
