/**
 * The agency's seal on a container with the evidence of one document. The clerk's program packs the files and hands over their
 * digests; what is sealed is what the register holds, and nothing else: the seal of an agency is not to be had on any list.
 * A container leaves the node, which cannot raise it later: its seal is stamped at once, where the node's sources answer.
 */
import { readPacket, safeNames, writeReadable } from '../edoc/index.js';
import { EdocError, type ErrorCode } from '../errors.js';
import {
  containerParts,
  type EvidenceSources,
  joinFile,
  type Level,
  packetSeal,
  raise,
  readProperties,
  type SignedFile,
  sealContainer,
  verifySeal,
} from '../signing/index.js';
import type { AgentContext } from './context.js';
import type { SealContainerRequest, SealContainerResult } from './desk.js';
import type { Identity } from './identities.js';
import type { StoredEvidence, StoredFile } from './ports.js';
import { sha256Hex } from './receipts.js';
import { chooseIdentity, servedIdentity } from './served.js';

/**
 * @param sources of stamps and answers; undefined where the node has none.
 * @throws EdocError `document.unknown`, `document.which-agency`, `agency.not-served`, `container.not-stored`, `seal.…`, `container.…`.
 */
export async function sealEvidence(
  context: AgentContext,
  { packetId, agency, files }: SealContainerRequest,
  sources?: EvidenceSources,
): Promise<SealContainerResult> {
  const stored = await context.store.storedEvidence(packetId);
  if (!stored) throw new EdocError('document.unknown', { detail: { packet: packetId } });
  const identity = await sealerOf(context, packetId, stored, agency);
  await requireStored(context, stored, files);
  const signingTime = context.clock.now();
  const sealed = await sealContainer(files, identity.signer, signingTime);
  const { signature, level, gap } = await raised(context, sealed, sources);
  const detail = { files: files.length, level };
  await context.store.appendEvents([{ kind: 'container.sealed', packetId, agency: identity.code, detail }]);
  return {
    ...{ signature, level, ...(gap ? { gap } : {}) },
    ...{ agency: identity.code, signingTime: signingTime.toISOString() },
  };
}

/** As far as the sources answer: a container of a lower level is better than none. */
async function raised(
  { evidence, trust, clock, log }: AgentContext,
  signature: string,
  sources: EvidenceSources | undefined,
): Promise<{ signature: string; level: Level; gap?: ErrorCode }> {
  const sealed = Buffer.from(signature);
  const parts = containerParts(sealed);
  if (!sources || !evidence?.policy.timeStamp || !parts) {
    return { signature, level: 'B', gap: 'evidence.no-source' };
  }
  const { stampTrust, policy } = evidence;
  const { properties, level, failure } = await raise(parts, [], sources, {
    ...{ trust, stampTrust, target: policy.target, now: clock.now() },
  });
  if (failure) log.warn('evidence.gap', { kind: 'container', error: failure });
  return {
    signature: joinFile(sealed, properties).toString(),
    level,
    ...(failure ? { gap: failure.code } : {}),
  };
}

/** The agency asked for, where the document is in its register; else its sender, or the only recipient, of this node. */
async function sealerOf(
  context: AgentContext,
  packetId: string,
  { sender, sent, agencies }: StoredEvidence,
  agency: string | undefined,
): Promise<Identity> {
  const sending = sent ? await servedIdentity(context, sender) : undefined;
  if (agency !== undefined) {
    const identity = await chooseIdentity(context, agency);
    if (identity.code === sending?.code || agencies.includes(identity.code)) return identity;
    throw new EdocError('document.unknown', { detail: { packet: packetId } });
  }
  if (sending) return sending;
  const [only, ...others] = agencies;
  if (only === undefined) throw new EdocError('document.unknown', { detail: { packet: packetId } });
  if (others.length > 0) {
    throw new EdocError('document.which-agency', { detail: { agencies: agencies.join(', ') } });
  }
  return chooseIdentity(context, only);
}

/**
 * Packet, readable copy and attachments are all there and are those of the register; receipts and statuses are among
 * those of the register, which may have got more of them since the list was made.
 */
async function requireStored(
  { trust }: AgentContext,
  { packets, receipts, statuses, at }: StoredEvidence,
  files: readonly SignedFile[],
): Promise<void> {
  const [packet] = packets;
  if (!packet) throw new EdocError('container.document-missing');
  const { message, contents } = readPacket(await verifySeal(packet.bytes, packetSeal, trust, { at }));
  const readable = Buffer.from(await writeReadable(message, contents));
  const names = safeNames(contents.map(({ name }) => name));
  const needed = new Map<string, ReadonlySet<string>>([
    ['document.edxml', digestsOf(packets)],
    ['message.xml', new Set([sha256Hex(readable)])],
    ...contents.map(({ sha256 }, index) => [`attachments/${names[index] ?? ''}`, new Set([sha256])] as const),
  ]);
  const others = new Map([
    ['receipts', digestsOf(receipts)],
    ['statuses', digestsOf(statuses)],
  ]);
  for (const { name, sha256 } of files) {
    const [folder = ''] = name.split('/', 1);
    const known = needed.get(name)?.has(sha256) === true || others.get(folder)?.has(sha256) === true;
    if (!known) throw new EdocError('container.not-stored', { place: name });
    needed.delete(name);
  }
  const [missing] = needed.keys();
  if (missing !== undefined) throw new EdocError('container.file-missing', { place: missing });
}

/** Of the sealed form and, where there is one, of the augmented form. */
function digestsOf(files: readonly StoredFile[]): ReadonlySet<string> {
  return new Set(
    files.flatMap(({ bytes, properties }) => [
      sha256Hex(bytes),
      ...(properties === undefined ? [] : [sha256Hex(joinFile(bytes, readProperties(properties)))]),
    ]),
  );
}
