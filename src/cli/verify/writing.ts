/** Reports are written as the terminal writes: Vietnam's clock, the numbers and sizes of the language. */
import type { Writing } from '../../evidence/index.js';
import type { Language } from '../terminal/language.js';
import { clean, dayText, numberText, sizeText, timeText } from '../terminal/text.js';

export function writingFor(language: Language): Writing {
  return {
    language,
    time: (iso) => timeText(iso, language, 'second'),
    day: (day) => dayText(day, language),
    size: (octets) => sizeText(octets, language),
    number: (value) => numberText(value, language),
    clean,
  };
}
