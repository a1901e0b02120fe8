/** Sizes as people write them, and room for them. */
import { statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';

const roomBesideBytes = 1024 ** 3;

const units: Readonly<Record<string, number>> = {
  '': 1,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
};

/** @throws Error for what is no size */
export function sizeOf(text: string): number {
  const [, digits = '', unit = ''] = /^(\d+)([A-Za-z]*)$/.exec(text) ?? [];
  const size = Number(digits) * (units[unit] ?? 0);
  if (size === 0) throw new Error(`${text} is no size: 1000000, 1MB, 1GiB`);
  return size;
}

export function megabytes(octets: number | undefined): string {
  return octets === undefined ? '' : (octets / 1e6).toFixed(0);
}

/** @throws Error where the disk of the temporary directory would run full of so many octets */
export async function requireRoom(bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(tmpdir());
  const needed = bytes + roomBesideBytes;
  if (bavail * bsize >= needed) return;
  throw new Error(
    `${tmpdir()} has room for ${megabytes(bavail * bsize)} MB, and this takes up to ${megabytes(needed)} MB. ` +
      'Set TMPDIR to a larger disk, or give a smaller --size.',
  );
}
