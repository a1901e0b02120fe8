/**
 * Sets the stage: an axis with its broker and three enrolled agencies, by the same commands as an operator and three
 * offices would type. Everything lives under one directory; the broker and the agents end with this process.
 */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { externalBroker, type PrivateBroker, startPrivateBroker } from '../src/broker/index.js';
import { type RunningProcess, startAgentProcess, startServicesProcess } from './processes.js';
import type { Terminal } from './terminal.js';
import type { Tokens } from './tokens.js';

export const agencies = [
  { code: 'G22', legacy: '000.00.00.G22', node: 'g22', name: 'Văn phòng Chính phủ' },
  { code: 'H41', legacy: '000.00.00.H41', node: 'h41', name: 'Ủy ban nhân dân tỉnh Nghệ An' },
  { code: 'H14', legacy: '000.00.00.H14', node: 'h14', name: 'Ủy ban nhân dân tỉnh Cao Bằng' },
] as const;

export type Code = (typeof agencies)[number]['code'];

export interface Stage {
  /** The directory of an agency's agent. */
  agent(code: Code): string;
  readonly trust: string;
  /** Whether the operator's services run: on an axis that was there before they may not. */
  readonly services: boolean;
  stop(): Promise<void>;
}

export async function setStage(
  terminal: Terminal,
  edoc: string,
  directory: string,
  tokens?: Tokens,
): Promise<Stage> {
  const external = externalBroker(process.env);
  const axis = external ? externalAxis(process.env['EDOC_BROKER_FILES']) : join(directory, 'axis');
  const agentOf = (code: Code) => join(directory, code.toLowerCase());
  const closers: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const close of closers.splice(0).reverse()) await close();
  };
  try {
    const services = await prepareServices(terminal, edoc, axis);
    terminal.chapter('axis');
    const init = [
      'axis',
      'init',
      '--dir',
      axis,
      '--name',
      'Trục liên thông (demo)',
      '--host',
      '127.0.0.1',
      '--key-type',
      'ecdsa-p256',
      '--services-url',
      services.url,
    ];
    if (!external) await terminal.edoc(init);

    terminal.chapter('broker');
    if (external) {
      terminal.note(external.urls.join(', '));
    } else {
      const broker = await startPrivateBroker({ filesDir: join(axis, 'broker') });
      closers.push(() => broker.stop());
      terminal.note(`amqps://${broker.amqps.host}:${broker.amqps.port}`);
      await terminal.edoc([...init, ...portsOf(broker)], { shown: false });
    }

    if (!external) {
      terminal.chapter('services');
      closers.push(await services.start());
    }

    terminal.chapter(tokens ? 'agenciesInTokens' : 'agencies');
    await Promise.all(agencies.map((agency) => request(terminal, agency, agentOf(agency.code), tokens)));
    // An axis that was there before may know these agencies by the keys of an earlier demo.
    const options = external ? ['--replace'] : [];
    for (const agency of agencies) await enrol(terminal, agency, axis, agentOf(agency.code), options);
    await terminal.edoc(['axis', 'publish', '--dir', axis], { shown: false });
    await terminal.edoc(['axis', 'status', '--dir', axis]);

    terminal.chapter('agents');
    const running = await Promise.all(agencies.map(({ code }) => startAgentProcess(edoc, agentOf(code))));
    closers.push(async () => {
      await Promise.all(running.map((agent: RunningProcess) => agent.stop()));
    });
    await terminal.edoc(['agent', 'status'], { agent: agentOf('G22') });
    if (tokens) await terminal.edoc(['key', 'show'], { agent: agentOf('G22') });
    return { agent: agentOf, trust: join(axis, 'trust.pem'), services: !external, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The operator's services have their place before there is an axis: it stands in every certificate. */
async function prepareServices(terminal: Terminal, edoc: string, axis: string) {
  const listen = `127.0.0.1:${await freePort()}`;
  const url = `http://${listen}`;
  const start = async () => {
    const running = await startServicesProcess(edoc, axis, listen);
    terminal.note(`edoc axis tsa --dir ${axis} --listen ${listen}`);
    return () => running.stop();
  };
  return { url, start };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port is free');
  return address.port;
}

/** The ports of a private broker are known only when it runs. */
function portsOf({ amqps, management }: PrivateBroker): string[] {
  return ['--amqps-port', String(amqps.port), '--management-port', String(management.port)];
}

/** A broker that runs already trusts one authority: that of the axis directory which made its files, and which knows where it is. */
function externalAxis(directory: string | undefined): string {
  if (directory === undefined || directory === '') {
    throw new Error(
      'EDOC_BROKER_URL names a broker that runs already. Set EDOC_BROKER_FILES to the axis directory whose broker/ files it runs with (edoc axis init).',
    );
  }
  return directory;
}

async function request(
  terminal: Terminal,
  { code, node, name }: (typeof agencies)[number],
  agent: string,
  tokens: Tokens | undefined,
) {
  const args = ['agent', 'init', '--dir', agent, '--node', node, '--agency', code, '--name', name];
  const token = tokens ? ['--token', await tokens.uri(code, agent)] : [];
  return terminal.edoc([...args, ...token], { shown: code === 'G22' });
}

async function enrol(
  terminal: Terminal,
  { code, legacy }: (typeof agencies)[number],
  axis: string,
  agent: string,
  options: readonly string[],
): Promise<void> {
  const answer = join(agent, 'enrolment.json');
  const shown = code === 'G22';
  await terminal.edoc(
    [
      'axis',
      'enroll',
      join(agent, 'request.pem'),
      '--dir',
      axis,
      '--legacy-code',
      legacy,
      '--out',
      answer,
      '--no-publish',
      ...options,
    ],
    { shown },
  );
  await terminal.edoc(['agent', 'init', '--dir', agent, '--enrolment', answer], { shown });
}
