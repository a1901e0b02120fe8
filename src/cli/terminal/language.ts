/** In which language people are spoken to. Texts stand as data beside what they are about, always in both languages. */
import type { Language } from '../../errors.js';

export type { Language } from '../../errors.js';

/** A text in both languages. */
export interface Words {
  readonly en: string;
  readonly vi: string;
}

/** `vi` or `en`, also as the beginning of a locale such as `vi_VN.UTF-8`. */
export function parseLanguage(text: string): Language | undefined {
  const language = text.split(/[_.@-]/, 1)[0]?.toLowerCase();
  return language === 'vi' || language === 'en' ? language : undefined;
}

/**
 * What --lang says, else EDOC_LANG, else the locale (LC_ALL, LC_MESSAGES, LANG: the first that is set), else English. The
 * arguments are looked through before they are parsed, because the words of the parser depend on the answer.
 */
export function chooseLanguage(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Language {
  const { EDOC_LANG, LC_ALL, LC_MESSAGES, LANG } = env;
  const locale = [LC_ALL, LC_MESSAGES, LANG].find((value) => value !== undefined && value !== '');
  return (
    parseLanguage(languageOption(args) ?? '') ??
    parseLanguage(EDOC_LANG ?? '') ??
    parseLanguage(locale ?? '') ??
    'en'
  );
}

function languageOption(args: readonly string[]): string | undefined {
  for (const [index, arg] of args.entries()) {
    if (arg === '--') return undefined;
    if (arg === '--lang') return args[index + 1];
    if (arg.startsWith('--lang=')) return arg.slice('--lang='.length);
  }
  return undefined;
}
