/** The node that dies: inside the test's process, where its store and bus stop, or as a process that kills itself. */
import { readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Desk } from '../../src/agent/index.js';
import { readAgentPlace } from '../../src/cli/agent/directory.js';
import { doorClient } from '../../src/door/index.js';
import { openReader, type StoreReader } from '../../src/store/index.js';
import { AgentProcess } from '../e2e/support/agent-process.js';
import { Crash } from '../e2e/support/crash.js';
import type { Office } from '../e2e/support/office.js';
import type { NodeOptions, TestNode } from '../support/node.js';
import type { Point } from './points.js';

export interface Dying {
  readonly desk: Desk;
  /** Of its store, before and after its death. */
  readonly reader: StoreReader;
  readonly dead: boolean;
  /** Resolves when it dies. */
  readonly death: Promise<void>;
  /** What it passed until now. */
  readonly passed: ReadonlySet<string>;
  /** Closes the reader, and stops a process that is not dead. */
  end(): Promise<void>;
}

export type Mode = 'stopped' | 'killed';

/** A node in the test's process that is in good health until its {@link Crash} is armed. */
export interface Mortal {
  /** Undefined where it died as it started. */
  readonly node: TestNode | undefined;
  readonly crash: Crash;
}

/** @param at where it dies already as it starts */
export async function startMortal(
  office: Office,
  code: string,
  options: NodeOptions,
  at?: { readonly point: Point | undefined },
): Promise<Mortal> {
  const crash = new Crash();
  if (at) crash.arm(at.point);
  const { bus, ...others } = options;
  try {
    const node = await office.start(code, {
      ...others,
      ...crash.options,
      bus: (real) => crash.options.bus?.(bus ? bus(real) : real) ?? real,
    });
    return { node, crash };
  } catch (error) {
    if (!crash.dead) throw error;
    await crash.clear();
    return { node: undefined, crash };
  }
}

/** It may die from now on. */
export async function dyingInside(office: Office, code: string, { node, crash }: Mortal): Promise<Dying> {
  const reader = await openReader((await readAgentPlace(office.axis.agent(code).directory)).config.data);
  return {
    desk: node?.desk ?? noDesk(),
    reader,
    get dead() {
      return crash.dead;
    },
    death: crash.death,
    passed: crash.passed,
    end: () => reader.close(),
  };
}

/** The real program, which kills itself at the point. */
export async function dyingProcess(
  office: Office,
  code: string,
  at: Point,
  patience: number,
): Promise<Dying> {
  const { directory } = office.axis.agent(code);
  const { config } = await readAgentPlace(directory);
  const file = join(directory, 'passed');
  await writeFile(file, '');
  const reader = await openReader(config.data);
  const agent = new AgentProcess(directory, {
    imports: [new URL('./die-at.js', import.meta.url).href],
    env: { EDOC_KILL_AT: at, EDOC_PASSED: file, EDOC_PATIENCE: String(patience) },
  });
  let dead = false;
  const death = agent.ended.then(() => {
    dead = true;
  });
  await Promise.race([agent.says('agent.ready'), death]).catch(async (error: unknown) => {
    await agent.kill();
    await death;
    if (!(await readFile(file, 'utf8')).includes(`${at}\n`)) throw error;
  });
  return {
    desk: dead ? noDesk() : doorClient(config.socket),
    reader,
    get dead() {
      return dead;
    },
    death,
    get passed() {
      return new Set(readFileSync(file, 'utf8').trim().split('\n'));
    },
    end: async () => {
      await reader.close();
      await (dead ? death : agent.stop());
    },
  };
}

/** Of a node that died before it had one. */
function noDesk(): Desk {
  const gone = () => Promise.reject(new Error('the node died as it started'));
  return {
    putContent: gone,
    check: gone,
    send: gone,
    step: gone,
    recall: gone,
    resend: gone,
    sealContainer: gone,
    archive: gone,
    removeArchived: gone,
    ping: gone,
    upgradeEvidence: gone,
    acknowledgeEvidence: gone,
    status: gone,
    replay: gone,
    discard: gone,
  };
}
