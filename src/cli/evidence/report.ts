/** The outcome of examining containers: for people, and as JSON. What is in them is told as `edoc verify` tells it. */
import { buildReport, type ExaminedContainer, isValidContainer, type Report } from '../../evidence/index.js';
import { block } from '../block.js';
import type { Output } from '../output.js';
import { clean, sizeText, timeText } from '../text.js';
import { printReport } from '../verify/report.js';
import { version } from '../version.js';
import type { Judging } from './examine.js';

export interface ContainersOutcome extends Judging {
  readonly containers: readonly ExaminedContainer[];
}

export function containersJson({ containers, trust, at }: ContainersOutcome, output: Output): object {
  return {
    valid: containers.every(isValidContainer),
    at: at.toISOString(),
    containers: containers.map((container) => ({
      container: container.file,
      valid: isValidContainer(container),
      ...(container.claimed && {
        signer: {
          agency: container.claimed.signer.organization,
          name: container.claimed.signer.name,
          certificateSha256: container.claimed.signer.certificateSha256,
        },
        signingTime: container.claimed.signingTime,
      }),
      ...{ level: container.level, provenAt: container.provenAt },
      ...{ timeStamps: container.timeStamps, revocation: container.revocation },
      entries: container.entries,
      findings: container.findings.map((finding) => output.findingJson(finding)),
      sealed: reportOf(container, { trust, at }),
    })),
  };
}

function reportOf({ files }: ExaminedContainer, { trust, at }: Judging): Report {
  return buildReport(files, { tool: { name: 'edoc', version }, examinedAt: new Date(), at, trust });
}

export async function printContainers(
  { containers, trust, at }: ContainersOutcome,
  output: Output,
): Promise<void> {
  const anchors = trust.anchors.map(({ commonName }) => commonName);
  for (const container of containers) {
    printContainer(container, output);
    if (container.files.length > 0) await printReport(reportOf(container, { trust, at }), anchors, output);
    output.print('');
  }
}

function printContainer(container: ExaminedContainer, output: Output): void {
  const { file, claimed, level, provenAt, entries, findings } = container;
  const { language } = output;
  const mark = isValidContainer(container)
    ? output.style('green', `✔ ${output.say({ en: 'CONTAINER VALID', vi: 'GÓI CHỨNG CỨ HỢP LỆ' })}`)
    : output.style('red', `✘ ${output.say({ en: 'CONTAINER NOT VALID', vi: 'GÓI CHỨNG CỨ KHÔNG HỢP LỆ' })}`);
  output.print(`${mark}  ${output.style('bold', clean(file))}`);
  const unsigned = entries.filter(({ name, signed }) => !signed && !name.startsWith('META-INF/')).length;
  const size = sizeText(
    entries.reduce((sum, entry) => sum + entry.size, 0),
    language,
  );
  const lines = block(output, [
    [
      output.say({ en: 'Packed by', vi: 'Bên đóng gói' }),
      claimed &&
        `${clean(claimed.signer.name)} (${claimed.signer.organization}), ${timeText(claimed.signingTime, language, 'second')}`,
    ],
    [output.say({ en: 'Level', vi: 'Mức' }), level && levelText(level, provenAt, output)],
    [
      output.say({ en: 'Files', vi: 'Số tệp' }),
      entries.length === 0
        ? undefined
        : output.say({
            en: `${entries.length}, ${size}; not signed: ${unsigned}`,
            vi: `${entries.length}, ${size}; chưa được ký: ${unsigned}`,
          }),
    ],
  ]);
  output.print(...lines.map((line) => `  ${line.replaceAll('\n', '\n  ')}`));
  for (const finding of findings) output.print(output.findingText(finding).replace(/^/gm, '  '));
  output.print('');
}

function levelText(level: string, provenAt: Date | undefined, output: Output): string {
  if (!provenAt) return level;
  const time = timeText(provenAt, output.language, 'second');
  return output.say({ en: `${level}; existed on ${time}`, vi: `${level}; đã tồn tại vào ${time}` });
}
