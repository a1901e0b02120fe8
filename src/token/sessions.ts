/**
 * The sessions with one token: a few, logged in, lent out one at a time; opened anew after the token was away. The PIN is
 * kept here for that, in the memory of the process alone.
 */
import { createHash } from 'node:crypto';
import type { Handle } from 'pkcs11js';
import { EdocError, isEdocError } from '../errors.js';
import { isLost, isWrongPin, returnValueOf } from './failures.js';
import type { TokenModule } from './module.js';
import type { Login, TokenChoice } from './protocol.js';
import { findToken, pinState, type TokenSlot, tokenName } from './slots.js';

/** Signatures at the same time. More help nobody: the token is slower than we are. */
const mostSessions = 4;

type Work<Result> = (session: Handle, opening: number, token: TokenSlot) => Promise<Result>;

export class TokenSessions {
  readonly name: string;
  readonly #module: TokenModule;
  readonly #choice: TokenChoice;
  readonly #refusedPins: Set<string>;
  #login: Login;
  #present: TokenSlot | undefined;
  /** Counts the openings: a handle of an earlier one means nothing. */
  #opening = 0;
  #free: Handle[] = [];
  /** Of the module when they were opened: a reset ends every session, and its handles may come again for others. */
  #epoch = 0;
  #lent = 0;
  readonly #waiting: (() => void)[] = [];

  /** @param refusedPins of all tokens of the module, so that no PIN is tried twice */
  constructor(module: TokenModule, choice: TokenChoice, login: Login, refusedPins: Set<string>) {
    this.name = tokenName(choice);
    this.#module = module;
    this.#choice = choice;
    this.#login = login;
    this.#refusedPins = refusedPins;
  }

  set login(login: Login) {
    this.#login = login;
  }

  get pin(): string | undefined {
    return this.#login.pin;
  }

  /**
   * Runs with a session that is logged in. Where the token turns out to have been away, everything is opened anew and
   * `work` runs once more; `opening` tells it whether handles that it remembers are still good.
   */
  async use<Result>(work: Work<Result>, { write = false } = {}): Promise<Result> {
    await this.#turn();
    try {
      return await this.#once(work, write).catch((error: unknown) => this.#again(error, work, write));
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#lent -= 1;
    }
  }

  /** After the token was away: opened anew as it is, then with a module that looks at the world anew. */
  async #again<Result>(error: unknown, work: Work<Result>, write: boolean): Promise<Result> {
    if (isLost(error)) {
      this.#forget();
      try {
        return await this.#once(work, write);
      } catch (second) {
        if (!isAway(second)) throw second;
      }
    } else if (!isAway(error)) throw error;
    if (!this.#module.reset()) throw error;
    this.#forget();
    return await this.#once(work, write);
  }

  async #once<Result>(work: Work<Result>, write: boolean): Promise<Result> {
    const token = this.#open();
    const opening = this.#opening;
    const epoch = this.#module.epoch;
    const session = write
      ? this.#newSession(token, true)
      : (this.#free.pop() ?? this.#newSession(token, false));
    try {
      return await work(session, opening, token);
    } finally {
      if (opening === this.#opening && !write) this.#free.push(session);
      else if (epoch === this.#module.epoch) this.#close(session);
    }
  }

  #open(): TokenSlot {
    if (this.#present && this.#epoch !== this.#module.epoch) this.#forget();
    if (this.#present) return this.#present;
    const token = findToken(this.#module, this.#choice);
    const session = this.#newSession(token, false);
    try {
      this.#logIn(session, token);
    } catch (error) {
      this.#close(session);
      throw error;
    }
    this.#present = token;
    this.#epoch = this.#module.epoch;
    this.#opening += 1;
    this.#free = [session];
    return token;
  }

  #newSession({ slot }: TokenSlot, write: boolean): Handle {
    const { cryptoki, driver } = this.#module;
    const flags = driver.CKF_SERIAL_SESSION | (write ? driver.CKF_RW_SESSION : 0);
    return cryptoki.C_OpenSession(slot, flags);
  }

  /** One try, and never again with the same PIN. @throws EdocError `token.pin-…` */
  #logIn(session: Handle, { info }: TokenSlot): void {
    const { cryptoki, driver } = this.#module;
    const { pin, attended } = this.#login;
    const detail = { token: this.name };
    if ((info.flags & driver.CKF_LOGIN_REQUIRED) === 0) return;
    if (pin === undefined) throw new EdocError('token.pin-missing', { detail });
    const tried = createHash('sha256').update(`${info.serialNumber}\0${info.label}\0${pin}`).digest('hex');
    if (this.#refusedPins.has(tried)) throw new EdocError('token.pin-wrong', { detail });
    const state = pinState(this.#module, info);
    if (state === 'locked' || state === 'last-try') throw new EdocError('token.pin-locked', { detail });
    if (state === 'wrong-once' && !attended) throw new EdocError('token.pin-doubtful', { detail });
    try {
      cryptoki.C_Login(session, driver.CKU_USER, pin);
    } catch (cause) {
      // Another session of this process did it.
      if (returnValueOf(cause) === 'CKR_USER_ALREADY_LOGGED_IN') return;
      if (returnValueOf(cause) === 'CKR_PIN_LOCKED')
        throw new EdocError('token.pin-locked', { detail, cause });
      if (!isWrongPin(cause)) throw cause;
      this.#refusedPins.add(tried);
      throw new EdocError('token.pin-wrong', { detail, cause });
    }
  }

  /** What is lent out is closed when it comes back. */
  #forget(): void {
    this.#present = undefined;
    this.#opening += 1;
    const sessions = this.#free.splice(0);
    if (this.#epoch === this.#module.epoch) for (const session of sessions) this.#close(session);
  }

  #close(session: Handle): void {
    try {
      this.#module.cryptoki.C_CloseSession(session);
    } catch (error) {
      if (returnValueOf(error) === undefined) throw error;
      // It went with its token.
    }
  }

  async #turn(): Promise<void> {
    if (this.#lent < mostSessions) this.#lent += 1;
    // The turn of whoever is ready first passes to whoever has waited longest.
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
}

function isAway(error: unknown): boolean {
  return isLost(error) || isEdocError(error, 'token.absent');
}
