/** Addresses of services: which are taken, and how they are shown. */
import { EdocError } from '../errors.js';

/** @param base for an address that a redirect gives. @throws EdocError `authority.url` */
export function serviceUrl(address: string, base?: URL): URL {
  const url = URL.canParse(address, base) ? new URL(address, base) : undefined;
  if (url && ['http:', 'https:'].includes(url.protocol)) return url;
  throw new EdocError('authority.url', { detail: { address: url ? addressOf(url) : '?' } });
}

/** For messages: without user, password and query, any of which may be secret. */
export function addressOf({ protocol, host, pathname }: URL): string {
  return `${protocol}//${host}${pathname}`;
}
