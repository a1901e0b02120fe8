/** Puts the operator's services together: keys and register of an axis directory, behind an HTTP server. */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type AuthorityHandlers, openAuthority } from '../../authority/index.js';
import { type AxisConfig, answerOcsp, answerTimeStamp, FollowedCertificates } from '../../axis/index.js';
import { EdocError } from '../../errors.js';
import { type Log, openLog } from '../../log.js';
import { certificatesFromPem, type Purpose, trustFromPem, verifyChain } from '../../signing/index.js';
import { readAxisConfig } from '../files/axis-directory.js';
import { axisFiles } from '../files/axis-files.js';
import { CrlFileOnDisk } from '../files/crl-file.js';
import { certificatePath, type KeyPair } from '../files/key-pairs.js';
import { readOwnPair } from '../files/own-pair.js';
import { readSecretFile } from '../files/private-file.js';
import { RegisterJournal } from '../files/register-journal.js';

export interface ServiceOptions {
  /** Of the services' keys; read from the axis's own file where it is left out. */
  readonly passphrase?: string | undefined;
  readonly host: string;
  readonly port: number;
  readonly tsa: boolean;
  readonly ocsp: boolean;
  readonly crl: boolean;
  /** Standard error where left out. */
  readonly log?: Log;
}

export interface RunningServices {
  readonly url: string;
  readonly log: Log;
  /** Takes nothing new and finishes what is under way. */
  close(): Promise<void>;
}

const standardError = 2;
const clock = { now: () => new Date() };

/**
 * Reads what the services need, which the root's key is not, and starts them. When it resolves, they answer.
 * @throws EdocError `axis.missing`, `axis.half-renewed`, `authority.no-key`, `authority.cannot-listen`, `axis.register-damaged`, `key.…`,
 * `certificate.…` where a service's own certificate is not, or not any more, one that others take
 */
export async function startServices(folder: string, options: ServiceOptions): Promise<RunningServices> {
  const began = performance.now();
  const config = await readAxisConfig(folder);
  const log = options.log ?? openLog({ level: 'info', fd: standardError, name: 'authority' });
  const handlers = await openHandlers(folder, config, options);
  const authority = await openAuthority({ handlers, host: options.host, port: options.port, log });
  const kind = (['tsa', 'ocsp', 'crl'] as const).filter((name) => options[name]).join(' ');
  log.info('authority.ready', {
    address: authority.url,
    kind,
    durationMs: Math.round(performance.now() - began),
  });
  return { url: authority.url, log, close: () => authority.close() };
}

async function openHandlers(
  folder: string,
  config: AxisConfig,
  options: ServiceOptions,
): Promise<AuthorityHandlers> {
  const files = axisFiles(folder);
  const rootPem = await readFile(certificatePath(files, 'root'), 'utf8');
  const [root] = certificatesFromPem(rootPem);
  if (!root) throw new EdocError('certificate.malformed', { place: certificatePath(files, 'root') });
  const passphrase = options.passphrase ?? (await readSecretFile(files.passphrase)).trim();
  const pairOf = async (name: 'tsa' | 'ocsp', purpose: Purpose) => {
    const pair = await readOwnPair(files, name, passphrase);
    if (!pair) throw new EdocError('authority.no-key', { detail: { folder, name } });
    const check = () => verifyChain([pair.certificate], trustFromPem(rootPem), { purpose, at: clock.now() });
    check();
    return { ...pair, check };
  };
  const stamper = options.tsa ? await pairOf('tsa', 'timestamp') : undefined;
  const responder = options.ocsp ? await pairOf('ocsp', 'ocsp') : undefined;
  const certificates = await FollowedCertificates.open(new RegisterJournal(folder));
  const list = new CrlFileOnDisk(files.crl);
  return {
    ...(stamper ? { timeStamp: stamping(stamper, config) } : {}),
    ...(responder
      ? {
          ocsp: (request) =>
            answerOcsp({ root, responder: carried(responder), certificates, clock }, request),
        }
      : {}),
    ...(options.crl ? { crl: () => list.current() } : {}),
    health: async () => {
      stamper?.check();
      responder?.check();
      await certificates.find([]);
      return { state: 'ok', time: clock.now().toISOString() };
    },
  };
}

function stamping(
  pair: KeyPair,
  { timeStampPolicy: policy }: AxisConfig,
): NonNullable<AuthorityHandlers['timeStamp']> {
  const authority = carried(pair);
  return (request) => answerTimeStamp({ authority, policy, clock, random: randomBytes }, request);
}

function carried({ key, certificate }: KeyPair) {
  return { key, certificates: [certificate] };
}
