/** What a run is asked for, and who takes part. */
import type { DiskKind } from './disk.js';

export interface Plan {
  /** To the one that is away, from all senders together. */
  readonly documents: number;
  /** How long the disk stays full, each time. */
  readonly fullMs: number;
  readonly disk?: DiskKind;
}

export const away = { code: 'H41', name: 'UBND tỉnh Nghệ An' };

/** The second one gives up what is urgent after four hours, so that a deadline passes within the day. */
export const senders = [
  { code: 'G22', name: 'Văn phòng Chính phủ', urgentHours: 24 },
  { code: 'G09', name: 'Bộ Nội vụ', urgentHours: 4 },
] as const;

export const hourMs = 3_600_000;

/** Until it comes back; what is ordinary may wait for three days. */
export const hoursAway = 23;
/** In which of them correspondences are begun. */
export const writingHours = 5;
/** In which the broker's disk is full. */
export const alarmHour = 2;
/** In which clerks ask back what had mistakes: all is written by then. */
export const recallHour = 5;
/** In which a sender's node is started anew. It looks for deadlines that are near when it starts, and else once a minute of real time. */
export const restartHours = { G22: 20, G09: 3 } as const;
