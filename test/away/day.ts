/** The day: clerks write in its first hours, the clock passes hour by hour, and each hour the senders are asked how it stands. */
import { eventually } from '../support/node.js';
import { type Correspondence, documentsEach, writeCorrespondence } from './correspondence.js';
import {
  alarmHour,
  away,
  hourMs,
  hoursAway,
  type Plan,
  recallHour,
  restartHours,
  senders,
  writingHours,
} from './plan.js';
import type { Scene, SenderCode } from './scene.js';
import { trackSays, untruths } from './truth.js';

export interface Day {
  readonly correspondences: ReadonlyMap<SenderCode, readonly Correspondence[]>;
  /** Sent by the one that is away, before; the senders' clerks take steps on them. By sender. */
  readonly earlier: ReadonlyMap<SenderCode, string>;
  /** Taken back while the broker was full, before they had left. */
  readonly withdrawn: readonly string[];
  readonly handInSeconds: number;
  readonly wrong: readonly string[];
}

/** Requests under way at the same time at each sender. */
const clerks = 16;
/** The steps that a clerk takes, one an hour. */
const steps = ['03', '04', '05', '06'] as const;
/** Asked with the program itself, as at a terminal. */
const askedHours: readonly number[] = [1, 22];

export async function passDay(scene: Scene, { documents }: Plan): Promise<Day> {
  const wrong: string[] = [];
  const earlier = await sendEarlier(scene);
  await scene.receiver?.stop();
  const each = Math.ceil(documents / senders.length / documentsEach / writingHours);
  const correspondences = new Map<SenderCode, Correspondence[]>(senders.map(({ code }) => [code, []]));
  const withdrawn: string[] = [];
  const begun = scene.clock.now();
  let handInMs = 0;
  for (let hour = 0; hour < hoursAway; hour += 1) {
    const isBrokerFull = hour === alarmHour;
    if (isBrokerFull) await scene.brokerDisk(true);
    if (hour < writingHours) {
      const before = performance.now();
      await Promise.all(
        [...correspondences].map(([code, written]) =>
          write(scene, code, written, each, isBrokerFull, withdrawn),
        ),
      );
      handInMs += performance.now() - before;
    }
    await clerksSteps(scene, earlier, hour);
    if (hour === recallHour) await recallSome(scene, correspondences);
    for (const { code } of senders) {
      if (hour === restartHours[code]) await restart(scene, code);
    }
    wrong.push(...(await untruths(scene, { hour, begun, isBrokerFull })));
    if (askedHours.includes(hour)) wrong.push(...(await trackFirst(scene, correspondences)));
    if (isBrokerFull) await scene.brokerDisk(false);
    if (isBrokerFull) await connectedAgain(scene);
    await settled(scene);
    scene.clock.pass(hourMs);
  }
  if (!scene.warned.get('G09')?.has('delivery.expired'))
    wrong.push('the log of G09 does not tell what expired');
  return { correspondences, earlier, withdrawn, handInSeconds: handInMs / 1_000, wrong };
}

/** A letter to each sender, which its clerk deals with while the one that wrote it is away. */
async function sendEarlier(scene: Scene): Promise<Map<SenderCode, string>> {
  const sent = new Map<SenderCode, string>();
  for (const { code } of senders) {
    const message = {
      kind: 'document',
      to: [{ organId: code }],
      code: { codeNumber: '1', codeNotation: 'UBND-VP' },
      documentType: { typeName: 'Công văn' },
      subject: 'V/v đề nghị hướng dẫn',
    } as const;
    const { packetId = '' } = (await scene.receiver?.ask({ kind: 'send', message })) ?? {};
    sent.set(code, packetId);
    await eventually(
      'the letter',
      async () => (await scene.node(code).reader.inbox({ limit: 1 })).length > 0,
    );
  }
  // A receipt that comes while it stops goes back to the broker, and would count as given back for the full disk.
  await eventually('the receipts for the letters', () =>
    scene.reading(async (reader) => {
      const { waiting, unanswered } = await reader.counts();
      return waiting.packets + unanswered === 0;
    }),
  );
  return sent;
}

async function write(
  scene: Scene,
  code: SenderCode,
  written: Correspondence[],
  count: number,
  isBrokerFull: boolean,
  withdrawn: string[],
): Promise<void> {
  const { desk, context } = scene.node(code);
  let next = written.length;
  const end = next + count;
  const clerk = async () => {
    while (next < end) {
      next += 1;
      written.push(await writeCorrespondence(desk, next));
    }
  };
  await Promise.all(Array.from({ length: clerks }, clerk));
  if (!isBrokerFull) return;
  await eventually(`${code} is blocked`, async () => context.bus.state === 'blocked');
  const taken = await writeCorrespondence(desk, 1, 1);
  for (const { packetId } of taken.documents) {
    await desk.recall({ packetId, reason: 'Gửi nhầm' });
    withdrawn.push(packetId);
  }
}

async function clerksSteps(
  scene: Scene,
  earlier: ReadonlyMap<SenderCode, string>,
  hour: number,
): Promise<void> {
  const step = steps[hour - 1];
  if (step === undefined) return;
  for (const [code, packetId] of earlier) await scene.node(code).desk.step({ packetId, code: step });
}

async function recallSome(
  scene: Scene,
  correspondences: ReadonlyMap<SenderCode, readonly Correspondence[]>,
): Promise<void> {
  for (const [code, written] of correspondences) {
    for (const { documents } of written.filter(({ recalled }) => recalled)) {
      const [first] = documents;
      if (first) await scene.node(code).desk.recall({ packetId: first.packetId, reason: 'Có sai sót' });
    }
  }
}

async function restart(scene: Scene, code: SenderCode): Promise<void> {
  await scene.node(code).stop();
  await scene.startSender(code);
  await eventually('a deadline is told as near', async () =>
    scene.warned.get(code)?.has('delivery.unanswered'),
  );
}

async function trackFirst(
  scene: Scene,
  correspondences: ReadonlyMap<SenderCode, readonly Correspondence[]>,
): Promise<string[]> {
  const first = correspondences.get('G22')?.find(({ recalled }) => !recalled)?.documents[0];
  return first ? trackSays(scene, 'G22', first.packetId, ['sent']) : ['nothing was written'];
}

async function connectedAgain(scene: Scene): Promise<void> {
  for (const { code } of senders) {
    await eventually(
      'the broker takes again',
      async () => scene.node(code).context.bus.state === 'connected',
    );
  }
}

/** Until nothing is due by the clock as it stands; each question wakes the dispatcher. */
async function settled(scene: Scene): Promise<void> {
  for (const { code } of senders) {
    const { desk, store } = scene.node(code);
    const deadline = Date.now() + 60_000;
    let quiet = 0;
    let before = -1;
    while (quiet < 2) {
      await desk.status();
      const due = await store.nextDue();
      const { waiting, unanswered } = await scene.node(code).reader.counts();
      const isQuiet = (due === undefined || due > scene.clock.now()) && waiting.packets === before;
      quiet = isQuiet ? quiet + 1 : 0;
      before = waiting.packets;
      if (Date.now() > deadline) {
        throw new Error(
          `${code} does not come to rest: ${waiting.packets} wait, ${unanswered} are unanswered for ${away.code}`,
        );
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}
