/** Parts of a content, named by their numbers from 0: in ranges, ascending and apart, as `0-15 40 42-99` (`spec/transport.md`, section 5). */
import { limits } from './limits.js';

/** Both ends are parts of the range. */
export interface PartRange {
  readonly from: number;
  readonly to: number;
}

/** How many parts a content of so many octets is cut into. */
export function partCount(size: number): number {
  return Math.ceil(size / limits.partBytes);
}

export function allParts(count: number): PartRange[] {
  return count > 0 ? [{ from: 0, to: count - 1 }] : [];
}

export function countParts(ranges: readonly PartRange[]): number {
  return ranges.reduce((sum, { from, to }) => sum + to - from + 1, 0);
}

/** The numbers in the ranges, in order. */
export function* partNumbers(ranges: readonly PartRange[]): Generator<number> {
  for (const { from, to } of ranges) for (let number = from; number <= to; number += 1) yield number;
}

/** The ranges of numbers that ascend. */
export function rangesOf(numbers: Iterable<number>): PartRange[] {
  const ranges: { from: number; to: number }[] = [];
  for (const number of numbers) {
    const last = ranges.at(-1);
    if (last && last.to === number - 1) last.to = number;
    else ranges.push({ from: number, to: number });
  }
  return ranges;
}

/** What is left of the ranges without those numbers. */
export function withoutParts(ranges: readonly PartRange[], numbers: ReadonlySet<number>): PartRange[] {
  const left: PartRange[] = [];
  const ordered = [...numbers].sort((one, other) => one - other);
  for (const range of ranges) {
    let { from } = range;
    for (const number of ordered) {
      if (number < from || number > range.to) continue;
      if (number > from) left.push({ from, to: number - 1 });
      from = number + 1;
    }
    if (from <= range.to) left.push({ from, to: range.to });
  }
  return left;
}

/** At most so many ranges: the last one then reaches to the end of those that it stands for. */
export function coarser(ranges: readonly PartRange[], most: number): PartRange[] {
  const [kept, rest] = [ranges.slice(0, most - 1), ranges.slice(most - 1)];
  const [first, last] = [rest[0], rest.at(-1)];
  return first && last ? [...kept, { from: first.from, to: last.to }] : kept;
}

export function rangesText(ranges: readonly PartRange[]): string {
  return ranges.map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`)).join(' ');
}

/** Undefined where the text is not in that form, ranges touch or go back, or there are more than {@link limits.missingRanges}. */
export function parseRanges(text: string): PartRange[] | undefined {
  const ranges: PartRange[] = [];
  for (const piece of text.split(' ', limits.missingRanges + 1)) {
    const [, first, last] = /^(0|[1-9][0-9]{0,5})(?:-([1-9][0-9]{0,5}))?$/.exec(piece) ?? [];
    if (first === undefined) return undefined;
    const range = { from: Number(first), to: Number(last ?? first) };
    const before = ranges.at(-1);
    if ((last !== undefined && range.to <= range.from) || (before && range.from <= before.to + 1))
      return undefined;
    ranges.push(range);
  }
  return ranges.length <= limits.missingRanges ? ranges : undefined;
}
