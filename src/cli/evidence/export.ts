/** One call of `edoc evidence export`. */
import { resolve } from 'node:path';
import type { Cli } from '../command.js';
import { openDesk } from '../desk.js';
import { collectDocument } from '../document/collect.js';
import { requireAbsent, writeNewFile } from '../new-files.js';
import { withRegister } from '../register.js';
import { startProgress } from '../terminal/progress-bar.js';
import { clean, sizeText } from '../terminal/text.js';
import { gapOf, octetsOf, type SealedPlan, sealPlan, writePlan } from './pack.js';
import { worthProgressOctets } from './progress.js';

interface ExportOptions {
  readonly to: string;
  readonly agency?: string;
}

export async function exportEvidence(cli: Cli, id: string, { to, agency }: ExportOptions): Promise<void> {
  const { output } = cli;
  const desk = await openDesk(cli);
  const path = resolve(to);
  await requireAbsent(path);
  await withRegister(cli, async (register, place) => {
    const plan = await sealPlan(desk, () => collectDocument(register, place, id), agency);
    await write(cli, path, plan);
    const { packetId, files, sealed } = plan;
    const size = files.reduce((sum, file) => sum + file.size, 0);
    const gap = gapOf(sealed);
    output.document({
      packetId,
      container: path,
      agency: sealed.agency,
      signingTime: sealed.signingTime,
      level: sealed.level,
      files: files.map(({ name, size: octets, sha256 }) => ({ name, size: octets, sha256 })),
      findings: gap ? [output.findingJson(gap)] : [],
    });
    const summary = cli.say({
      en: `${files.length} files, ${sizeText(size, 'en')}, sealed by ${sealed.agency}, level ${sealed.level}`,
      vi: `${files.length} tệp, ${sizeText(size, 'vi')}, ${sealed.agency} ký, mức ${sealed.level}`,
    });
    output.print(`${output.style('green', '✔')} ${clean(to)}  (${summary})`);
    if (gap) output.print(output.findingText(gap));
  });
}

async function write(cli: Cli, path: string, plan: SealedPlan): Promise<void> {
  const total = octetsOf(plan);
  const progress = await startProgress(cli.output, total, {
    shown: total >= worthProgressOctets,
    octets: true,
    label: cli.say({ en: 'Packing ', vi: 'Đang đóng gói ' }),
  });
  try {
    const onOctets = (octets: number) => progress.advance(octets);
    await writeNewFile(path, (unfinished) => writePlan(unfinished, plan, onOctets));
  } finally {
    progress.stop();
  }
}
