/** The warning beside what was taken out of a packet that did not pass, in both languages whoever asked. */
import { type FileReport, verdictCode, verdictText } from '../../evidence/index.js';
import type { Language, Words } from '../terminal/language.js';
import { clean } from '../terminal/text.js';
import { writingFor } from './writing.js';

export function warningText(file: FileReport): string {
  return `${inLanguage(file, 'vi')}\n${'-'.repeat(72)}\n\n${inLanguage(file, 'en')}`;
}

const words = {
  warning: {
    vi: 'CẢNH BÁO: các tệp trong thư mục này lấy từ một gói KHÔNG được kết luận là hợp lệ.',
    en: 'WARNING: the files in this folder come from a packet or container that was NOT found valid.',
  },
  use: {
    vi: 'Không xử lý như văn bản đã nhận. Không chuyển cho người khác mà không kèm cảnh báo này.',
    en: 'Do not act on them as on a document received. Do not pass them on without this warning.',
  },
  file: { vi: 'Tệp', en: 'File' },
  verdict: { vi: 'Kết luận', en: 'Verdict' },
} as const satisfies Record<string, Words>;

function inLanguage(file: FileReport, language: Language): string {
  const findings = file.findings.filter(({ severity }) => severity === 'error');
  return [
    words.warning[language],
    words.use[language],
    '',
    `${words.file[language]}: ${clean(file.file)}`,
    `SHA-256: ${file.sha256}`,
    `${words.verdict[language]}: ${verdictText(file, writingFor(language))} (${verdictCode(file)})`,
    ...findings.map(
      ({ code, words: said, todo }) => `- ${clean(said[language])} [${code}]\n  → ${clean(todo[language])}`,
    ),
    '',
  ].join('\n');
}
