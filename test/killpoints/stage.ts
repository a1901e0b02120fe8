/** Runs a flow: once without death, to learn its points, and once to each of them. */
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import { defaultPolicy, type InboundMessage } from '../../src/agent/index.js';
import { facing } from '../e2e/support/facing.js';
import type { Office } from '../e2e/support/office.js';
import type { NodeOptions, TestNode } from '../support/node.js';
import { type Dying, dyingInside, dyingProcess, type Mode, type Mortal, startMortal } from './dying.js';
import type { Flow, Scene } from './flow.js';
import { atRest, type Left, leftBy } from './outcome.js';
import type { Point } from './points.js';

/**
 * No try is made a second time by the clock: what a death leaves has to go on by itself. What may still come is waited for, since
 * a node that was started late finds everything at once.
 */
function policyOf({ patience = defaultPolicy.patience }: Flow) {
  return { retryAfterMs: [3_600_000], lastWaitMs: 3_600_000, unreachableMs: 3_600_000, patience };
}

export class Stage {
  readonly #office: Office;
  readonly #flow: Flow;
  readonly #other: TestNode;
  readonly #came: InboundMessage[];
  #mortal: Mortal | undefined;

  private constructor(office: Office, flow: Flow, other: TestNode, came: InboundMessage[]) {
    this.#office = office;
    this.#flow = flow;
    this.#other = other;
    this.#came = came;
  }

  static async open(office: Office, flow: Flow): Promise<Stage> {
    const came: InboundMessage[] = [];
    const { bus, ...others } = flow.other?.() ?? {};
    const options: NodeOptions = {
      ...others,
      policy: policyOf(flow),
      bus: (real) => {
        const tapped = facing(real, {
          consume: (handler) =>
            real.consume((message) => {
              came.push(message);
              return handler(message);
            }),
        });
        return bus ? bus(tapped) : tapped;
      },
    };
    const other = await office.start(flow.dies === 'G22' ? 'H41' : 'G22', options);
    return new Stage(office, flow, other, came);
  }

  async close(): Promise<void> {
    await this.#end();
    await this.#office.stop(this.#other);
    await this.#flow.end?.();
  }

  /** What is passed in order, by a run without death, which has to end as every other one. */
  async points(): Promise<Point[]> {
    const passed = (await this.#run('stopped', undefined)).filter((point) => !byTheClock.test(point));
    expect(passed).to.include.members([...this.#flow.least]);
    return passed;
  }

  /** Dies there, starts again, and asserts the outcome. */
  async dieAt(mode: Mode, point: Point): Promise<void> {
    try {
      await this.#run(mode, point);
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      throw new Error(`${this.#flow.name}, ${mode} ${point}: ${words}`, { cause: error });
    }
  }

  async #run(mode: Mode, point: Point | undefined): Promise<Point[]> {
    const { promise, begin, fromStart } = this.#flow;
    const run = await begin(this.#scene());
    const dying = await this.#dying(mode, point);
    let left: Left;
    let passed: ReadonlySet<string>;
    try {
      // Where it dies, what the flow waits for need not come.
      const acting = run.act(dying).catch(async (error: unknown) => {
        // Who waits for an answer may hear of a process's death before its parent does.
        if (point !== undefined) await Promise.race([dying.death, inVain()]);
        if (!dying.dead) throw error;
      });
      acting.catch(() => {});
      await Promise.race([acting, dying.death]);
      if (point === undefined) await acting.then(() => quiet(dying));
      else await Promise.race([dying.death, inVain()]);
      expect(dying.dead, 'it died').to.equal(point !== undefined);
      left = await leftBy(dying.reader);
      passed = new Set(dying.passed);
    } finally {
      await dying.end();
      if (dying.dead || mode === 'killed' || fromStart) await this.#end();
    }
    const promised = wasPromised(promise, passed, point);
    const restarted = await this.#inHealth();
    await run.settle(restarted, promised);
    await atRest(restarted, left);
    await atRest(this.#other);
    return [...passed].filter(isPoint);
  }

  async #dying(mode: Mode, point: Point | undefined): Promise<Dying> {
    const { dies, dying: options, fromStart } = this.#flow;
    if (mode === 'killed' || fromStart) await this.#end();
    if (mode === 'killed' && point !== undefined) {
      return dyingProcess(this.#office, dies, point, policyOf(this.#flow).patience);
    }
    const all = { ...options, policy: policyOf(this.#flow) };
    if (fromStart) this.#mortal = await startMortal(this.#office, dies, all, { point });
    this.#mortal ??= await startMortal(this.#office, dies, all);
    const dying = await dyingInside(this.#office, dies, this.#mortal);
    if (!fromStart) this.#mortal.crash.arm(point);
    return dying;
  }

  /** The node that dies, as it is before and after its death. */
  async #inHealth(): Promise<TestNode> {
    this.#mortal ??= await startMortal(this.#office, this.#flow.dies, { policy: policyOf(this.#flow) });
    if (!this.#mortal.node) throw new Error('it died as it started');
    return this.#mortal.node;
  }

  async #end(): Promise<void> {
    const node = this.#mortal?.node;
    this.#mortal = undefined;
    if (node) await this.#office.stop(node);
  }

  #scene(): Scene {
    return {
      office: this.#office,
      other: this.#other,
      came: this.#came,
      inHealth: async (use) => {
        const node = await this.#inHealth();
        const result = await use(node);
        await atRest(node);
        return result;
      },
      ended: () => this.#end(),
    };
  }
}

function isPoint(text: string): text is Point {
  return /^(before|after) /.test(text);
}

/** What the clock brings about comes in no flow for certain; it has its cases at COMMIT. */
const byTheClock =
  / (limitRetries|postponeRetries|expire|expireTried|attention\.warnUnanswered|attention\.keepAlert)$/;

/** Undefined where it was begun, and nobody knows whether it was done. */
function wasPromised(
  promise: string | undefined,
  passed: ReadonlySet<string>,
  point: Point | undefined,
): boolean | undefined {
  if (promise === undefined || passed.has(promise)) return true;
  const begin = promise.replace('after', 'before');
  return passed.has(begin) && point !== begin ? undefined : false;
}

/** What follows on the end of the flow by itself belongs to it: an acknowledgement, say. */
async function quiet({ passed }: Dying): Promise<void> {
  for (let seen = -1; seen !== passed.size; await delay(quietMs)) seen = passed.size;
}

const quietMs = 200;
const patienceMs = 20_000;

function inVain(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, patienceMs).unref());
}
