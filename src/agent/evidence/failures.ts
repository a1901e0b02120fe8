/** Files that could not be raised for a reason of their own, counted by the code of the reason. */
import type { EdocError, ErrorCode } from '../../errors.js';
import type { UpgradeFailure } from '../desk.js';

export class Failures {
  readonly #byCode = new Map<ErrorCode, UpgradeFailure>();

  /** The first one of a code stands for all of them. */
  add(packetId: string, { code, detail }: EdocError): void {
    this.#count({ finding: { code, severity: 'error', detail }, packetId, files: 1 });
  }

  addAll(others: Failures): void {
    for (const failure of others.list) this.#count(failure);
  }

  get list(): readonly UpgradeFailure[] {
    return [...this.#byCode.values()];
  }

  #count(failure: UpgradeFailure): void {
    const { code } = failure.finding;
    const known = this.#byCode.get(code);
    this.#byCode.set(code, known ? { ...known, files: known.files + failure.files } : failure);
  }
}
