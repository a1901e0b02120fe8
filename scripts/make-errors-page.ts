/** Writes `spec/errors.md` anew: `node dist/scripts/make-errors-page.js`. */
import { writeFileSync } from 'node:fs';
import { errorsPage } from './errors-page/page.js';

writeFileSync(new URL('../../spec/errors.md', import.meta.url), errorsPage());
