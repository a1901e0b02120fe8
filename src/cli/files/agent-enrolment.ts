/** The second step of a node's set-up: the operator's enrolment file is checked against the node's keys and put in place. */
import { X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import { type AgentConfig, parseAgentConfig, type SecretSource } from '../../agent/index.js';
import { type Enrolment, readNodeRequest } from '../../axis/index.js';
import { EdocError } from '../../errors.js';
import {
  certificatesFromPem,
  decryptKey,
  describeCertificate,
  trustFromPem,
  verifyChain,
} from '../../signing/index.js';
import { agentFiles, agentPaths, nodeKeyName } from './agent-files.js';
import { belongs, certificatePath, keyPath } from './key-pairs.js';
import { type NodeSecrets, nodeSecrets, presentConfig } from './node-secrets.js';
import { isAbsent, readIfPresent, readSecretFile, writeOpenFile, writeSecretFile } from './private-file.js';
import { withSealKey } from './seal-config.js';
import { openSealKey, type SealKey, sealCertificatePath, sealKeysOf } from './seal-keys.js';
import { addRoots, requireExpectedRoot, rootsOf, trustedRoots } from './trusted-roots.js';

export interface CompletedAgent {
  readonly config: string;
  readonly node: string;
  readonly agencies: readonly { readonly code: string; readonly name: string; readonly notAfter: Date }[];
  /** SHA-256 of the axis's root certificates, in hexadecimal. */
  readonly roots: readonly string[];
  /** The other roots that the node trusted before, and goes on to trust. */
  readonly keptRoots: readonly string[];
}

/**
 * Nothing is written unless everything fits: keys, names, codes, the chain to the axis's root.
 * @param options.root the root's SHA-256 as the operator told it by another way; left out, the file is believed the first time, and
 * later where it names no root that the node did not trust before
 * @throws EdocError `init.no-request`, `enrolment.other-node`, `enrolment.no-key`, `enrolment.not-ours`,
 * `enrolment.fingerprint`, `enrolment.other-root`, `certificate.…`, `key.…`, `token.…`, `secret.…`
 */
export async function completeAgent(
  folder: string,
  enrolment: Enrolment,
  options: {
    readonly at: Date;
    readonly root?: string | undefined;
    /** As in the first step. */
    readonly passphrase?: SecretSource | undefined;
  },
): Promise<CompletedAgent> {
  const files = agentFiles(folder);
  const request = await readIfPresent(files.request);
  if (request === undefined) throw new EdocError('init.no-request', { detail: { folder } });
  const { node } = readNodeRequest(request);
  if (node !== enrolment.node.name) {
    throw new EdocError('enrolment.other-node', { detail: { node, found: enrolment.node.name } });
  }
  const trust = trustFromPem(enrolment.trust);
  const roots = rootsOf(trust);
  const present = await trustedRoots(folder);
  requireExpectedRoot(roots, options.root, present);

  const secrets = await nodeSecrets(folder, options.passphrase);
  const nodeLeaf = await nodeLeafOf(enrolment, secrets);
  if (nodeLeaf.commonName !== node) throw notOurs(node);
  // The broker trusts its own authority for clients too; both come in the enrolment file.
  verifyChain([nodeLeaf.certificate], trustFromPem(enrolment.broker.ca), {
    purpose: 'client',
    at: options.at,
  });
  const agencies: { code: string; name: string; notAfter: Date }[] = [];
  const keys = new Map<string, SealKey>();
  for (const { code, name, certificate } of enrolment.agencies) {
    keys.set(code, await keyFor(code, certificate, secrets));
    const leaf = describeCertificate(leafIn(certificate, code));
    if (leaf.agency !== code) throw notOurs(code);
    verifyChain([leaf.certificate], trust, { purpose: 'seal', at: options.at });
    agencies.push({ code, name, notAfter: leaf.notAfter });
  }

  await addRoots(present, enrolment.trust);
  await writeOpenFile(files.brokerCa, enrolment.broker.ca);
  await writeOpenFile(certificatePath(files, nodeKeyName), enrolment.node.certificate);
  for (const { code, certificate } of enrolment.agencies) {
    const key = keys.get(code);
    if (key) await writeOpenFile(join(folder, sealCertificatePath(key)), certificate);
  }
  await writeConfig(folder, { enrolment, keys, trust: present.name, passphrase: options.passphrase });
  const keptRoots = present.roots.filter((root) => !roots.includes(root));
  return { config: files.config, node, agencies, roots, keptRoots };
}

async function nodeLeafOf(enrolment: Enrolment, { folder, passphrase }: NodeSecrets) {
  const { name: node, certificate } = enrolment.node;
  const leaf = leafIn(certificate, node);
  if (!belongs(decryptKey(await readNodeKey(folder, node), passphrase), leaf)) throw notOurs(node);
  return describeCertificate(leaf);
}

async function readNodeKey(folder: string, node: string): Promise<string> {
  try {
    return await readSecretFile(keyPath(agentFiles(folder), nodeKeyName));
  } catch (error) {
    if (isAbsent(error)) throw new EdocError('enrolment.no-key', { detail: { agency: node }, cause: error });
    throw error;
  }
}

/** The key that the certificate was issued for: the newest one, or an earlier one whose certificate is renewed. */
async function keyFor(code: string, pem: string, secrets: NodeSecrets): Promise<SealKey> {
  const { publicKey } = new X509Certificate(leafIn(pem, code));
  const keys = await sealKeysOf(secrets.folder, code);
  if (keys.length === 0) throw new EdocError('enrolment.no-key', { detail: { agency: code } });
  for (const key of keys.toReversed()) {
    const opened = await openSealKey(key, secrets);
    await opened.close();
    if (opened.publicKey.equals(publicKey)) return key;
  }
  throw notOurs(code);
}

function leafIn(pem: string, subject: string): Buffer {
  const [certificate] = certificatesFromPem(pem);
  if (!certificate) throw notOurs(subject);
  return certificate;
}

function notOurs(subject: string): EdocError {
  return new EdocError('enrolment.not-ours', { detail: { subject } });
}

/** What the node's people changed in `agent.json` stays; what the enrolment says is brought up to date. */
async function writeConfig(
  folder: string,
  {
    enrolment,
    keys,
    trust,
    passphrase,
  }: {
    readonly enrolment: Enrolment;
    readonly keys: ReadonlyMap<string, SealKey>;
    readonly trust: string;
    readonly passphrase: SecretSource | undefined;
  },
): Promise<void> {
  const known: Partial<AgentConfig> = (await presentConfig(folder)) ?? {};
  const relative = { keys: agentPaths.keys, certificates: agentPaths.certificates };
  const enrolled = [...keys].map(([code, key]) =>
    withSealKey(
      code,
      known.agencies?.find((agency) => agency.code === code),
      key,
    ),
  );
  const others = (known.agencies ?? []).filter(({ code }) => !keys.has(code));
  const { passphrase: knownSource, passphraseFile = agentPaths.passphrase, ...rest } = known;
  const source = passphrase ?? knownSource;
  const heartbeatSeconds = known.broker?.heartbeatSeconds;
  const config = {
    ...(source ? { passphrase: source } : { passphraseFile }),
    data: agentPaths.data,
    socket: agentPaths.socket,
    ...rest,
    node: enrolment.node.name,
    broker: {
      urls: enrolment.broker.urls,
      ca: agentPaths.brokerCa,
      certificate: certificatePath(relative, nodeKeyName),
      key: keyPath(relative, nodeKeyName),
      ...(heartbeatSeconds === undefined ? {} : { heartbeatSeconds }),
    },
    trust,
    ...servicesOf(known, enrolment.services),
    agencies: [...enrolled, ...others],
  };
  parseAgentConfig(config);
  await writeSecretFile(agentFiles(folder).config, `${JSON.stringify(config, undefined, 2)}\n`);
}

/**
 * A time-stamp authority that the node's people chose stays. For revocation the axis's own places come first, and those
 * that are there already stay behind them.
 */
function servicesOf(
  known: Partial<AgentConfig>,
  { tsa, ocsp, crl }: NonNullable<Enrolment['services']> = {},
): Pick<AgentConfig, 'timeStamp' | 'revocation'> {
  const timeStamp = known.timeStamp ?? (tsa === undefined ? undefined : { url: tsa });
  const places = (own: string | undefined, there: readonly string[] = []) => [
    ...new Set([...(own === undefined ? [] : [own]), ...there]),
  ];
  const asked = known.revocation !== undefined || ocsp !== undefined || crl !== undefined;
  const revocation = {
    policy: known.revocation?.policy ?? 'soft',
    crl: places(crl, known.revocation?.crl),
    ocsp: places(ocsp, known.revocation?.ocsp),
    maxAgeHours: known.revocation?.maxAgeHours ?? 24,
  };
  return { ...(timeStamp ? { timeStamp } : {}), ...(asked ? { revocation } : {}) };
}
