/** What people should look at: deliveries near their deadline, statuses that did not arrive, what waits too long. */
import {
  type Attention,
  attention,
  type UnansweredDelivery,
  type UndeliveredOptions,
  type UndeliveredStatus,
  undeliveredStatuses,
  warnUnanswered,
} from './attention.js';
import type { Commits } from './commits.js';
import type { Database } from './database.js';
import type { EvidenceLevel } from './evidence.js';
import { type StoredWork, type WaitingWork, waitingWork } from './waiting-work.js';

export class AttentionWatch {
  readonly #reading: Database;
  readonly #commits: Commits;

  constructor(reading: Database, commits: Commits) {
    this.#reading = reading;
    this.#commits = commits;
  }

  /** @param below the levels of evidence that are not enough; empty where nothing is raised */
  waitingWork(below: readonly EvidenceLevel[]): Promise<Readonly<Record<StoredWork, WaitingWork>>> {
    return waitingWork(this.#reading, below);
  }

  /** Deliveries whose deadline is near without a receipt, each once. @param longestMs from submission to the latest deadline */
  warnUnanswered(now: Date, longestMs: number): Promise<UnansweredDelivery[]> {
    return warnUnanswered(this.#reading, this.#commits, now, longestMs);
  }

  /** What was told as waiting too long and is not over. */
  async raisedAlerts(): Promise<string[]> {
    const rows = await this.#reading.all<{ state: string }>('SELECT state FROM alert ORDER BY state');
    return rows.map(({ state }) => state);
  }

  /** Keeps that it was told: as raised, or as over. */
  keepAlert(state: string, isRaised: boolean, at: Date): Promise<void> {
    return this.#commits.do({
      touches: [],
      octets: 0,
      run: async (unit) => {
        await (isRaised
          ? unit.run('INSERT OR IGNORE INTO alert (state, raised_at) VALUES (?, ?)', [state, at.getTime()])
          : unit.run('DELETE FROM alert WHERE state = ?', [state]));
      },
    });
  }

  since(since: Date): Promise<Attention> {
    return attention(this.#reading, since);
  }

  undeliveredStatuses(options: UndeliveredOptions): Promise<UndeliveredStatus[]> {
    return undeliveredStatuses(this.#reading, options);
  }
}
