/** What the operator's functions work with: keys, ports and the state that the register tells. Built once, passed on. */
import type { Issuer, Signer, Trust } from '../signing/index.js';
import type { AxisConfig } from './config.js';
import type { RegisterEvent } from './events.js';
import type { BrokerAdmin, Clock, CrlFile, DirectoryBus, Register } from './ports.js';
import { AxisState } from './state.js';

export interface AxisPorts {
  readonly config: AxisConfig;
  /** Issues certificates: the axis root. */
  readonly authority: Issuer;
  /** Seals the directory: the certificate `GO:VN-AXIS`. */
  readonly operator: Signer;
  readonly trust: Trust;
  /** PEM of the roots, and of the authority of the broker's certificate: they go to every node as they are. */
  readonly trustPem: string;
  readonly brokerCaPem: string;
  readonly register: Register;
  readonly crls: CrlFile;
  readonly broker: BrokerAdmin;
  readonly bus: DirectoryBus;
  readonly clock: Clock;
  readonly random: (octets: number) => Uint8Array;
}

export interface AxisContext extends AxisPorts {
  readonly state: AxisState;
}

/** Reads the register. One context at a time may write it: the caller holds the lock of the axis directory. */
export async function openAxis(ports: AxisPorts): Promise<AxisContext> {
  return { ...ports, state: AxisState.from(await ports.register.read()) };
}

/** One step: durable in the register first, then in the state. */
export async function record(context: AxisContext, ...events: RegisterEvent[]): Promise<void> {
  if (events.length === 0) return;
  const entry = { at: context.clock.now(), events };
  await context.register.append(entry);
  context.state.apply(entry);
}
