/** A PKCS#11 module (a shared library of the token's maker), loaded and initialised. Lives in the module's own thread. */
import type pkcs11js from 'pkcs11js';
import { EdocError } from '../errors.js';
import { returnValueOf } from './failures.js';

export type Driver = typeof pkcs11js;
export type Cryptoki = pkcs11js.PKCS11;

export class TokenModule {
  readonly driver: Driver;
  readonly cryptoki: Cryptoki;
  readonly #path: string;
  #underWay = 0;
  #epoch = 0;

  private constructor(driver: Driver, cryptoki: Cryptoki, path: string) {
    this.driver = driver;
    this.cryptoki = cryptoki;
    this.#path = path;
  }

  /** @throws EdocError `token.driver`, `token.module` */
  static async load(path: string): Promise<TokenModule> {
    const driver = await loadDriver();
    const cryptoki = new driver.PKCS11();
    try {
      cryptoki.load(path);
    } catch (cause) {
      // The loader's own words name the file or the symbol that is missing.
      const reason = cause instanceof Error ? (cause.message.split('\n')[0] ?? '').slice(0, 200) : 'unknown';
      throw new EdocError('token.module', { detail: { module: path, reason }, cause });
    }
    const module = new TokenModule(driver, cryptoki, path);
    module.#initialise();
    return module;
  }

  /** How often the module was reset: handles of another epoch mean nothing, or something else. */
  get epoch(): number {
    return this.#epoch;
  }

  /** Runs a call that goes on in another thread: the module is not reset meanwhile. */
  async during<Result>(call: () => Promise<Result>): Promise<Result> {
    this.#underWay += 1;
    try {
      return await call();
    } finally {
      this.#underWay -= 1;
    }
  }

  /**
   * Makes the module look at the world anew: some find a token that came back only then. Every session ends with it.
   * Does nothing and says so while a call is under way, which PKCS#11 would leave undefined.
   */
  reset(): boolean {
    if (this.#underWay > 0) return false;
    this.finish();
    this.#epoch += 1;
    this.#initialise();
    return true;
  }

  finish(): void {
    try {
      this.cryptoki.C_Finalize();
    } catch (error) {
      if (returnValueOf(error) === undefined) throw error;
      // What was to end has ended.
    }
  }

  #initialise(): void {
    try {
      this.cryptoki.C_Initialize({ flags: this.driver.CKF_OS_LOCKING_OK });
    } catch (cause) {
      const reason = returnValueOf(cause) ?? 'unknown';
      if (reason === 'CKR_CRYPTOKI_ALREADY_INITIALIZED') return;
      throw new EdocError('token.module', { detail: { module: this.#path, reason }, cause });
    }
  }
}

async function loadDriver(): Promise<Driver> {
  try {
    return (await import('pkcs11js')).default;
  } catch (cause) {
    throw new EdocError('token.driver', { cause });
  }
}
