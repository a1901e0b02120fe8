/** Takes one document to the archive: pack, read back, record; the agent removes what is not needed any more. */
import type { ArchiveResult, Desk } from '../../agent/index.js';
import { parseOrganId } from '../../edoc/index.js';
import { EdocError } from '../../errors.js';
import type { ArchiveCandidate, StoreReader } from '../../store/index.js';
import type { AgentPlace } from '../agent/directory.js';
import { collectDocument } from '../document/collect.js';
import { gapOf, sealPlan, writePlan } from '../evidence/pack.js';
import type { Examining } from '../verify/setting.js';
import type { ArchivePlaces } from './place.js';
import { type Container, readBack, sealedDigests } from './read-back.js';

export interface Archived extends ArchiveResult {
  /** Octets of the container. */
  readonly size: number;
}

export interface Archiving {
  readonly register: StoreReader;
  readonly place: AgentPlace;
  readonly desk: Pick<Desk, 'sealContainer' | 'archive'>;
  readonly places: ArchivePlaces;
  readonly examining: Examining;
  /** Also what nobody here has finished. */
  readonly unfinished: boolean;
}

/**
 * Where a run died after it had packed the document, its container is found and recorded; nothing that is there is overwritten.
 * @throws EdocError whatever kept it from the archive; the document is as it was then
 */
export async function archiveOne(
  archiving: Archiving,
  { packetId, at }: Pick<ArchiveCandidate, 'packetId' | 'at'>,
): Promise<Archived> {
  const { register, places, desk, unfinished } = archiving;
  const sealed = await sealedDigests(register, packetId);
  const { taken } = await places.names(packetId, at);
  const { name, container } =
    (await recognised(archiving, taken, sealed)) ?? (await packed(archiving, { packetId, at }, sealed));
  const { sha256, size } = container;
  const result = await desk.archive({
    ...{ packetId, container: name, sha256, size },
    ...(unfinished ? { unfinished } : {}),
  });
  return { ...result, size };
}

/** A container of this node that holds all that there is to pack. One that does not pass, or that lacks something, is left alone. */
async function recognised(
  { places, examining, place }: Archiving,
  names: readonly string[],
  sealed: ReadonlySet<string>,
): Promise<{ readonly name: string; readonly container: Container } | undefined> {
  const served = new Set(place.config.agencies.map(({ code }) => parseOrganId(code)));
  for (const name of names) {
    const container = await readBack(places.path(name), sealed, examining).catch((error: unknown) => {
      if (error instanceof EdocError) return undefined;
      throw error;
    });
    // Several nodes may share the folder, and pack the same document.
    if (!container?.agency || !served.has(container.agency)) continue;
    await places.secure(name);
    return { name, container };
  }
  return undefined;
}

async function packed(
  { register, place, desk, places, examining }: Archiving,
  { packetId, at }: Pick<ArchiveCandidate, 'packetId' | 'at'>,
  sealed: ReadonlySet<string>,
): Promise<{ readonly name: string; readonly container: Container }> {
  const agency = await sealer(register, place, packetId);
  const plan = await sealPlan(desk, () => collectDocument(register, place, packetId), agency);
  const gap = gapOf(plan.sealed);
  // A container of a lower level would stay so for ever.
  if (gap?.severity === 'warning') throw new EdocError(gap.code, { detail: gap.detail });
  return places.keep(
    { packetId, at },
    (path) => writePlan(path, plan),
    (path) => readBack(path, sealed, examining),
  );
}

/** The agent knows the sender, and the only recipient; among several any that it has a key for will do. */
async function sealer(
  register: StoreReader,
  { config }: AgentPlace,
  packetId: string,
): Promise<string | undefined> {
  const { entries } = await register.document(packetId);
  if (entries.length < 2 || entries.some(({ box }) => box === 'out')) return undefined;
  const served = new Set(config.agencies.map(({ code }) => code));
  return entries.find(({ agency }) => served.has(agency))?.agency;
}
