/** Rounds of faults, one after the other, on an axis that is made anew from time to time, until enough happened or time is up. */
import { seeded } from '../e2e/kill/random.js';
import type { TestCluster } from '../support/broker.js';
import { between, type Kind } from './fault.js';
import { unhealthy } from './health.js';
import { kinds } from './kinds.js';
import { Ledger } from './ledger.js';
import { makeWhole } from './made-whole.js';
import { type Reckoning, reckon } from './reckoning.js';
import { rest } from './rest.js';
import { Rig, type RigOptions } from './rig.js';
import { type Happened, runRound } from './round.js';
import { Watch } from './watch.js';

export interface Plan extends RigOptions {
  readonly seed: number;
  /** Ends after so many faults. */
  readonly faults: number;
  /** Ends with the round in which this has passed. */
  readonly withinMs?: number;
  /** This round alone. */
  readonly only?: number;
  /** Which may happen; all where it is left out. */
  readonly kinds?: readonly Kind[];
  /** In a round; 6 to 15 where it is left out. */
  readonly faultsInARound?: { readonly from: number; readonly to: number };
  /** Each kind of fault once in a round, none of them for long. */
  readonly each?: boolean;
  readonly restWithinMs?: number;
  /** Ends with the round in which it is aborted. */
  readonly signal?: AbortSignal;
  /** Leaves the directories in place where something is wrong. */
  readonly keep?: boolean;
  readonly say: (line: string) => void;
}

export interface Failure {
  readonly round: number;
  readonly happened: readonly Happened[];
  readonly wrong: readonly string[];
  /** The directories of axis and agents, where they were kept. */
  readonly directory?: string;
}

export interface Outcome {
  readonly rounds: number;
  readonly faults: number;
  readonly byKind: ReadonlyMap<string, number>;
  /** Kinds that cannot be done on this machine, with the reason. */
  readonly leftOut: ReadonlyMap<string, string>;
  /** How often clerks were told no, by the code of the reason. */
  readonly refusals: ReadonlyMap<string, number>;
  readonly figures: Figures;
  readonly failure?: Failure;
}

const faultsInARound = { from: 6, to: 15 };
/** Then an axis with empty registers, so that reckoning stays quick. */
const roundsOfAnAxis = 10;
const patienceMs = 120_000;

/** Of all axes together; by name, each a count. */
export interface Figures {
  documents: number;
  deliveries: number;
  /** Of these, refused by the recipient's node, and never published. */
  refused: number;
  withdrawn: number;
  statuses: number;
  /** Asked by clerks, and answered or not. */
  recalls: number;
  /** Deliveries and statuses that were given up, and sent again by a clerk. */
  'sent again': number;
  /** Deliveries where a status was refused, so that the ends may differ and its sender knows. */
  untold: number;
  quarantined: number;
  /** How often an agent ended by itself and was started again. */
  falls: number;
}

interface Totals {
  rounds: number;
  faults: number;
  readonly figures: Figures;
  readonly byKind: Map<string, number>;
  readonly leftOut: Map<string, string>;
  readonly refusals: Map<string, number>;
}

export async function campaign(cluster: TestCluster, plan: Plan): Promise<Outcome> {
  const totals: Totals = {
    rounds: 0,
    faults: 0,
    figures: {
      documents: 0,
      deliveries: 0,
      refused: 0,
      withdrawn: 0,
      statuses: 0,
      recalls: 0,
      'sent again': 0,
      untold: 0,
      quarantined: 0,
      falls: 0,
    },
    byKind: new Map(),
    leftOut: new Map(),
    refusals: new Map(),
  };
  const began = performance.now();
  const isEnough = () =>
    totals.faults >= plan.faults ||
    plan.signal?.aborted === true ||
    performance.now() - began >= (plan.withinMs ?? Number.POSITIVE_INFINITY) ||
    (plan.only !== undefined && totals.rounds > 0);
  for (let round = plan.only ?? 1; !isEnough(); round += roundsOfAnAxis) {
    const rig = await Rig.start(cluster, plan);
    let failure: Failure | undefined;
    try {
      failure = await onOneAxis(rig, plan, round, totals, isEnough);
      if (failure) return { ...totals, failure };
    } finally {
      await rig.stop({ keep: plan.keep === true && failure !== undefined });
    }
  }
  return totals;
}

async function onOneAxis(
  rig: Rig,
  plan: Plan,
  first: number,
  totals: Totals,
  isEnough: () => boolean,
): Promise<Failure | undefined> {
  const ledger = new Ledger();
  const watch = new Watch(rig);
  const possible = (plan.kinds ?? kinds).filter((kind) => {
    const reason = kind.missing?.(rig);
    if (reason !== undefined && !totals.leftOut.has(kind.name)) {
      totals.leftOut.set(kind.name, reason);
      plan.say(`  LEFT OUT, ${kind.name}: ${reason}`);
    }
    return reason === undefined;
  });
  let reckoning: Reckoning | undefined;
  for (let round = first; round < first + roundsOfAnAxis && !isEnough(); round += 1) {
    const began = performance.now();
    const happened: Happened[] = [];
    const outcome = await oneRound(rig, { ledger, watch, happened }, plan, round, possible);
    ({ reckoning } = outcome);
    totals.figures['sent again'] += outcome.again;
    totals.rounds += 1;
    for (const { kind, failed } of happened) {
      if (failed !== undefined) continue;
      totals.faults += 1;
      totals.byKind.set(kind, (totals.byKind.get(kind) ?? 0) + 1);
    }
    const seconds = (performance.now() - began) / 1_000;
    plan.say(
      `  round ${round}: ${happened.length} faults in ${seconds.toFixed(0)} s, ${outcome.again} sent again; ` +
        `${totals.faults} faults so far; ${reckoning?.documents ?? 0} documents and ${reckoning?.statuses ?? 0} statuses on this axis`,
    );
    if (outcome.wrong.length > 0) {
      const directory = plan.keep ? { directory: rig.axis.directory } : {};
      return { round, happened, wrong: outcome.wrong, ...directory };
    }
  }
  if (reckoning) add(totals.figures, reckoning, ledger, rig);
  for (const [code, count] of ledger.refusals)
    totals.refusals.set(code, (totals.refusals.get(code) ?? 0) + count);
  return undefined;
}

/** What an axis comes to in the end. */
function add(figures: Figures, reckoning: Reckoning, ledger: Ledger, rig: Rig): void {
  figures.documents += reckoning.documents;
  figures.deliveries += reckoning.deliveries;
  figures.refused += reckoning.outcomes.get('refused') ?? 0;
  figures.withdrawn += reckoning.outcomes.get('withdrawn') ?? 0;
  figures.statuses += reckoning.statuses;
  figures.untold += reckoning.untold;
  figures.recalls += ledger.recalls.length;
  for (const count of reckoning.quarantined.values()) figures.quarantined += count;
  for (const { falls } of rig.nodes) figures.falls += falls.length;
}

interface Records {
  readonly ledger: Ledger;
  readonly watch: Watch;
  readonly happened: Happened[];
}

interface RoundEnd {
  readonly wrong: readonly string[];
  readonly again: number;
  /** Absent where it did not come to that. */
  readonly reckoning?: Reckoning;
}

async function oneRound(
  rig: Rig,
  { ledger, watch, happened }: Records,
  plan: Plan,
  round: number,
  possible: readonly Kind[],
): Promise<RoundEnd> {
  const { seed, each = false, restWithinMs = patienceMs, say } = plan;
  const { from, to } = plan.faultsInARound ?? faultsInARound;
  const faults = between(seeded(seed ^ round), from, to);
  let again = 0;
  const fallen = () => {
    const falls = rig.nodes.flatMap((node) => node.newFalls());
    for (const { isAsPromised, inWords } of falls) if (isAsPromised) say(`  ${inWords}`);
    return falls.filter(({ isAsPromised }) => !isAsPromised).map(({ inWords }) => inWords);
  };
  try {
    await runRound(rig, ledger, watch, happened, { seed, round, faults, kinds: possible, each });
    const left = [...(await rest(rig, restWithinMs))];
    if (left.length === 0) {
      const whole = await makeWhole(rig, restWithinMs);
      again = whole.again;
      left.push(...whole.left, ...(await unhealthy(rig)));
    }
    const reckoning = await reckon(rig, ledger);
    await watch.lookAgain();
    return {
      wrong: [...left, ...reckoning.wrong, ...watch.wrong, ...ledger.wrong, ...fallen()],
      again,
      reckoning,
    };
  } catch (error) {
    return { wrong: [`the campaign itself broke off: ${inWords(error)}`, ...fallen()], again };
  }
}

function inWords(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(inWords).join('; ');
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
