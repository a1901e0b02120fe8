/** File names: what may stand in a packet, and how a foreign name is made fit for it. */
import { limits } from '../limits.js';

/** A name for one file in one folder, on any system: NFC, no separators or control characters, not `.` or `..`. */
export function isFileName(name: string): boolean {
  return (
    name.trim() !== '' &&
    name !== '.' &&
    name !== '..' &&
    Buffer.byteLength(name) <= limits.fileNameBytes &&
    name === name.normalize('NFC') &&
    !/[/\\\p{Cc}\p{Cs}\uFFFE\uFFFF]/u.test(name)
  );
}

/** The nearest name that can stand; `fallback` where nothing of the name is left. */
export function fitFileName(name: string, fallback: string): string {
  const bare = name
    .normalize('NFC')
    .replace(/[/\\\p{Cc}\p{Cs}\uFFFE\uFFFF]+/gu, '_')
    .trim();
  const fit = shortened(bare, limits.fileNameBytes);
  return isFileName(fit) ? fit : fallback;
}

/** `name (2).pdf` where `name.pdf` is taken. */
export function freeFileName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  const { stem, ending } = parts(name);
  for (let number = 2; ; number += 1) {
    const mark = ` (${number})${ending}`;
    const candidate = shortened(stem, limits.fileNameBytes - Buffer.byteLength(mark)) + mark;
    if (!taken.has(candidate)) return candidate;
  }
}

/** Cuts the stem, keeps the ending. */
function shortened(name: string, maxBytes: number): string {
  if (Buffer.byteLength(name) <= maxBytes) return name;
  const { stem, ending } = parts(name);
  const room = maxBytes - Buffer.byteLength(ending);
  let kept = '';
  for (const character of stem) {
    if (Buffer.byteLength(kept + character) > room) break;
    kept += character;
  }
  return kept + ending;
}

function parts(name: string): { stem: string; ending: string } {
  const dot = name.lastIndexOf('.');
  const ending = dot > 0 && name.length - dot <= 16 ? name.slice(dot) : '';
  return { stem: name.slice(0, name.length - ending.length), ending };
}
