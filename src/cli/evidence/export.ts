/** One call of `edoc evidence export`. The agent seals the list of files; their octets go from the store into the container. */
import { resolve } from 'node:path';
import type { Desk, SealContainerResult } from '../../agent/index.js';
import { writeContainer } from '../../container/index.js';
import { EdocError, type Finding, isEdocError } from '../../errors.js';
import { type PlannedFile, planContainer, withSignature } from '../../evidence/index.js';
import type { Cli } from '../command.js';
import { openDesk } from '../desk.js';
import { type CollectedDocument, collectDocument } from '../document/collect.js';
import { requireAbsent, writeError } from '../new-files.js';
import { withRegister } from '../register.js';
import { startProgress } from '../terminal/progress-bar.js';
import { clean, sizeText } from '../terminal/text.js';
import { worthProgressOctets } from './progress.js';

interface ExportOptions {
  readonly to: string;
  readonly agency?: string;
}

interface SealedPlan {
  readonly packetId: string;
  readonly files: readonly PlannedFile[];
  readonly sealed: SealContainerResult;
}

export async function exportEvidence(cli: Cli, id: string, { to, agency }: ExportOptions): Promise<void> {
  const { output } = cli;
  const desk = await openDesk(cli);
  const path = resolve(to);
  await requireAbsent(path);
  await withRegister(cli, async (register, place) => {
    const collect = () => collectDocument(register, place, id);
    const { packetId, files, sealed } = await sealAgainIfRaised(async () =>
      seal(desk, await collect(), agency),
    );
    await write(cli, path, files, sealed.signature, new Date(sealed.signingTime));
    const size = files.reduce((sum, file) => sum + file.size, 0);
    const gap = gapOf(sealed);
    output.document({
      packetId,
      container: path,
      agency: sealed.agency,
      signingTime: sealed.signingTime,
      level: sealed.level,
      files: files.map(({ name, size: octets, sha256 }) => ({ name, size: octets, sha256 })),
      findings: gap.map((finding) => output.findingJson(finding)),
    });
    const summary = cli.say({
      en: `${files.length} files, ${sizeText(size, 'en')}, sealed by ${sealed.agency}, level ${sealed.level}`,
      vi: `${files.length} tệp, ${sizeText(size, 'vi')}, ${sealed.agency} ký, mức ${sealed.level}`,
    });
    output.print(`${output.style('green', '✔')} ${clean(to)}  (${summary})`);
    for (const finding of gap) output.print(output.findingText(finding));
  });
}

async function seal(
  desk: Pick<Desk, 'sealContainer'>,
  document: CollectedDocument,
  agency: string | undefined,
): Promise<SealedPlan> {
  await requireContents(document);
  const { packetId, contents } = document;
  const files = await planContainer({ ...document, attachment: (sha256) => contents.read(sha256) });
  const sealed = await desk.sealContainer({
    packetId,
    ...(agency === undefined ? {} : { agency }),
    files: files.map(({ name, mimeType, sha256 }) => ({ name, mimeType, sha256 })),
  });
  return { packetId, files, sealed };
}

/** The agent may have put more proof around a file after it was read here: it is read once more. */
async function sealAgainIfRaised(work: () => Promise<SealedPlan>): Promise<SealedPlan> {
  try {
    return await work();
  } catch (error) {
    if (!isEdocError(error, 'container.not-stored')) throw error;
    return work();
  }
}

/** A node without sources said so when it was set up; a source that is down is worth another try. */
function gapOf({ level, gap }: SealContainerResult): Finding[] {
  if (gap === undefined) return [];
  if (gap === 'evidence.no-source') return [{ code: gap, severity: 'note' }];
  return [{ code: 'container.level', severity: 'warning', detail: { level, gap } }];
}

/** Before the agent is asked: a seal on what cannot be packed helps nobody. @throws EdocError `content.missing` */
async function requireContents({ packet, contents }: CollectedDocument): Promise<void> {
  for (const { transfer, sha256 } of packet.contents) {
    if (transfer === 'parts' && !(await contents.has(sha256))) {
      throw new EdocError('content.missing', { detail: { sha256 } });
    }
  }
}

async function write(
  cli: Cli,
  path: string,
  files: readonly PlannedFile[],
  signature: string,
  time: Date,
): Promise<void> {
  const all = withSignature(files, signature);
  const total = all.reduce((sum, { size }) => sum + size, 0);
  const progress = await startProgress(cli.output, total, {
    shown: total >= worthProgressOctets,
    octets: true,
    label: cli.say({ en: 'Packing ', vi: 'Đang đóng gói ' }),
  });
  try {
    await writeContainer(path, all, { time, onOctets: (octets) => progress.advance(octets) });
  } catch (error) {
    throw writeError(path, error);
  } finally {
    progress.stop();
  }
}
