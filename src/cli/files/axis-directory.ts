/** Opens an axis directory: its configuration, keys, register and ways to the broker, put together for the operator's functions. */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import {
  type AxisConfig,
  type AxisContext,
  type Clock,
  managementUrls,
  type OwnCertificate,
  openAxis,
  parseAxisConfig,
} from '../../axis/index.js';
import { EdocError } from '../../errors.js';
import type { Log } from '../../log.js';
import {
  certificatesFromPem,
  describeCertificate,
  signerFromKey,
  trustFromPem,
} from '../../signing/index.js';
import { axisManagement, clusterKeyName, OperatorBus } from './axis-broker.js';
import { type AxisKeyName, axisFiles } from './axis-files.js';
import { type AxisLock, takeAxisLock } from './axis-lock.js';
import { parseAxisJson } from './axis-setup.js';
import { CrlFileOnDisk } from './crl-file.js';
import { certificatePath, type KeyPair, keyPath, readKeyPair } from './key-pairs.js';
import { readOwnPair } from './own-pair.js';
import { readIfPresent, readSecretFile } from './private-file.js';
import { RegisterJournal } from './register-journal.js';

export interface OpenAxis {
  readonly context: AxisContext;
  readonly managementUrl: string;
  /** Of the axis itself, for its status. */
  readonly own: readonly OwnCertificate[];
  close(): Promise<void>;
}

/**
 * @param options.write takes the directory's lock: one command at a time changes an axis
 * @param options.passphrase of its keys; read from the axis's own file where it is left out
 * @throws EdocError `axis.missing`, `axis.incomplete`, `axis.half-renewed`, `axis.locked`, `axis.register-damaged`, `axis.config`, `key.…`
 */
export async function openAxisDirectory(
  folder: string,
  options: {
    readonly write: boolean;
    readonly clock: Clock;
    readonly log: Log;
    readonly passphrase?: string | undefined;
  },
): Promise<OpenAxis> {
  const config = await readAxisConfig(folder);
  const files = axisFiles(folder);
  const lock = options.write ? await takeAxisLock(files.lock) : undefined;
  try {
    return await open(folder, config, lock, options);
  } catch (error) {
    await lock?.release();
    throw error;
  }
}

/** @throws EdocError `axis.missing`, `config.not-json`, `axis.config` */
export async function readAxisConfig(folder: string): Promise<AxisConfig> {
  const path = axisFiles(folder).config;
  const text = await readIfPresent(path);
  if (text === undefined) throw new EdocError('axis.missing', { detail: { folder } });
  return parseAxisConfig(parseAxisJson(text, path));
}

async function open(
  folder: string,
  config: AxisConfig,
  lock: AxisLock | undefined,
  {
    clock,
    log,
    passphrase: given,
  }: { readonly clock: Clock; readonly log: Log; readonly passphrase?: string | undefined },
): Promise<OpenAxis> {
  const files = axisFiles(folder);
  const passphrase = given ?? (await required(folder, files.passphrase, readSecretFile)).trim();
  const password = (await required(folder, files.management, readSecretFile)).trim();
  const trustPem = await required(folder, files.trust);
  const [root, seal] = await Promise.all([
    requiredPair(folder, 'root', passphrase),
    requiredPair(folder, 'operator-seal', passphrase),
  ]);
  await requiredPair(folder, 'operator', passphrase);
  const operator = {
    certificate: await required(folder, certificatePath(files, 'operator')),
    key: await required(folder, keyPath(files, 'operator'), readSecretFile),
  };
  const broker = axisManagement(config, { password, ca: trustPem });
  const bus = new OperatorBus(
    config,
    { ca: trustPem, cert: operator.certificate, key: operator.key, passphrase },
    log,
  );
  const context = await openAxis({
    config,
    authority: root,
    operator: signerFromKey(seal.key, [seal.certificate]),
    trust: trustFromPem(trustPem),
    trustPem,
    brokerCaPem: trustPem,
    register: new RegisterJournal(folder),
    crls: new CrlFileOnDisk(axisFiles(folder).crl),
    broker,
    bus,
    clock,
    random: randomBytes,
  });
  return {
    context,
    managementUrl: managementUrls(config)[0] ?? '',
    own: await ownCertificates(folder),
    close: async () => {
      await bus.close();
      broker.close();
      await lock?.release();
    },
  };
}

/** An axis of an earlier version has none for the services until it is set up or renewed again; one broker needs no cluster's. */
const optional: ReadonlySet<string> = new Set(['tsa', 'ocsp', clusterKeyName]);

async function ownCertificates(folder: string): Promise<OwnCertificate[]> {
  const files = axisFiles(folder);
  const kinds: [OwnCertificate['kind'], AxisKeyName | typeof clusterKeyName][] = [
    ['authority', 'root'],
    ['operator', 'operator-seal'],
    ['operator', 'operator'],
    ['broker', 'broker'],
    ['tsa', 'tsa'],
    ['ocsp', 'ocsp'],
    ['broker', clusterKeyName],
  ];
  const found = await Promise.all(
    kinds.map(async ([kind, name]) => {
      const pem = await readIfPresent(certificatePath(files, name));
      if (pem === undefined && optional.has(name)) return [];
      const [certificate] = certificatesFromPem(pem ?? '');
      if (!certificate) throw new EdocError('certificate.malformed', { place: name });
      const { certificateSha256, notAfter } = describeCertificate(certificate);
      return [{ kind, subject: name, sha256: certificateSha256, notAfter }];
    }),
  );
  return found.flat();
}

async function required(
  folder: string,
  file: string,
  read: (path: string) => Promise<string> = (path) => readFile(path, 'utf8'),
): Promise<string> {
  const content = await readIfPresent(file, read);
  if (content === undefined) throw new EdocError('axis.incomplete', { detail: { folder, file } });
  return content;
}

async function requiredPair(folder: string, name: AxisKeyName, passphrase: string): Promise<KeyPair> {
  const files = axisFiles(folder);
  const pair = await (name === 'root'
    ? readKeyPair(files, name, passphrase)
    : readOwnPair(files, name, passphrase));
  if (!pair) throw new EdocError('axis.incomplete', { detail: { folder, file: keyPath(files, name) } });
  return pair;
}
