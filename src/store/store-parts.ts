/** What an open store is made of. */
import type { Commits } from './commits.js';
import type { Database } from './database.js';
import type { FileLock } from './lock.js';

export interface StoreParts {
  readonly writing: Database;
  readonly reading: Database;
  readonly commits: Commits;
  readonly lock: FileLock;
  readonly now: () => Date;
}
