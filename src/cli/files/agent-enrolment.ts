/** The second step of a node's set-up: the operator's enrolment file is checked against the node's keys and put in place. */
import type { KeyObject } from 'node:crypto';
import { type AgentConfig, parseAgentConfig } from '../../agent/index.js';
import { type Enrolment, readNodeRequest } from '../../axis/index.js';
import { EdocError } from '../../errors.js';
import {
  certificatesFromPem,
  decryptKey,
  describeCertificate,
  trustFromPem,
  verifyChain,
} from '../../signing/index.js';
import { agentFiles, agentPaths, nodeKeyName, sealKeyName } from './agent-files.js';
import { belongs, certificatePath, keyPath } from './key-pairs.js';
import { isAbsent, readIfPresent, readSecretFile, writeOpenFile, writeSecretFile } from './private-file.js';

export interface CompletedAgent {
  readonly config: string;
  readonly node: string;
  readonly agencies: readonly { readonly code: string; readonly name: string; readonly notAfter: Date }[];
  /** SHA-256 of the axis's root certificates, in hexadecimal. */
  readonly roots: readonly string[];
}

/**
 * Nothing is written unless everything fits: keys, names, codes, the chain to the axis's root.
 * @param options.root the root's SHA-256 as the operator told it by another way; left out, the file is believed
 * @throws EdocError `init.no-request`, `enrolment.other-node`, `enrolment.no-key`, `enrolment.not-ours`,
 * `enrolment.fingerprint`, `certificate.…`, `key.…`
 */
export async function completeAgent(
  folder: string,
  enrolment: Enrolment,
  options: { readonly at: Date; readonly root?: string | undefined },
): Promise<CompletedAgent> {
  const files = agentFiles(folder);
  const request = await readIfPresent(files.request);
  if (request === undefined) throw new EdocError('init.no-request', { detail: { folder } });
  const { node } = readNodeRequest(request);
  if (node !== enrolment.node.name) {
    throw new EdocError('enrolment.other-node', { detail: { node, found: enrolment.node.name } });
  }
  const trust = trustFromPem(enrolment.trust);
  const roots = trust.anchors.map((anchor) => anchor.certificateSha256);
  checkRoot(roots, options.root);

  const passphrase = (await readSecretFile(files.passphrase)).trim();
  const nodeLeaf = leafOf(
    enrolment.node.certificate,
    await openKey(files, nodeKeyName, passphrase, node),
    node,
  );
  if (nodeLeaf.commonName !== node) throw notOurs(node);
  // The broker trusts its own authority for clients too; both come in the enrolment file.
  verifyChain([nodeLeaf.certificate], trustFromPem(enrolment.broker.ca), {
    purpose: 'client',
    at: options.at,
  });
  const agencies: { code: string; name: string; notAfter: Date }[] = [];
  for (const { code, name, certificate } of enrolment.agencies) {
    const leaf = leafOf(certificate, await openKey(files, sealKeyName(code), passphrase, code), code);
    if (leaf.agency !== code) throw notOurs(code);
    verifyChain([leaf.certificate], trust, { purpose: 'seal', at: options.at });
    agencies.push({ code, name, notAfter: leaf.notAfter });
  }

  await writeOpenFile(files.trust, enrolment.trust);
  await writeOpenFile(files.brokerCa, enrolment.broker.ca);
  await writeOpenFile(certificatePath(files, nodeKeyName), enrolment.node.certificate);
  for (const { code, certificate } of enrolment.agencies) {
    await writeOpenFile(certificatePath(files, sealKeyName(code)), certificate);
  }
  await writeConfig(files.config, enrolment);
  return { config: files.config, node, agencies, roots };
}

function checkRoot(roots: readonly string[], expected: string | undefined): void {
  if (expected === undefined) return;
  const wanted = expected.toLowerCase().replaceAll(/[:\s]/g, '');
  if (roots.length === 1 && roots[0] === wanted) return;
  throw new EdocError('enrolment.fingerprint', { detail: { found: roots.join(', ') } });
}

async function openKey(
  files: ReturnType<typeof agentFiles>,
  name: string,
  passphrase: string,
  subject: string,
): Promise<KeyObject> {
  try {
    return decryptKey(await readSecretFile(keyPath(files, name)), passphrase);
  } catch (error) {
    if (isAbsent(error))
      throw new EdocError('enrolment.no-key', { detail: { agency: subject }, cause: error });
    throw error;
  }
}

function leafOf(pem: string, key: KeyObject, subject: string) {
  const [certificate] = certificatesFromPem(pem);
  if (!certificate || !belongs(key, certificate)) throw notOurs(subject);
  return describeCertificate(certificate);
}

function notOurs(subject: string): EdocError {
  return new EdocError('enrolment.not-ours', { detail: { subject } });
}

/** What the node's people changed in `agent.json` stays; what the enrolment says is brought up to date. */
async function writeConfig(path: string, enrolment: Enrolment): Promise<void> {
  const present = await readIfPresent(path);
  const known: Partial<AgentConfig> = present === undefined ? {} : parseAgentConfig(parseJson(present));
  const relative = { keys: agentPaths.keys, certificates: agentPaths.certificates };
  const enrolled = enrolment.agencies.map(({ code }) => ({
    code,
    certificate: certificatePath(relative, sealKeyName(code)),
    key: keyPath(relative, sealKeyName(code)),
  }));
  const others = (known.agencies ?? []).filter(
    ({ code }) => !enrolled.some((agency) => agency.code === code),
  );
  const config = {
    passphraseFile: agentPaths.passphrase,
    data: agentPaths.data,
    socket: agentPaths.socket,
    ...known,
    node: enrolment.node.name,
    broker: {
      urls: enrolment.broker.urls,
      ca: agentPaths.brokerCa,
      certificate: certificatePath(relative, nodeKeyName),
      key: keyPath(relative, nodeKeyName),
    },
    trust: agentPaths.trust,
    ...servicesOf(known, enrolment.services),
    agencies: [...enrolled, ...others],
  };
  parseAgentConfig(config);
  await writeSecretFile(path, `${JSON.stringify(config, undefined, 2)}\n`);
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

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new EdocError('config.not-json', { detail: { file: agentPaths.config }, cause });
  }
}
