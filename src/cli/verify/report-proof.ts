/** For people at a terminal: what proves when a seal was made, and that its certificates stood. */
import {
  type FileReport,
  levelWords,
  reportLabels,
  revocationWords,
  verdictText,
  verdictWords,
} from '../../evidence/index.js';
import type { Output } from '../terminal/output.js';
import { clean, timeText } from '../terminal/text.js';
import { verdictStyles } from './verdict-styles.js';
import { writingFor } from './writing.js';

type Pair = readonly [string, string | undefined];

/** The level, the time that is proven, and what was answered about the certificates: a line each. */
export function proofPairs(file: FileReport, output: Output): Pair[] {
  return [
    [output.say(reportLabels.level), file.level && output.say(levelWords[file.level])],
    [output.say(reportLabels.provenSince), provenText(file, output)],
    [output.say(reportLabels.revocation), revocationText(file, output)],
  ];
}

function provenText({ provenAt, timeStamps = [] }: FileReport, output: Output): string | undefined {
  if (provenAt === undefined) return undefined;
  const by = timeStamps.find(({ time }) => time === provenAt) ?? timeStamps[0];
  const time = timeText(provenAt, output.language, 'second');
  if (!by) return time;
  const authority = clean(by.authority);
  return `${time}, ${output.say({ en: `time stamp by ${authority}`, vi: `dấu thời gian của ${authority}` })}`;
}

const statuses = ['revoked', 'unknown', 'good'] as const;
const styles = { revoked: 'red', unknown: 'yellow', good: 'green' } as const;

/** The certificates of each answer together: a path and its stamps have half a dozen of them. */
function revocationText({ revocation = [] }: FileReport, output: Output): string {
  const lines = statuses.flatMap((status) => {
    const found = revocation.filter((one) => one.status === status);
    const latest = found
      .map(({ thisUpdate }) => thisUpdate)
      .sort()
      .at(-1);
    if (latest === undefined) return [];
    const names = [...new Set(found.map(({ subject }) => clean(subject)))].join('; ');
    const sources = [...new Set(found.map(({ source }) => source.toUpperCase()))].join(', ');
    const word = output.style(styles[status], output.say(revocationWords[status]));
    return [`${word}: ${names} (${sources} ${timeText(latest, output.language)})`];
  });
  return lines.join('\n');
}

/** The signatures inside attachments, each with its own verdict, which changes nothing about the file's. */
export function printEmbedded({ embedded }: FileReport, output: Output): void {
  if (embedded.length === 0) return;
  const { language } = output;
  output.print(`  ${output.style('bold', output.say(reportLabels.embedded))}`);
  for (const signature of embedded) {
    const { attachment, signer, name, claimedSigningTime, provenAt, coversWholeFile, findings } = signature;
    const { mark } = verdictWords[signature.indication];
    const verdict = output.style(
      verdictStyles[signature.indication],
      `${mark} ${verdictText(signature, writingFor(language))}`,
    );
    const told = [
      clean(signer ?? name ?? ''),
      claimedSigningTime &&
        `${timeText(claimedSigningTime, language, 'second')} (${output.say({ en: 'by the signer’s word', vi: 'theo lời người ký' })})`,
      provenAt &&
        output.say({
          en: `time stamp ${timeText(provenAt, 'en', 'second')}`,
          vi: `dấu thời gian ${timeText(provenAt, 'vi', 'second')}`,
        }),
      coversWholeFile === undefined
        ? ''
        : output.say(coversWholeFile ? reportLabels.wholeFile : reportLabels.notWholeFile),
    ].filter((part) => part !== undefined && part !== '');
    output.print(`    ${verdict}  ${clean(attachment)}`);
    if (told.length > 0) output.print(`      ${told.join('; ')}`);
    for (const finding of findings) output.print(output.findingText(finding).replace(/^/gm, '      '));
  }
}
