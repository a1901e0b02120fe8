/**
 * The certificates of the axis by their serial number, from a register that others write meanwhile: what they revoke is known
 * to the next question.
 */
import { certificateSubject } from './events.js';
import type { FollowedRegister } from './ports.js';
import type { IssuedCertificate } from './records.js';
import { plainSerialNumber, serialNumberOf } from './serials.js';
import { AxisState } from './state.js';

export class FollowedCertificates {
  readonly #register: FollowedRegister;
  readonly #state: AxisState;
  /** Serial numbers that had to be looked up in kept certificates, by SHA-256. */
  readonly #lookedUp = new Map<string, string | undefined>();
  readonly #bySerialNumber = new Map<string, IssuedCertificate>();
  /** Whose certificates must be looked at again; what fails here is done by the next question, or that fails too. */
  readonly #changed = new Set<string>();
  #turn: Promise<void> = Promise.resolve();

  private constructor(register: FollowedRegister, state: AxisState) {
    this.#register = register;
    this.#state = state;
  }

  /** @throws EdocError `axis.register-damaged` */
  static async open(register: FollowedRegister): Promise<FollowedCertificates> {
    const followed = new FollowedCertificates(register, AxisState.from(await register.read()));
    await followed.#index(followed.#state.issued());
    return followed;
  }

  /**
   * As the register says at the time of asking.
   * @param serialNumbers hexadecimal, lower case
   * @returns in the same order, undefined for those that the axis did not issue
   * @throws EdocError `axis.register-damaged`: then nothing is known any more
   */
  async find(serialNumbers: readonly string[]): Promise<(IssuedCertificate | undefined)[]> {
    // One after the other, each with a look of its own: none goes by what was read before it was asked.
    const turn = this.#turn.then(() => this.#follow());
    this.#turn = turn.catch(() => undefined);
    await turn;
    return serialNumbers.map((serialNumber) => this.#bySerialNumber.get(plainSerialNumber(serialNumber)));
  }

  async #follow(): Promise<void> {
    for (const entry of await this.#register.readNew()) {
      this.#state.apply(entry);
      for (const event of entry.events) {
        const subject = certificateSubject(event);
        if (subject !== undefined) this.#changed.add(subject);
      }
    }
    for (const subject of this.#changed) {
      await this.#index(this.#state.issuedTo(subject));
      this.#changed.delete(subject);
    }
  }

  async #index(certificates: Iterable<IssuedCertificate>): Promise<void> {
    for (const certificate of certificates) {
      const serialNumber = certificate.serialNumber ?? (await this.#lookUp(certificate));
      if (serialNumber !== undefined) this.#bySerialNumber.set(plainSerialNumber(serialNumber), certificate);
    }
  }

  async #lookUp(certificate: IssuedCertificate): Promise<string | undefined> {
    const { sha256 } = certificate;
    if (!this.#lookedUp.has(sha256)) {
      this.#lookedUp.set(sha256, await serialNumberOf(this.#register, certificate));
    }
    return this.#lookedUp.get(sha256);
  }
}
