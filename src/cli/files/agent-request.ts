/** The first step of a node's set-up: its keys, and the request that goes to the operator. */
import { join } from 'node:path';
import type { SecretSource } from '../../agent/index.js';
import { isNodeName, keySha256, readNodeRequest } from '../../axis/index.js';
import { parseOrganId } from '../../edoc/index.js';
import { EdocError, type Finding, throwIfErrors } from '../../errors.js';
import { createRequest, type KeyKind } from '../../signing/index.js';
import type { TokenUri } from '../../token/index.js';
import { agentFiles, agentPaths, nodeKeyName } from './agent-files.js';
import { provideKey } from './key-pairs.js';
import { type NodeSecrets, nodeSecrets } from './node-secrets.js';
import { makeSecretFolder, readIfPresent, writeOpenFile } from './private-file.js';
import { provideSealKey } from './seal-keys.js';

export interface AgentSetup {
  readonly node: string;
  readonly agencies: readonly { readonly code: string; readonly name: string }[];
  readonly keyKind: KeyKind;
  /** Where sealing keys are born that are not there yet; in files where it is left out. The node's own key is in a file. */
  readonly token?: TokenUri | undefined;
  /** Where the passphrase of key files comes from, instead of a file of the node's own. */
  readonly passphrase?: SecretSource | undefined;
}

export interface PreparedAgent {
  readonly request: string;
  /** False where the same request lay there already. */
  readonly changed: boolean;
  /** SHA-256 of each key, to be read out to the operator. */
  readonly keys: readonly { readonly subject: string; readonly sha256: string }[];
}

/**
 * Makes the keys that are not there yet and writes the request. Keys that are there stay: the same command again, or
 * with a further agency, never costs an agency its key.
 * @throws EdocError `enrolment.node-name`, `enrolment.agency-code`, `enrolment.agency-repeated` (all at once),
 * `init.other-node`, `key.…`, `token.…`, `secret.…`
 */
export async function prepareAgent(folder: string, setup: AgentSetup): Promise<PreparedAgent> {
  throwIfErrors(findingsOf(setup));
  const files = agentFiles(folder);
  const present = await readIfPresent(files.request);
  const known = present === undefined ? undefined : readNodeRequest(present);
  if (known && known.node !== setup.node) {
    throw new EdocError('init.other-node', { detail: { folder, found: known.node, node: setup.node } });
  }
  await makeSecretFolder(files.keys);
  await makeSecretFolder(files.certificates);
  await makeSecretFolder(join(folder, agentPaths.data));
  const secrets = await nodeSecrets(folder, setup.passphrase);
  const nodeKey = await provideKey(files, nodeKeyName, secrets.passphrase, setup.keyKind);
  const requests = [await createRequest({ key: nodeKey, commonName: setup.node })];
  for (const agency of setup.agencies) requests.push(await sealRequest(agency, setup, secrets));
  const pem = requests.join('');
  const asked = readNodeRequest(pem);
  const changed = !known || summary(known) !== summary(asked);
  if (changed) await writeOpenFile(files.request, pem);
  const keys = [
    { subject: asked.node, sha256: keySha256(asked.publicKey) },
    ...asked.agencies.map(({ code, publicKey }) => ({ subject: code, sha256: keySha256(publicKey) })),
  ];
  return { request: files.request, changed, keys };
}

/** For the agency's newest key, signed by it wherever it is. */
export async function sealRequest(
  { code, name }: AgentSetup['agencies'][number],
  { keyKind, token }: Pick<AgentSetup, 'keyKind' | 'token'>,
  secrets: NodeSecrets,
): Promise<string> {
  const key = await provideSealKey(code, { kind: keyKind, token }, secrets);
  try {
    return await createRequest({ key: key.signs, commonName: name, organization: name, agency: code });
  } finally {
    await key.close();
  }
}

/** Requests carry a signature that is made anew each time: what counts is who asks for what with which key. */
function summary(request: ReturnType<typeof readNodeRequest>): string {
  const agencies = request.agencies.map(({ code, name, publicKey }) => [code, name, keySha256(publicKey)]);
  return JSON.stringify([request.node, keySha256(request.publicKey), agencies]);
}

function findingsOf({ node, agencies }: AgentSetup): Finding[] {
  const findings: Finding[] = [];
  const object = (code: Finding['code'], detail: NonNullable<Finding['detail']>) =>
    findings.push({ code, severity: 'error', detail });
  if (!isNodeName(node)) object('enrolment.node-name', { node });
  const seen = new Set<string>();
  for (const { code } of agencies) {
    if (parseOrganId(code) === undefined) object('enrolment.agency-code', { agency: code });
    else if (seen.has(code)) object('enrolment.agency-repeated', { agency: code });
    seen.add(code);
  }
  return findings;
}
