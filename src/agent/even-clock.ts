/**
 * Tells whether the wall clock goes as the machine's own clock does. Deadlines are moments of the wall clock; one that was
 * just set, or was off together with the machine, says nothing about how long anybody had to answer.
 */

/** More is a jump; less is what setting a clock gently makes in an hour. */
const jumpMs = 60_000;

export class EvenClock {
  readonly #wall: () => Date;
  readonly #ownMs: () => number;
  #startMs: number;
  #lastWallMs: number;
  #lastOwnMs: number;

  /** @param ownMs from a clock that nobody sets */
  constructor(wall: () => Date, ownMs: () => number) {
    this.#wall = wall;
    this.#ownMs = ownMs;
    this.#lastWallMs = wall().getTime();
    this.#lastOwnMs = ownMs();
    this.#startMs = this.#lastOwnMs;
  }

  /** For how many milliseconds, up to now, the wall clock has gone evenly; 0 where it jumped since the last look. */
  look(): number {
    const [wallMs, ownMs] = [this.#wall().getTime(), this.#ownMs()];
    const jumped = Math.abs(wallMs - this.#lastWallMs - (ownMs - this.#lastOwnMs)) > jumpMs;
    if (jumped) this.#startMs = ownMs;
    this.#lastWallMs = wallMs;
    this.#lastOwnMs = ownMs;
    return ownMs - this.#startMs;
  }
}
