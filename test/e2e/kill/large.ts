/** A large document to several agencies whose agents, with the sender's, are killed on its way, as processes (SIGKILL). */
import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readAgentPlace } from '../../../src/cli/agent/directory.js';
import { doorClient } from '../../../src/door/index.js';
import { partCount } from '../../../src/edoc/index.js';
import { ContentFolder, openReader } from '../../../src/store/index.js';
import { testAxis, type WholeAxis } from '../../support/axis.js';
import { eventually } from '../../support/node.js';
import { AgentProcess } from '../support/agent-process.js';
import { letter } from '../support/office.js';
import { Tap } from '../support/tap.js';

export interface LargePlan {
  /** Of the attachment, in octets. */
  readonly size: number;
  /** Of each agent, spread over the way. */
  readonly kills: number;
  readonly recipients: readonly string[];
  /** Until every receipt must be there, after the last kill. */
  readonly withinMs: number;
  readonly octets: (size: number) => AsyncIterable<Uint8Array>;
}

export interface LargeOutcome {
  readonly parts: number;
  /** Of the parts, what was published more than once: 0.1 is a tenth. */
  readonly again: number;
  /** In words; none where all is as it should be. */
  readonly wrong: readonly string[];
}

/** Of the parts, so many may be sent again. */
export const largeBar = 0.1;
const from = 'G22';

export async function killLarge(
  plan: LargePlan,
  onDeath: (death: number) => void = () => {},
): Promise<LargeOutcome> {
  const { size, kills, recipients } = plan;
  const axis = await testAxis(
    'Trục thử nghiệm',
    [from, ...recipients].map((code) => ({ agencies: [{ code, name: `Cơ quan ${code}` }] })),
  );
  const agents = new Agents(axis);
  try {
    const nodes = recipients.map((code) => code.toLowerCase());
    const tap = await Tap.on(axis, nodes);
    for (const code of [from, ...recipients]) await agents.start(code, 'directory.in-force');
    const { config } = await readAgentPlace(axis.agent(from).directory);
    const desk = doorClient(config.socket);
    const content = await desk.putContent(plan.octets(size));
    const { packetId } = await desk.send({
      message: letter({ to: recipients }),
      attachments: [{ name: 'Hồ sơ.zip', ...content }],
    });
    const parts = partCount(size);
    for (let death = 1; death <= kills; death += 1) {
      await tap.reaches(Math.floor((parts * death) / (kills + 1)));
      await Promise.all([from, ...recipients].map((code) => agents.replace(code)));
      onDeath(death);
    }
    await delivered(config.data, packetId, plan.withinMs);
    await agents.stop();
    const wrong: string[] = [];
    for (const code of recipients) wrong.push(...(await faultsOf(axis, code, content.sha256)));
    if (tap.different !== parts) wrong.push(`${tap.different} of ${parts} parts were published`);
    const again = (tap.published - parts) / parts;
    if (again > largeBar) wrong.push(`${(100 * again).toFixed(1)} % of the parts were sent again`);
    return { parts, again, wrong };
  } finally {
    await agents.stop().catch(() => undefined);
    await axis.remove();
  }
}

class Agents {
  readonly #axis: WholeAxis;
  readonly #running = new Map<string, AgentProcess>();

  constructor(axis: WholeAxis) {
    this.#axis = axis;
  }

  async start(code: string, until: string): Promise<void> {
    const agent = new AgentProcess(this.#axis.agent(code).directory);
    this.#running.set(code, agent);
    await agent.says(until);
  }

  async replace(code: string): Promise<void> {
    await this.#running.get(code)?.kill();
    await this.start(code, 'agent.ready');
  }

  async stop(): Promise<void> {
    const agents = [...this.#running.values()];
    this.#running.clear();
    await Promise.all(agents.map((agent) => agent.stop()));
  }
}

async function delivered(data: string, packetId: string, withinMs: number): Promise<void> {
  const register = await openReader(data);
  const isDelivered = async () =>
    (await register.deliveries(packetId)).every(({ state }) => state === 'delivered');
  await eventually('delivered', isDelivered, withinMs).finally(() => register.close());
}

/** That a recipient has it whole, and nothing of it left in staging. */
async function faultsOf(axis: WholeAxis, code: string, sha256: string): Promise<string[]> {
  const { data } = (await readAgentPlace(axis.agent(code).directory)).config;
  const hash = createHash('sha256');
  for await (const piece of new ContentFolder(data).read(sha256)) hash.update(piece);
  const staged = await readdir(join(data, 'staging'), { recursive: true, withFileTypes: true });
  return [
    ...(hash.digest('hex') === sha256 ? [] : [`${code} holds something else`]),
    ...(staged.some((entry) => entry.isFile()) ? [`${code} left something in staging`] : []),
  ];
}
