/** Writes the table of counts in `spec/vectors/README.md` anew: run it after the vectors changed. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withCounts } from './vector-counts/table.js';

const vectors = fileURLToPath(new URL('../../spec/vectors', import.meta.url));
const page = join(vectors, 'README.md');
writeFileSync(page, withCounts(readFileSync(page, 'utf8'), vectors));
