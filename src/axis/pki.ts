/**
 * The keys and certificates that an axis begins with: root, operator's seal, operator's broker client, broker, time stamps,
 * answers on revocation.
 */
import { createPublicKey, type KeyObject } from 'node:crypto';
import {
  createRoot,
  describeCertificate,
  generateKey,
  type Issuer,
  issueBroker,
  issueNode,
  issueOcspResponder,
  issueOperatorSeal,
  issueTsa,
  type KeyKind,
} from '../signing/index.js';
import type { ServiceUrls } from './config.js';

export interface KeyPair {
  readonly key: KeyObject;
  /** DER */
  readonly certificate: Buffer;
}

export interface AxisPkiOptions {
  /** The axis's name, for people: it stands in the certificates. */
  readonly name: string;
  /** Names and addresses under which the broker is reached. */
  readonly hosts: readonly string[];
  /** Where the status of certificates can be asked for; left out, they say nothing of it. */
  readonly services?: ServiceUrls | undefined;
  /** Of the root a stronger key of the same kind is made. */
  readonly keyKind: KeyKind;
  readonly now: Date;
  readonly random: (octets: number) => Uint8Array;
}

const rootYears = 20;
const ownDays = 1_095;
const dayMs = 86_400_000;
/** Clocks differ: nothing that is made later may begin before the root. */
const rootEarlyMs = 3_600_000;
const earlyMs = 300_000;
const serialOctets = 16;
const commonNameCharacters = 64;

/** The broker user of the operator: it publishes the directory. */
export const operatorNode = 'operator';

export async function createAxisRoot(options: Omit<AxisPkiOptions, 'hosts'>): Promise<KeyPair> {
  const { name, keyKind, now, random } = options;
  const key = await generateKey(keyKind === 'ecdsa-p256' ? keyKind : 'rsa-3072');
  const certificate = await createRoot({
    name: [...`${name} – Root CA`].slice(0, commonNameCharacters).join(''),
    key,
    now: new Date(now.getTime() - rootEarlyMs),
    years: rootYears,
    serialNumber: random(serialOctets),
  });
  return { key, certificate };
}

/** @param issuer the root. Each call makes new keys: so are these certificates renewed. */
export async function createOperatorSeal(issuer: Issuer, options: AxisPkiOptions): Promise<KeyPair> {
  return own(issuer, options, (terms) => issueOperatorSeal(issuer, { ...terms, organization: options.name }));
}

export async function createOperatorClient(issuer: Issuer, options: AxisPkiOptions): Promise<KeyPair> {
  return own(issuer, options, (terms) => issueNode(issuer, { ...terms, node: operatorNode }));
}

export async function createBrokerServer(issuer: Issuer, options: AxisPkiOptions): Promise<KeyPair> {
  const { hosts } = options;
  const commonName = (hosts[0] ?? options.name).slice(0, commonNameCharacters);
  return own(issuer, options, (terms) => issueBroker(issuer, { ...terms, commonName, hosts }));
}

/** What the brokers of a cluster show each other, and the authority that they take it from, DER. */
export interface ClusterPair extends KeyPair {
  readonly authority: Buffer;
}

/**
 * Under an authority of its own, whose key signs this one certificate and is forgotten: under the root of the axis every
 * node's certificate would open the door between the brokers.
 */
export async function createClusterPair(options: AxisPkiOptions): Promise<ClusterPair> {
  const key = await generateKey(options.keyKind);
  const authority = await createRoot({
    name: [...`${options.name} – Cluster`].slice(0, commonNameCharacters).join(''),
    key,
    now: new Date(options.now.getTime() - rootEarlyMs),
    years: rootYears,
    serialNumber: options.random(serialOctets),
  });
  const commonName = (options.hosts[0] ?? options.name).slice(0, commonNameCharacters);
  const { services: _, ...rest } = options;
  const pair = await own({ key, certificate: authority }, rest, (terms) =>
    issueBroker(
      { key, certificate: authority },
      { ...terms, commonName, hosts: options.hosts, mutual: true },
    ),
  );
  return { ...pair, authority };
}

/** Who gives time stamps. The root's key is not needed for it, nor for {@link createOcspResponder}. */
export async function createTimeStamper(issuer: Issuer, options: AxisPkiOptions): Promise<KeyPair> {
  return own(issuer, options, (terms) => issueTsa(issuer, { ...terms, ...service(options, 'TSA') }));
}

/** Who answers for the root whether a certificate was revoked. */
export async function createOcspResponder(issuer: Issuer, options: AxisPkiOptions): Promise<KeyPair> {
  return own(issuer, options, (terms) =>
    issueOcspResponder(issuer, { ...terms, ...service(options, 'OCSP') }),
  );
}

/** The hosts as nodes know them, and this machine's own names: tests, health checks and the operator come by these. */
export function brokerHosts(hosts: readonly string[]): string[] {
  return [...new Set([...hosts, 'localhost', '127.0.0.1', '::1'])];
}

function service({ name }: AxisPkiOptions, what: string): { commonName: string; organization: string } {
  const suffix = ` – ${what}`;
  const commonName = [...name].slice(0, commonNameCharacters - suffix.length).join('') + suffix;
  return { commonName, organization: name };
}

async function own(
  root: Issuer,
  { keyKind, now, random, services }: AxisPkiOptions,
  issue: (terms: {
    publicKey: KeyObject;
    serialNumber: Uint8Array;
    notBefore: Date;
    notAfter: Date;
    services?: ServiceUrls;
  }) => Promise<Buffer>,
): Promise<KeyPair> {
  const key = await generateKey(keyKind);
  const { notBefore, notAfter } = describeCertificate(root.certificate);
  const certificate = await issue({
    publicKey: createPublicKey(key),
    serialNumber: random(serialOctets),
    notBefore: new Date(Math.max(now.getTime() - earlyMs, notBefore.getTime())),
    notAfter: new Date(Math.min(now.getTime() + ownDays * dayMs, notAfter.getTime())),
    ...(services ? { services } : {}),
  });
  return { key, certificate };
}
