/**
 * `npm run bench -- large`: what a large attachment costs on its whole way, in time and in memory, beside a small one. Each
 * process may have 200 MB more resident than with the small one: nobody holds an attachment whole. `--size N` (octets, or with
 * KB, MB, GB, KiB, MiB, GiB; the option several times, the first one is the small one), `--json` for programs.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { testAxis } from '../test/support/axis.js';
import { stopSharedBroker } from '../test/support/broker.js';
import { type Journey, type Step, steps, travel } from './large/journey.js';
import { megabytes, requireRoom, sizeOf } from './large/sizes.js';

/** How many octets more than with the small attachment. */
export const largeBarBytes = 200_000_000;

const defaultSizes = ['1MB', '1GiB'];
/** How often the attachment stands on the disk at the same time: at both ends, whole and in parts, in the broker, packed, saved. */
const copies = 8;

interface Row {
  readonly size: number;
  readonly step: Step;
  readonly seconds?: number;
  readonly peakBytes?: number;
  /** Than with the smallest attachment; absent of that one itself. */
  readonly moreBytes?: number;
  readonly kept?: boolean;
}

/** @param args those of the command line behind `large`. @returns whether the bar was kept. */
export async function benchLarge(args: readonly string[], print: (line: string) => void): Promise<boolean> {
  const { values } = parseArgs({
    args: [...args],
    options: { json: { type: 'boolean' }, size: { type: 'string', multiple: true } },
  });
  const sizes = (values.size ?? defaultSizes).map(sizeOf);
  await requireRoom(copies * Math.max(...sizes));
  const rows = await measureLarge(sizes);
  const kept = rows.every((row) => row.kept !== false);
  if (values.json) print(JSON.stringify({ barBytes: largeBarBytes, kept, rows }, null, 2));
  else for (const line of table(rows, kept)) print(line);
  return kept;
}

/** On an axis of its own, which is removed afterwards with all that was sent. */
export async function measureLarge(sizes: readonly number[]): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'edoc-large-'));
  const axis = await testAxis(
    'Trục đo',
    [
      { agencies: [{ code: 'G22', name: 'Văn phòng Chính phủ' }] },
      { agencies: [{ code: 'H41', name: 'Ủy ban nhân dân tỉnh Nghệ An' }] },
    ],
    { keyKind: 'rsa-2048' },
  );
  try {
    const journeys: { size: number; journey: Journey }[] = [];
    for (const [index, size] of sizes.entries()) {
      journeys.push({ size, journey: await travel(axis, size, join(folder, String(index))) });
    }
    const [first] = journeys;
    return journeys.flatMap(({ size, journey }) =>
      steps.map((step): Row => {
        const { peakBytes } = journey[step];
        const least = journey === first?.journey ? undefined : first?.journey[step].peakBytes;
        if (peakBytes === undefined || least === undefined) return { size, step, ...journey[step] };
        const moreBytes = peakBytes - least;
        return { size, step, ...journey[step], moreBytes, kept: moreBytes <= largeBarBytes };
      }),
    );
  } finally {
    await axis.remove();
    await stopSharedBroker();
    await rm(folder, { recursive: true, force: true });
  }
}

function table(rows: readonly Row[], kept: boolean): string[] {
  const lines = [`${'octets'.padStart(13)}  ${'step'.padEnd(24)} seconds   peak MB   more MB`];
  for (const { size, step, seconds, peakBytes, moreBytes, kept: ok } of rows) {
    const figures = [
      (seconds?.toFixed(2) ?? '').padStart(7),
      megabytes(peakBytes).padStart(9),
      megabytes(moreBytes).padStart(9),
    ];
    lines.push(
      `${String(size).padStart(13)}  ${step.padEnd(24)} ${figures.join(' ')}${ok === false ? '  MISSED' : ''}`,
    );
  }
  lines.push(`at most ${megabytes(largeBarBytes)} MB more than with the first: ${kept ? 'kept' : 'MISSED'}`);
  return lines;
}
