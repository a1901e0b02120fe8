/**
 * The configuration of an axis, `axis.json`: one documented type, read once, every problem reported at once.
 * Where the files are is fixed by the layout of the axis directory and not configured.
 */
import { z } from 'zod';
import { EdocError, type Finding } from '../errors.js';

const port = z.number().int().min(1).max(65_535);
const days = z.number().int().min(1);
const host = z
  .string()
  .max(253)
  .regex(/^[a-zA-Z0-9]([a-zA-Z0-9.-]*[a-zA-Z0-9])?$|^[0-9a-fA-F:]+$/, 'must be a host name or an address');

/** Plain HTTP, as RFC 5280, 4.2.1.13, has it: who checks a TLS certificate would need the services first. */
const servicesUrl = /^http:\/\/([a-zA-Z0-9]([a-zA-Z0-9.-]*[a-zA-Z0-9])?|\[[0-9a-fA-F:]+\])(:\d{1,5})?$/;
const objectIdentifier = /^[0-2](\.(0|[1-9]\d{0,9})){1,20}$/;

const fields = z.strictObject({
  /** The axis's name, for people: it stands in its certificates. */
  name: z.string().min(1).max(64),
  /** How nodes reach the broker, or the first one of a cluster. */
  host,
  /** The others of the cluster, on the same ports. */
  furtherHosts: z.array(host).min(1).max(6).exactOptional(),
  amqpsPort: port.default(5671),
  vhost: z.string().min(1).max(128).default('/'),
  /** The broker's management interface, for the operator alone. */
  management: z.strictObject({ host, port }),
  /** How long certificates are issued for. */
  validityDays: z
    .strictObject({ seal: days.max(1_830), node: days.max(1_830) })
    .default({ seal: 1_095, node: 1_095 }),
  /** How long a published directory is good for; it is published anew well before. */
  directoryDays: days.max(366).default(30),
  /**
   * Where nodes and auditors reach `edoc axis tsa`: it stands in every certificate that is issued from then on, so it
   * should stay. Left out, certificates name no place to ask.
   */
  services: z
    .strictObject({
      url: z.string().max(200).regex(servicesUrl, 'must be http://host[:port], without a path'),
    })
    .exactOptional(),
  /**
   * The policy under which time stamps are given, an object identifier. The default lies in the arc that ISO/IEC 9834-1
   * keeps for examples: an operator with an arc of its own, and a written policy, names that.
   */
  timeStampPolicy: z
    .string()
    .max(64)
    .regex(objectIdentifier, 'must be an object identifier')
    .default('2.999.102.1'),
  /** How long a revocation list is good for; it is issued anew well before. */
  crlDays: days.max(366).default(7),
});

const schema = fields.refine(
  ({ host: first, furtherHosts = [] }) => furtherHosts.length === 0 || formCluster([first, ...furtherHosts]),
  {
    path: ['furtherHosts'],
    error: 'must be other hosts than the first, all with a domain or none, and no IPv6 addresses',
  },
);

/** Erlang names its nodes after hosts, all long names or all short ones. */
function formCluster(hosts: readonly string[]): boolean {
  const dotted = hosts.filter((name) => name.includes('.')).length;
  const isMixed = dotted !== 0 && dotted !== hosts.length;
  return !isMixed && new Set(hosts).size === hosts.length && !hosts.some((name) => name.includes(':'));
}

export type AxisConfig = z.infer<typeof schema>;

/** @throws EdocError `axis.config` with one finding for each problem, its place such as `management.port`. */
export function parseAxisConfig(value: unknown): AxisConfig {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const findings: Finding[] = parsed.error.issues.map((issue) => ({
    code: 'axis.config',
    severity: 'error',
    place: issue.path.join('.') || 'axis.json',
    detail: { reason: issue.message },
  }));
  throw new EdocError('axis.config', { place: findings[0]?.place, detail: findings[0]?.detail, findings });
}

/** The brokers of an axis, the first one first. */
export function axisHosts({ host, furtherHosts = [] }: Pick<AxisConfig, 'host' | 'furtherHosts'>): string[] {
  return [...new Set([host, ...furtherHosts])];
}

/** `amqps://host:port/vhost` for each broker, as nodes write it. */
export function brokerUrls(
  config: Pick<AxisConfig, 'host' | 'furtherHosts' | 'amqpsPort' | 'vhost'>,
): string[] {
  const path = encodeURIComponent(config.vhost);
  return axisHosts(config).map((name) => `amqps://${bracketed(name)}:${config.amqpsPort}/${path}`);
}

/** `https://host:port` for each broker's management; where it stands on a host of its own, for that alone. */
export function managementUrls(config: Pick<AxisConfig, 'host' | 'furtherHosts' | 'management'>): string[] {
  const { host: first, port } = config.management;
  const hosts = first === config.host ? axisHosts(config) : [first];
  return hosts.map((name) => `https://${bracketed(name)}:${port}`);
}

function bracketed(name: string): string {
  return name.includes(':') ? `[${name}]` : name;
}

/** Where the services of an axis answer; the paths are those of RFC 3161, RFC 6960 and RFC 5280 as the operator serves them. */
export interface ServiceUrls {
  readonly tsa: string;
  readonly ocsp: string;
  readonly crl: string;
}

export function serviceUrls({ services }: Pick<AxisConfig, 'services'>): ServiceUrls | undefined {
  if (!services) return undefined;
  const { url } = services;
  return { tsa: `${url}/tsa`, ocsp: `${url}/ocsp`, crl: `${url}/crl/root.crl` };
}
