/** The keys that are open in the thread of a module: opened, made, and signed with. */
import { isDeepStrictEqual } from 'node:util';
import type { Handle, Template } from 'pkcs11js';
import { EdocError } from '../errors.js';
import { failure, isWrongPin } from './failures.js';
import {
  generationMechanism,
  p256Parameters,
  requireMechanism,
  type SigningMechanism,
  signingMechanism,
} from './mechanisms.js';
import type { TokenModule } from './module.js';
import { findPrivateKey, hasKey, keyNameOf, type PrivateKey } from './objects.js';
import type { KeyChoice, Login, OpenedKey, Request, TokenChoice } from './protocol.js';
import { TokenSessions } from './sessions.js';
import { describeToken, type TokenSlot } from './slots.js';

interface OpenKey {
  readonly sessions: TokenSessions;
  readonly choice: KeyChoice;
  /** As last found, in which opening of the token. */
  found: { readonly key: PrivateKey; readonly how: SigningMechanism; readonly opening: number };
}

type Generate = Extract<Request, { do: 'generate' }>;

/** An RSA key of 4096 bits signs 512 octets. */
const mostSignatureOctets = 1_024;
const publicExponent = Buffer.from([1, 0, 1]);

export class TokenKeys {
  readonly #module: TokenModule;
  readonly #tokens = new Map<string, TokenSessions>();
  readonly #refusedPins = new Set<string>();
  readonly #keys: OpenKey[] = [];

  constructor(module: TokenModule) {
    this.#module = module;
  }

  /** @throws EdocError `token.…` */
  async open(token: TokenChoice, choice: KeyChoice, login: Login): Promise<OpenedKey> {
    const sessions = this.#sessions(token, login);
    return this.#coded(sessions, choice, () =>
      sessions.use(async (session, opening, slot) => {
        const found = this.#find(sessions, session, slot, choice, opening);
        const key = this.#keys.push({ sessions, choice, found }) - 1;
        const { publicKey, label, id } = found.key;
        return { key, publicKey, label, id, token: describeToken(this.#module, slot) };
      }),
    );
  }

  /** A new pair that is born in the token: sensitive, and never to leave it. @throws EdocError `token.…` */
  async generate({ token, login, kind, label, id }: Generate): Promise<OpenedKey> {
    const sessions = this.#sessions(token, login);
    const choice = { object: label, id };
    await this.#coded(sessions, choice, () =>
      sessions.use(
        async (session, _, { slot }) => {
          if (hasKey(this.#module, session, { object: label })) {
            throw new EdocError('token.key-exists', { detail: { token: sessions.name, key: label } });
          }
          const { cryptoki } = this.#module;
          const mechanism = generationMechanism(this.#module, kind);
          requireMechanism(this.#module, slot, mechanism, sessions.name);
          const [publicHalf, privateHalf] = this.#templates(kind, Buffer.from(label), Buffer.from(id, 'hex'));
          await this.#module.during(() =>
            cryptoki.C_GenerateKeyPairAsync(session, { mechanism }, publicHalf, privateHalf),
          );
        },
        { write: true },
      ),
    );
    return this.open(token, choice, login);
  }

  /** The raw value over the data with SHA-256. @throws EdocError `token.…` */
  async sign(number: number, data: Uint8Array): Promise<Uint8Array> {
    return this.#withKey(number, async (session, { key, how }, pin) => {
      const { cryptoki, driver } = this.#module;
      cryptoki.C_SignInit(session, { mechanism: how.mechanism }, key.handle);
      if (key.pinEachTime) cryptoki.C_Login(session, driver.CKU_CONTEXT_SPECIFIC, pin);
      const [input, output] = [how.input(data), Buffer.alloc(mostSignatureOctets)];
      return this.#module.during(() => cryptoki.C_SignAsync(session, input, output));
    });
  }

  /** Whether the key is there to be used, without using it. @throws EdocError `token.…` */
  async check(number: number): Promise<undefined> {
    return this.#withKey(number, async (session, { key }) => {
      const { cryptoki, driver } = this.#module;
      // A session may look well although its token is gone; the key itself tells.
      cryptoki.C_GetAttributeValue(session, key.handle, [{ type: driver.CKA_ID }]);
      return undefined;
    });
  }

  async #withKey<Result>(
    number: number,
    work: (session: Handle, found: OpenKey['found'], pin: string | undefined) => Promise<Result>,
  ): Promise<Result> {
    const open = this.#keys[number];
    if (!open) throw new EdocError('token.key-missing', { detail: { token: '–', key: String(number) } });
    const { sessions, choice } = open;
    return this.#coded(sessions, choice, () =>
      sessions.use(async (session, opening, slot) => {
        if (open.found.opening !== opening) {
          const found = this.#find(sessions, session, slot, choice, opening);
          // Another key under the same name must not sign in the place of the one that was opened.
          if (!isDeepStrictEqual(found.key.publicKey, open.found.key.publicKey)) {
            const detail = { token: sessions.name, key: keyNameOf(choice) };
            throw new EdocError('token.key-missing', { detail });
          }
          open.found = found;
        }
        return work(session, open.found, sessions.pin);
      }),
    );
  }

  #find(
    sessions: TokenSessions,
    session: Handle,
    { slot }: TokenSlot,
    choice: KeyChoice,
    opening: number,
  ): OpenKey['found'] {
    const key = findPrivateKey(this.#module, session, choice, sessions.name);
    const how = signingMechanism(this.#module, slot, key.publicKey, sessions.name);
    return { key, how, opening };
  }

  /** One set of sessions for a token, however many of its keys are open. */
  #sessions(token: TokenChoice, login: Login): TokenSessions {
    const name = JSON.stringify(token);
    const present = this.#tokens.get(name);
    if (present) {
      present.login = login;
      return present;
    }
    const made = new TokenSessions(this.#module, token, login, this.#refusedPins);
    this.#tokens.set(name, made);
    return made;
  }

  async #coded<Result>(
    sessions: TokenSessions,
    choice: KeyChoice,
    work: () => Promise<Result>,
  ): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      const place = { token: sessions.name, key: keyNameOf(choice) };
      // From a key that wants the PIN each time.
      if (isWrongPin(error)) throw new EdocError('token.pin-wrong', { detail: place, cause: error });
      throw failure(error, place);
    }
  }

  #templates(kind: Generate['kind'], label: Buffer, id: Buffer): [Template, Template] {
    const { driver } = this.#module;
    const both: Template = [
      { type: driver.CKA_TOKEN, value: true },
      { type: driver.CKA_LABEL, value: label },
      { type: driver.CKA_ID, value: id },
    ];
    const ofKind: Template =
      kind === 'ecdsa-p256'
        ? [{ type: driver.CKA_EC_PARAMS, value: p256Parameters }]
        : [
            { type: driver.CKA_MODULUS_BITS, value: kind === 'rsa-2048' ? 2048 : 3072 },
            { type: driver.CKA_PUBLIC_EXPONENT, value: publicExponent },
          ];
    return [
      [
        ...both,
        { type: driver.CKA_VERIFY, value: true },
        { type: driver.CKA_ENCRYPT, value: false },
        { type: driver.CKA_WRAP, value: false },
        ...ofKind,
      ],
      [
        ...both,
        { type: driver.CKA_PRIVATE, value: true },
        { type: driver.CKA_SENSITIVE, value: true },
        { type: driver.CKA_EXTRACTABLE, value: false },
        { type: driver.CKA_SIGN, value: true },
        { type: driver.CKA_DECRYPT, value: false },
        { type: driver.CKA_UNWRAP, value: false },
      ],
    ];
  }
}
