/** A broker that somebody else runs, named by environment variables. */
import { EdocError } from '../errors.js';
import { parseAddress } from './link.js';
import type { ManagementAddress } from './management.js';

export interface ExternalBroker {
  /** `amqps://host:port`, one or more. */
  readonly urls: readonly string[];
  readonly management: ManagementAddress;
}

/**
 * Reads `EDOC_BROKER_URL` (`amqps://host:port`, several with commas between) and `EDOC_BROKER_MANAGEMENT_URL`
 * (`https://user:password@host:port`); undefined where the first is not set. @throws EdocError `broker.url`
 */
export function externalBroker(
  env: Readonly<Record<string, string | undefined>>,
): ExternalBroker | undefined {
  const { EDOC_BROKER_URL: amqps, EDOC_BROKER_MANAGEMENT_URL: management } = env;
  if (amqps === undefined || amqps === '') return undefined;
  const urls = amqps.split(',').map((url) => url.trim());
  for (const url of urls) parseAddress(url, 'EDOC_BROKER_URL');
  return { urls, management: parseManagementUrl(management ?? '') };
}

function parseManagementUrl(text: string): ManagementAddress {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'https:' || url.username === '' || url.password === '') {
    const form = 'https://user:password@host:port';
    throw new EdocError('broker.url', { detail: { variable: 'EDOC_BROKER_MANAGEMENT_URL', form } });
  }
  const [user, password] = [decodeURIComponent(url.username), decodeURIComponent(url.password)];
  return { url: url.origin, user, password };
}
