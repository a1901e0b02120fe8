/**
 * Sets an axis up in its directory: keys, certificates, the broker's files, the configuration. What is there stays, so
 * that a set-up which was interrupted is finished by the same command; another address of the broker is taken over.
 */
import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import {
  type AxisConfig,
  type AxisPkiOptions,
  axisHosts,
  brokerHosts,
  createAxisRoot,
  createBrokerServer,
  createClusterPair,
  createOcspResponder,
  createOperatorClient,
  createOperatorSeal,
  createTimeStamper,
  type OwnCertificateName,
  parseAxisConfig,
  registerOwnCertificates,
  serviceUrls,
} from '../../axis/index.js';
import { EdocError } from '../../errors.js';
import { certificateToPem, describeCertificate, type Issuer, type KeyKind } from '../../signing/index.js';
import { clusterAuthority, clusterKeyName, writeAxisBroker } from './axis-broker.js';
import { axisFiles } from './axis-files.js';
import { takeAxisLock } from './axis-lock.js';
import {
  certificatePath,
  type KeyPair,
  type KeyPairFiles,
  keyPath,
  provideKeyPair,
  readKeyPair,
  writeKeyPair,
} from './key-pairs.js';
import { readOwnPair } from './own-pair.js';
import {
  makeSecretFolder,
  providePassphrase,
  readIfPresent,
  readSecretFile,
  writeOpenFile,
} from './private-file.js';
import { RegisterJournal } from './register-journal.js';

export interface AxisSetup {
  readonly name: string;
  readonly host: string;
  /** The other brokers of a cluster. */
  readonly furtherHosts?: readonly string[] | undefined;
  readonly amqpsPort?: number | undefined;
  readonly vhost?: string | undefined;
  readonly management: { readonly host: string; readonly port: number };
  /** Where the services of `edoc axis tsa` are reached, `http://host:port`; left out, it stays as it is. */
  readonly servicesUrl?: string | undefined;
  readonly keyKind: KeyKind;
  /** Of the keys; made at random and kept in the directory where it is left out. */
  readonly passphrase?: string | undefined;
  /** Where a root is there already, as in a test run that makes many axes. */
  readonly root?: KeyPair | undefined;
}

export interface SetUpAxis {
  readonly config: AxisConfig;
  /** False where the same axis was there. */
  readonly changed: boolean;
  /** SHA-256 of the root certificate, to be told to the agencies. */
  readonly root: string;
}

/**
 * @throws EdocError `axis.exists` where another axis is there, `axis.incomplete` where the root's key, its certificate or the passphrase
 * was lost, `axis.config`, `axis.locked`
 */
export async function setUpAxis(folder: string, setup: AxisSetup, now: Date): Promise<SetUpAxis> {
  const config = parseAxisConfig({
    name: setup.name,
    host: setup.host,
    management: setup.management,
    ...(setup.furtherHosts?.length ? { furtherHosts: setup.furtherHosts } : {}),
    ...(setup.amqpsPort === undefined ? {} : { amqpsPort: setup.amqpsPort }),
    ...(setup.vhost === undefined ? {} : { vhost: setup.vhost }),
    ...(setup.servicesUrl === undefined ? {} : { services: { url: setup.servicesUrl } }),
  });
  const files = axisFiles(folder);
  for (const place of [folder, files.keys, files.certificates]) await makeSecretFolder(place);
  const lock = await takeAxisLock(files.lock);
  try {
    const present = await presentConfig(files.config);
    if (present && present.name !== config.name) {
      throw new EdocError('axis.exists', { detail: { folder, name: present.name } });
    }
    const { host, furtherHosts, amqpsPort, vhost, management, services } = config;
    const moved = {
      host,
      ...(furtherHosts ? { furtherHosts } : {}),
      amqpsPort,
      vhost,
      management,
      ...(services ? { services } : {}),
    };
    const wanted = present ? { ...withoutFurtherHosts(present), ...moved } : config;
    const changed = !isDeepStrictEqual(present, wanted);
    if (present && !isDeepStrictEqual(axisHosts(present), axisHosts(config))) {
      await forgetBrokerCertificates(files);
    }
    const root = await makeFiles(folder, wanted, setup, now);
    if (changed) await writeOpenFile(files.config, `${JSON.stringify(wanted, undefined, 2)}\n`);
    return { config: wanted, changed, root: describeCertificate(root.certificate).certificateSha256 };
  } finally {
    await lock.release();
  }
}

/**
 * New keys and certificates for the operator, the broker and the services, from the same root, before the old ones end.
 * @throws EdocError `axis.missing`, `axis.incomplete`, `axis.locked`
 */
export async function renewAxis(folder: string, keyKind: KeyKind, now: Date, given?: string): Promise<void> {
  const files = axisFiles(folder);
  const config = await presentConfig(files.config);
  if (!config) throw new EdocError('axis.missing', { detail: { folder } });
  const lock = await takeAxisLock(files.lock);
  try {
    const passphrase = given ?? (await readSecretFile(files.passphrase)).trim();
    const root = await readKeyPair(files, 'root', passphrase);
    if (!root) throw new EdocError('axis.incomplete', { detail: { folder, file: keyPath(files, 'root') } });
    const made = new Map<OwnCertificateName, KeyPair>();
    for (const [name, create] of ownPairs(root, pkiOptions(config, keyKind, now)))
      made.set(name, await create());
    // Before any of them is used: one that the register does not know can be neither asked about nor revoked.
    const certificates = new Map([...made].map(([name, pair]) => [name, pair.certificate]));
    await registerOwnCertificates(new RegisterJournal(folder), certificates, now);
    for (const [name, pair] of made) await writeKeyPair(files, name, passphrase, pair);
    if (config.furtherHosts) await writeClusterPair(files, passphrase, pkiOptions(config, keyKind, now));
    await writeAxisBroker(folder, config, passphrase);
  } finally {
    await lock.release();
  }
}

async function makeFiles(folder: string, config: AxisConfig, setup: AxisSetup, now: Date): Promise<KeyPair> {
  const files = axisFiles(folder);
  await requireNothingLost(folder, setup);
  const passphrase = setup.passphrase ?? (await providePassphrase(files.passphrase));
  await providePassphrase(files.management);
  const options = pkiOptions(config, setup.keyKind, now);
  const root = await provideKeyPair(
    files,
    'root',
    passphrase,
    async () => setup.root ?? createAxisRoot(options),
  );
  const own = new Map<OwnCertificateName, Uint8Array>();
  for (const [name, create] of ownPairs(root, options)) {
    await readOwnPair(files, name, passphrase);
    own.set(name, (await provideKeyPair(files, name, passphrase, create)).certificate);
  }
  await registerOwnCertificates(new RegisterJournal(folder), own, now);
  await writeOpenFile(files.trust, certificateToPem(root.certificate));
  if (config.furtherHosts) {
    await providePassphrase(files.cookie);
    const present = await readKeyPair(files, clusterKeyName, passphrase);
    if (!present) await writeClusterPair(files, passphrase, options);
  }
  await writeAxisBroker(folder, config, passphrase);
  return root;
}

/**
 * The certificate of the root is written behind its key, and the key behind the passphrase: where one is there without the one
 * before, that was lost. A root made in its place would be another axis.
 */
async function requireNothingLost(folder: string, { passphrase }: AxisSetup): Promise<void> {
  const files = axisFiles(folder);
  const order = [
    ...(passphrase === undefined ? [files.passphrase] : []),
    keyPath(files, 'root'),
    certificatePath(files, 'root'),
    files.config,
  ];
  const present = await Promise.all(order.map(async (file) => (await readIfPresent(file)) !== undefined));
  const lost = order.find((_, index) => !present[index]);
  if (lost !== undefined && present.lastIndexOf(true) > order.indexOf(lost)) {
    throw new EdocError('axis.incomplete', { detail: { folder, file: lost } });
  }
}

function ownPairs(root: Issuer, options: AxisPkiOptions): [OwnCertificateName, () => Promise<KeyPair>][] {
  return [
    ['operator-seal', () => createOperatorSeal(root, options)],
    ['operator', () => createOperatorClient(root, options)],
    ['broker', () => createBrokerServer(root, options)],
    ['tsa', () => createTimeStamper(root, options)],
    ['ocsp', () => createOcspResponder(root, options)],
  ];
}

function pkiOptions(config: AxisConfig, keyKind: KeyKind, now: Date): AxisPkiOptions {
  const services = serviceUrls(config);
  return {
    name: config.name,
    hosts: brokerHosts(axisHosts(config)),
    services,
    keyKind,
    now,
    random: randomBytes,
  };
}

async function presentConfig(path: string): Promise<AxisConfig | undefined> {
  const text = await readIfPresent(path);
  return text === undefined ? undefined : parseAxisConfig(parseAxisJson(text, path));
}

export function parseAxisJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new EdocError('config.not-json', { detail: { file }, cause });
  }
}

/** What the brokers show names their hosts: for other hosts others are made. */
async function forgetBrokerCertificates(files: KeyPairFiles): Promise<void> {
  for (const name of ['broker', clusterKeyName]) await rm(certificatePath(files, name), { force: true });
}

function withoutFurtherHosts({ furtherHosts: _, ...config }: AxisConfig): AxisConfig {
  return config;
}

/** The authority goes first: where the certificate is, everything is. */
async function writeClusterPair(files: KeyPairFiles, passphrase: string, options: AxisPkiOptions) {
  const { authority, ...pair } = await createClusterPair(options);
  await writeOpenFile(certificatePath(files, clusterAuthority), certificateToPem(authority));
  await writeKeyPair(files, clusterKeyName, passphrase, pair);
}
