/** What is asked of the thread that works with a PKCS#11 module, and what it answers. Plain data that can be cloned. */
import type { JsonWebKey } from 'node:crypto';
import type { ErrorCode, ErrorDetail } from '../errors.js';

/** Which token: what is given must fit. */
export interface TokenChoice {
  readonly token?: string;
  readonly serial?: string;
  readonly manufacturer?: string;
  readonly model?: string;
  readonly slotId?: number;
}

/** Which key in it. */
export interface KeyChoice {
  readonly object?: string;
  /** Hexadecimal. */
  readonly id?: string;
}

export interface Login {
  readonly pin?: string;
  /**
   * A person asked for this login. A node that starts by itself does not try a PIN on a token that was given a wrong one
   * before: a service manager that restarts it again and again would lock the token.
   */
  readonly attended: boolean;
}

export type TokenKeyKind = 'rsa-2048' | 'rsa-3072' | 'ecdsa-p256';

export type Request =
  | { readonly do: 'open'; readonly token: TokenChoice; readonly key: KeyChoice; readonly login: Login }
  | {
      readonly do: 'generate';
      readonly token: TokenChoice;
      readonly login: Login;
      readonly kind: TokenKeyKind;
      readonly label: string;
      /** Hexadecimal. */
      readonly id: string;
    }
  | { readonly do: 'sign'; readonly key: number; readonly data: Uint8Array }
  | { readonly do: 'check'; readonly key: number }
  | { readonly do: 'list'; readonly token: TokenChoice }
  | { readonly do: 'finish' };

export interface OpenedKey {
  /** By which the thread knows the key. */
  readonly key: number;
  readonly publicKey: JsonWebKey;
  readonly label: string;
  /** Hexadecimal. */
  readonly id: string;
  readonly token: TokenDescription;
}

export interface TokenDescription {
  readonly label: string;
  readonly serial: string;
  readonly manufacturer: string;
  readonly model: string;
  /** As the token says: nobody knows the number of tries that are left. */
  readonly pin: 'good' | 'wrong-once' | 'last-try' | 'locked';
  /** Of the public halves that can be seen without a PIN. */
  readonly keys: readonly { readonly label: string; readonly id: string; readonly type: string }[];
}

export type Answer<Asked extends Request = Request> = Asked extends { do: 'open' | 'generate' }
  ? OpenedKey
  : Asked extends { do: 'sign' }
    ? Uint8Array
    : Asked extends { do: 'list' }
      ? readonly TokenDescription[]
      : undefined;

export type Reply =
  | { readonly number: number; readonly answer: Answer }
  | { readonly number: number; readonly error: { readonly code: ErrorCode; readonly detail: ErrorDetail } };
