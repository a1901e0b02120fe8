/** Reports of real files, good and bad, for the tests of what is written from them. */
import {
  buildReport,
  checkTogether,
  type Examined,
  examine,
  type Kept,
  keep,
  matchContents,
  notExamined,
  type Report,
  type ReportOptions,
} from '../../src/evidence/index.js';
import { trustFromPem } from '../../src/signing/index.js';
import { SealedFiles } from '../cli/sealed-files.js';

export const at = new Date('2026-06-02T00:00:00Z');
export const longSubject = 'Về việc triển khai Nghị quyết của Quốc hội về phát triển kinh tế – xã hội. '
  .repeat(30)
  .trim();

/** What reports are built from. */
export interface Built {
  readonly kept: readonly Kept[];
  readonly options: ReportOptions;
}

/** A packet, its receipt, a changed copy, one of another root, no sealed file at all, and one that could not be read. */
export async function mixedReport(): Promise<Report> {
  const { kept, options } = await mixedFiles();
  return buildReport(kept, options);
}

export async function mixedFiles(): Promise<Built> {
  const [files, others] = await Promise.all([SealedFiles.create(), SealedFiles.create()]);
  const attachment = { name: 'Phụ lục <script>alert(1).pdf', bytes: Buffer.from('%PDF-1.4') };
  const packet = await files.document([attachment], {
    subject: `${longSubject} <img src=x onerror="alert(1)"> & 'nháy'`,
  });
  const changed = Buffer.from(packet.bytes.toString('utf8').replace('Nghị quyết', 'Nghị quyẽt'));
  return examineNamed(files, {
    'packet.edxml': packet.bytes,
    'receipt-H53.xml': await files.receipt(packet),
    'changed.edxml': changed,
    'untrusted.edxml': (await others.document()).bytes,
    'status.edxml': (await files.status('02', packet)).bytes,
    'page.xml': await files.directory({
      H41: [await files.certificateSha256('H41')],
      H53: [await files.certificateSha256('H53')],
    }),
    'letter.txt': Buffer.from('Kính gửi'),
    'unreadable.edxml': undefined,
  });
}

/** @param judged for which time, else {@link at} */
export async function reportOn(
  files: SealedFiles,
  named: Readonly<Record<string, Buffer | undefined>>,
  judged = at,
): Promise<Report> {
  const { kept, options } = await examineNamed(files, named, judged);
  return buildReport(kept, options);
}

async function examineNamed(
  files: SealedFiles,
  named: Readonly<Record<string, Buffer | undefined>>,
  judged = at,
): Promise<Built> {
  const trust = trustFromPem(files.rootPem);
  const examined: Examined[] = [];
  for (const [name, octets] of Object.entries(named)) {
    const detail = { file: name, reason: 'EIO' };
    examined.push(
      octets
        ? await examine(name, octets, { trust, at: judged, secondOpinion: false })
        : notExamined(name, { code: 'cli.file-unreadable', severity: 'error', detail }),
    );
  }
  matchContents(examined, []);
  checkTogether(examined, judged);
  const options = { tool: { name: 'edoc', version: '0.0.0' }, examinedAt: at, at: judged, trust };
  return { kept: examined.map(keep), options };
}
