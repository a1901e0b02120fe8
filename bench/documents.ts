/**
 * `npm run bench -- documents`: large documents from one agency to three, each agent a process of its own: how many octets a
 * second until the last receipt is stored, beside what the broker carries of the same octets with nothing around it (the floor), and
 * how much memory each agent had resident at most. `--size N` (octets, or with KB, MB, GB, KiB, MiB, GiB, up to 2GiB; the option
 * several times), `--json` for programs.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { testAxis } from '../test/support/axis.js';
import { stopSharedBroker } from '../test/support/broker.js';
import { type Carried, carry } from './documents/carry.js';
import { measureOctets } from './documents/floor.js';
import { startFloorBroker } from './floor.js';
import { megabytes, requireRoom, sizeOf } from './large/sizes.js';

/** Of the floor's octets a second, and resident octets of each agent. */
const bars = { share: 0.5, peakBytes: 250_000_000 };
const recipients = ['H41', 'H53', 'H14'];
/** At the sender, at each recipient, and in the broker's queues and their logs. */
const copies = 9;

interface Row extends Carried {
  readonly size: number;
  readonly bytesPerSecond: number;
  readonly floorBytesPerSecond: number;
  readonly share: number;
}

/** @param args those of the command line behind `documents`. @returns whether the bars were kept. */
export async function benchDocuments(
  args: readonly string[],
  print: (line: string) => void,
): Promise<boolean> {
  const { values } = parseArgs({
    args: [...args],
    options: { json: { type: 'boolean' }, size: { type: 'string', multiple: true } },
  });
  const sizes = (values.size ?? ['100MB']).map(sizeOf);
  await requireRoom(copies * Math.max(...sizes));
  const rows = await measureDocuments(sizes);
  const kept = rows.every((row) => row.share >= bars.share && mostOf(row) < bars.peakBytes);
  if (values.json) print(JSON.stringify({ bars, kept, rows }, null, 2));
  else for (const line of rows.flatMap(words)) print(line);
  return kept;
}

async function measureDocuments(sizes: readonly number[]): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'edoc-documents-'));
  const axis = await testAxis(
    'Trục đo',
    ['G22', ...recipients].map((code) => ({ agencies: [{ code, name: `Cơ quan ${code}` }] })),
  );
  const floor = await startFloorBroker();
  try {
    const rows: Row[] = [];
    for (const [number, size] of sizes.entries()) {
      const before = await measureOctets(floor.url, size, recipients.length);
      const carried = await carry({ axis, from: 'G22', to: recipients, size, number, folder });
      const after = await measureOctets(floor.url, size, recipients.length);
      const bytesPerSecond = size / carried.seconds;
      const floorBytesPerSecond = (before + after) / 2;
      rows.push({
        size,
        ...carried,
        bytesPerSecond,
        floorBytesPerSecond,
        share: bytesPerSecond / floorBytesPerSecond,
      });
    }
    return rows;
  } finally {
    await floor.stop();
    await axis.remove();
    await stopSharedBroker();
    await rm(folder, { recursive: true, force: true });
  }
}

function mostOf({ peakBytes }: Carried): number {
  return Math.max(...Object.values(peakBytes));
}

function words(row: Row): string[] {
  const peaks = Object.entries(row.peakBytes).map(([code, bytes]) => `${code} ${megabytes(bytes)}`);
  const share = (100 * row.share).toFixed(1);
  return [
    `document  ${megabytes(row.size)} MB to ${recipients.length} agencies, each with its receipt, in ${row.seconds.toFixed(2)} s: ${rate(row.bytesPerSecond)}`,
    `floor     ${rate(row.floorBytesPerSecond)}, the mean of one before and one after`,
    `ratio     ${share} % (bar ${100 * bars.share} %)${row.share < bars.share ? '  MISSED' : ''}`,
    `memory    ${peaks.join(', ')} MB at most (bar ${megabytes(bars.peakBytes)} MB)${mostOf(row) < bars.peakBytes ? '' : '  MISSED'}`,
  ];
}

function rate(bytesPerSecond: number): string {
  return `${(bytesPerSecond / 1e6).toFixed(1)} MB/s`;
}
