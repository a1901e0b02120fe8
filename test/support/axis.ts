/**
 * A whole axis for a test: its directory, a virtual host of its own on the shared broker, and enrolled nodes whose
 * directories are ready for `edoc agent run`. Made by the same functions as the commands `axis init`, `agent init` and
 * `axis enroll` use.
 */
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type EnrolOptions,
  enrol,
  publishIfDue,
  readEnrolment,
  readNodeRequest,
  writeEnrolment,
} from '../../src/axis/index.js';
import { type Bus, type BusOptions, openBus } from '../../src/broker/index.js';
import { completeAgent } from '../../src/cli/files/agent-enrolment.js';
import { agentFiles, nodeKeyName } from '../../src/cli/files/agent-files.js';
import { prepareAgent } from '../../src/cli/files/agent-request.js';
import { type OpenAxis, openAxisDirectory } from '../../src/cli/files/axis-directory.js';
import { setUpAxis } from '../../src/cli/files/axis-setup.js';
import { certificatePath, keyPath } from '../../src/cli/files/key-pairs.js';
import { makeSecretFolder, writeOpenFile, writeSecretFile } from '../../src/cli/files/private-file.js';
import { silentLog } from '../../src/log.js';
import type { KeyKind } from '../../src/signing/index.js';
import type { TokenUri } from '../../src/token/index.js';
import { sharedBroker, type TestAxis, type TestBroker } from './broker.js';

export interface TestAgency {
  readonly code: string;
  readonly name: string;
  readonly legacyCode?: string;
}

/** A node is named after its first agency, `h41` for H41, where nothing else is said. */
export interface TestNode {
  readonly node?: string;
  readonly agencies: readonly TestAgency[];
  /** The sealing keys are born in this token. */
  readonly token?: TokenUri;
}

export interface TestAgent {
  readonly node: string;
  readonly directory: string;
  /** Of its first agency. */
  readonly code: string;
  /** A connected bus with this node's certificate; closed by {@link WholeAxis.remove}. */
  bus(options?: AgentBusOptions): Promise<Bus>;
}

export interface AgentBusOptions extends Partial<BusOptions> {
  /** How long to try; shorter where it is expected to fail. */
  readonly connectedWithinMs?: number;
}

export interface WholeAxis {
  readonly directory: string;
  readonly broker: TestAxis;
  /** By the code of each agency. */
  readonly agents: ReadonlyMap<string, TestAgent>;
  agent(code: string): TestAgent;
  /** A further node; the directory is not published. */
  enrol(node: TestNode): Promise<TestAgent>;
  /** Opens the axis directory for one change, such as suspending a node. */
  change<Result>(run: (axis: OpenAxis) => Promise<Result>): Promise<Result>;
  /** Closes the buses, removes the virtual host and every file. */
  remove(): Promise<void>;
}

export interface WholeAxisOptions {
  /** ECDSA keys are made in no time; RSA is what the axis uses. */
  readonly keyKind?: KeyKind;
  /** False leaves the directory unpublished. */
  readonly publish?: boolean;
  /** Where the operator's services will be reached; nothing is started. */
  readonly servicesUrl?: string;
  /** Where it is not the broker of the whole test run. */
  readonly broker?: TestBroker;
  /** How long seals of agencies are valid; the services' certificates last as long as the root. */
  readonly sealDays?: number;
}

const clock = { now: () => new Date() };

/** `testAxis('Trục thử nghiệm', [{ agencies: [{ code: 'H41', name: 'UBND tỉnh Nghệ An' }] }])` */
export async function testAxis(
  name: string,
  nodes: readonly TestNode[],
  { keyKind = 'ecdsa-p256', publish = true, ...more }: WholeAxisOptions = {},
): Promise<WholeAxis> {
  const axis = await TestDirectories.create(name, keyKind, more);
  try {
    for (const node of nodes) await axis.enrol(node);
    if (publish) await axis.change(({ context }) => publishIfDue(context));
    return axis;
  } catch (error) {
    await axis.remove();
    throw error;
  }
}

class TestDirectories implements WholeAxis {
  readonly directory: string;
  readonly broker: TestAxis;
  readonly agents = new Map<string, TestAgent>();
  readonly #root: string;
  readonly #keyKind: KeyKind;
  readonly #buses: Bus[] = [];

  private constructor(root: string, broker: TestAxis, keyKind: KeyKind) {
    this.#root = root;
    this.directory = join(root, 'axis');
    this.broker = broker;
    this.#keyKind = keyKind;
  }

  static async create(
    name: string,
    keyKind: KeyKind,
    { servicesUrl, sealDays, broker: given }: Pick<WholeAxisOptions, 'servicesUrl' | 'sealDays' | 'broker'>,
  ): Promise<TestDirectories> {
    const shared = given ?? (await sharedBroker());
    const broker = await shared.axis();
    const axis = new TestDirectories(await mkdtemp(join(tmpdir(), 'edoc-axis-')), broker, keyKind);
    const secrets = join(axis.directory, 'secrets');
    await makeSecretFolder(secrets);
    await writeSecretFile(join(secrets, 'management-password'), shared.management.password);
    const { amqps } = shared;
    const management = new URL(shared.management.url);
    await setUpAxis(
      axis.directory,
      {
        name,
        host: amqps.host,
        amqpsPort: amqps.port,
        vhost: broker.vhost,
        management: { host: management.hostname, port: Number(management.port) },
        keyKind,
        servicesUrl,
        root: { key: shared.root.key, certificate: Buffer.from(shared.root.certificate) },
      },
      clock.now(),
    );
    if (sealDays !== undefined) {
      const file = join(axis.directory, 'axis.json');
      const config = {
        ...JSON.parse(await readFile(file, 'utf8')),
        validityDays: { seal: sealDays, node: 30 },
      };
      await writeOpenFile(file, JSON.stringify(config));
    }
    return axis;
  }

  agent(code: string): TestAgent {
    const agent = this.agents.get(code);
    if (!agent) throw new Error(`no agency ${code} on this axis`);
    return agent;
  }

  async enrol({ agencies, node = nodeNameOf(agencies), token }: TestNode): Promise<TestAgent> {
    const directory = join(this.#root, 'agents', node);
    await mkdir(directory, { recursive: true });
    const { request } = await prepareAgent(directory, { node, agencies, keyKind: this.#keyKind, token });
    const [first] = agencies;
    const options: EnrolOptions = agencies.length === 1 ? { legacyCode: first?.legacyCode } : {};
    const asked = readNodeRequest(await readFile(request, 'utf8'));
    const enrolment = await this.change(({ context }) => enrol(context, asked, options));
    await writeOpenFile(join(directory, 'enrolment.json'), writeEnrolment(enrolment));
    await completeAgent(directory, readEnrolment(writeEnrolment(enrolment)), { at: clock.now() });
    const agent = {
      node,
      directory,
      code: first?.code ?? '',
      bus: (busOptions: AgentBusOptions = {}) => this.#bus(node, directory, busOptions),
    };
    for (const { code } of agencies) this.agents.set(code, agent);
    return agent;
  }

  async change<Result>(run: (axis: OpenAxis) => Promise<Result>): Promise<Result> {
    const axis = await openAxisDirectory(this.directory, { write: true, clock, log: silentLog });
    try {
      return await run(axis);
    } finally {
      await axis.close();
    }
  }

  async remove(): Promise<void> {
    await Promise.all(this.#buses.map((bus) => bus.close()));
    await this.broker.remove();
    await rm(this.#root, { recursive: true, force: true });
  }

  async #bus(
    node: string,
    directory: string,
    { connectedWithinMs = 20_000, ...options }: AgentBusOptions,
  ): Promise<Bus> {
    const files = agentFiles(directory);
    const tls = {
      ca: await readFile(files.brokerCa, 'utf8'),
      cert: await readFile(certificatePath(files, nodeKeyName), 'utf8'),
      key: await readFile(keyPath(files, nodeKeyName), 'utf8'),
      passphrase: (await readFile(files.passphrase, 'utf8')).trim(),
    };
    const bus = openBus({ urls: [this.broker.url], node, tls, log: silentLog, ...options });
    this.#buses.push(bus);
    await bus.connected(connectedWithinMs);
    return bus;
  }
}

function nodeNameOf([first]: readonly TestAgency[]): string {
  return (first?.code ?? '').toLowerCase().replaceAll('.', '-');
}
