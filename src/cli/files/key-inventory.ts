/** What keys a node has: where each is, what certificate is beside it, and whether the others would accept it. No secrets. */
import { X509Certificate } from 'node:crypto';
import { resolve } from 'node:path';
import type { AgentConfig } from '../../agent/index.js';
import { type DirectoryAgency, organId } from '../../edoc/index.js';
import { type Finding, isEdocError } from '../../errors.js';
import { certificatesFromPem, describeCertificate, keyName } from '../../signing/index.js';
import { openReader } from '../../store/index.js';
import { isTokenUri, listTokens, parseTokenUri, type TokenDescription } from '../../token/index.js';
import { requestedAgencies } from './key-change.js';
import { presentConfig } from './node-secrets.js';
import { readIfPresent } from './private-file.js';
import { sealCertificatePath, sealKeysOf } from './seal-keys.js';

/** `waiting` has no certificate yet; `kept` is of earlier times and used for nothing new. */
export type KeyUse = 'node' | 'present' | 'next' | 'waiting' | 'kept';

export interface HeldKey {
  /** Agency code; the node's name for its own key. */
  readonly holder: string;
  readonly use: KeyUse;
  readonly place: { readonly file: string } | { readonly token: string; readonly object: string };
  readonly type?: string;
  readonly certificate?: {
    readonly sha256: string;
    readonly notBefore: Date;
    readonly notAfter: Date;
    readonly daysLeft: number;
  };
  /** Undefined where the node has no directory yet, and for its own key, which no directory lists. */
  readonly listed?: 'listed' | 'not-listed' | 'revoked';
  readonly findings: readonly Finding[];
}

const dayMs = 24 * 3_600_000;

/** @throws EdocError `init.no-request` where there is neither configuration nor request, `config.…` */
export async function keyInventory(folder: string, at: Date): Promise<HeldKey[]> {
  const config = await presentConfig(folder);
  const codes = config
    ? config.agencies.map(({ code }) => code)
    : (await requestedAgencies(folder)).agencies.map(({ code }) => code);
  const directory = config && (await listedAgencies(resolve(folder, config.data), codes));
  const held: HeldKey[] = [];
  if (config) {
    const { broker, node } = config;
    const described = await describe(folder, broker, at);
    held.push({ holder: node, use: 'node', ...described });
  }
  for (const code of codes) {
    for (const { use, ...place } of await placesOf(folder, code, config)) {
      const described = await describe(folder, place, at);
      const sha256 = described.certificate?.sha256;
      const listed = sha256 !== undefined && directory ? listing(directory.get(code), sha256, at) : undefined;
      held.push({ holder: code, use, ...described, ...(listed === undefined ? {} : { listed }) });
    }
  }
  return held;
}

interface Place {
  readonly key: string;
  readonly certificate: string;
}

/** Those of agent.json first, then what else lies in the node's directory. */
async function placesOf(
  folder: string,
  code: string,
  config: AgentConfig | undefined,
): Promise<(Place & { readonly use: KeyUse })[]> {
  const agency = config?.agencies.find((each) => each.code === code);
  const used = agency ? [{ use: 'present' as const, key: agency.key, certificate: agency.certificate }] : [];
  const next = agency?.next ? [{ use: 'next' as const, ...agency.next }] : [];
  const others: (Place & { readonly use: KeyUse })[] = [];
  for (const key of await sealKeysOf(folder, code)) {
    const certificate = sealCertificatePath(key);
    if ([...used, ...next].some((place) => place.certificate === certificate)) continue;
    const waits = (await readIfPresent(resolve(folder, certificate))) === undefined;
    others.push({ use: waits ? 'waiting' : 'kept', key: key.key, certificate });
  }
  return [...used, ...next, ...others];
}

async function describe(
  folder: string,
  { key, certificate }: Place,
  at: Date,
): Promise<Omit<HeldKey, 'holder' | 'use' | 'listed'>> {
  const pem = await readIfPresent(resolve(folder, certificate));
  const [der] = pem === undefined ? [] : certificatesFromPem(pem);
  const seen = await locate(folder, key);
  if (!der) return seen;
  const { certificateSha256: sha256, notBefore, notAfter } = describeCertificate(der);
  const daysLeft = Math.floor((notAfter.getTime() - at.getTime()) / dayMs);
  return {
    ...seen,
    type: keyName(new X509Certificate(der).publicKey),
    certificate: { sha256, notBefore, notAfter, daysLeft },
  };
}

/** Without a PIN: looking must never cost a try. */
async function locate(folder: string, key: string): Promise<Pick<HeldKey, 'place' | 'findings' | 'type'>> {
  if (!isTokenUri(key)) {
    const findings: Finding[] = [];
    if ((await readIfPresent(resolve(folder, key))) === undefined) {
      findings.push({ code: 'cli.file-missing', severity: 'error', detail: { file: key } });
    }
    return { place: { file: key }, findings };
  }
  const uri = parseTokenUri(key);
  const token = uri.token ?? uri.serial ?? '–';
  const object = uri.object ?? uri.id?.toString('hex') ?? '–';
  const place = { token, object };
  try {
    const [found] = await listTokens(uri);
    if (!found) return { place, findings: [{ code: 'token.absent', severity: 'error', detail: { token } }] };
    const type = found.keys.find(({ label, id }) => label === object || id === object)?.type;
    return { place, findings: pinFindings(found), ...(type === undefined ? {} : { type }) };
  } catch (error) {
    if (!isEdocError(error)) throw error;
    return { place, findings: error.findings };
  }
}

export function pinFindings({ label, pin }: TokenDescription): Finding[] {
  const detail = { token: label };
  if (pin === 'good') return [];
  return [
    { code: pin === 'wrong-once' ? 'token.pin-doubtful' : 'token.pin-locked', severity: 'error', detail },
  ];
}

function listing(agency: DirectoryAgency | undefined, sha256: string, at: Date): HeldKey['listed'] {
  const listed = agency?.certificates.find((certificate) => certificate.sha256 === sha256);
  if (!listed) return 'not-listed';
  return listed.revokedAt && at >= listed.revokedAt ? 'revoked' : 'listed';
}

/** Undefined where the node has not had a directory: it never ran. */
async function listedAgencies(
  data: string,
  codes: readonly string[],
): Promise<Map<string, DirectoryAgency | undefined> | undefined> {
  try {
    const register = await openReader(data);
    try {
      const agencies = new Map<string, DirectoryAgency | undefined>();
      for (const code of codes) agencies.set(code, await register.agency(organId(code)));
      return agencies;
    } finally {
      await register.close();
    }
  } catch (error) {
    if (isEdocError(error)) return undefined;
    throw error;
  }
}
