/** What is measured, of every engine alike. Times are milliseconds of one operation, the mean of a batch. */
export interface Engine {
  readonly name: string;
  /** Both undefined where the engine has no such operation. */
  readonly verify?: (count: number) => Promise<number>;
  readonly sign?: (count: number) => Promise<number>;
  close?(): Promise<void>;
}

/** The mean of `count` operations, one after the other. */
export async function timed(count: number, operation: () => unknown): Promise<number> {
  const from = process.hrtime.bigint();
  for (let done = 0; done < count; done += 1) await operation();
  return Number(process.hrtime.bigint() - from) / 1e6 / count;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
