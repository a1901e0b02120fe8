/** What it costs to verify test vectors: for programs that run as processes of their own, so that memory is theirs alone. */

export interface VectorCosts {
  readonly cases: number;
  readonly slowest: string;
  readonly slowestMs: number;
  /** Octets that the process has more than before the first case, at most. */
  readonly grownBytes: number;
}

export interface CostCase {
  readonly name: string;
  verify(): Promise<unknown>;
}

const runs = 3;
/** What takes longer is verified again. */
const longMs = 100;

/** Verifies all cases one after the other and prints what the dearest one costs, and the memory of all. */
export async function printCosts(cases: readonly CostCase[]): Promise<void> {
  const before = process.memoryUsage.rss();
  let costs: VectorCosts = { cases: cases.length, slowest: '', slowestMs: 0, grownBytes: 0 };
  for (const { name, verify } of cases) {
    const ms = await bestOf(runs, verify);
    const grownBytes = Math.max(costs.grownBytes, process.memoryUsage.rss() - before);
    costs = { ...costs, ...(ms > costs.slowestMs ? { slowest: name, slowestMs: ms } : {}), grownBytes };
  }
  process.stdout.write(`${JSON.stringify(costs)}\n`);
}

/** The quickest of several runs: what else the machine does is no part of it. */
async function bestOf(times: number, verify: () => Promise<unknown>): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let time = 0; time < times && best > longMs; time += 1) {
    const from = performance.now();
    await verify();
    best = Math.min(best, performance.now() - from);
  }
  return best;
}
