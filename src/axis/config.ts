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

const schema = z.strictObject({
  /** The axis's name, for people: it stands in its certificates. */
  name: z.string().min(1).max(64),
  /** How nodes reach the broker. */
  host,
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
});

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

/** `amqps://host:port/vhost` as nodes write it. */
export function brokerUrl(config: Pick<AxisConfig, 'host' | 'amqpsPort' | 'vhost'>): string {
  const authority = config.host.includes(':') ? `[${config.host}]` : config.host;
  return `amqps://${authority}:${config.amqpsPort}/${encodeURIComponent(config.vhost)}`;
}
