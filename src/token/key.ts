/** A key in a token as the rest of the product sees it: its public half, and a way to sign. */
import { createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import { EdocError } from '../errors.js';
import type { Signer, Suite } from '../signing/index.js';
import { TokenConnection } from './connection.js';
import type { Login, OpenedKey, TokenChoice, TokenDescription, TokenKeyKind } from './protocol.js';
import type { TokenUri } from './uri.js';

export interface TokenKey {
  readonly publicKey: KeyObject;
  readonly suite: Suite;
  readonly label: string;
  readonly id: Buffer;
  readonly token: TokenDescription;
  /** As {@link Signer.sign}. @throws EdocError `token.…`; where it is retryable, the same key may work again later */
  sign(data: Uint8Array): Promise<Uint8Array>;
  /** Whether it could sign now. @throws EdocError `token.…` */
  check(): Promise<void>;
  close(): Promise<void>;
}

/** A `Signer` whose key never was in this process's memory. */
export interface TokenSigner extends Signer {
  check(): Promise<void>;
  close(): Promise<void>;
}

/** @throws EdocError `token.…`, `key.type` */
export function openTokenKey(uri: TokenUri, login: Login): Promise<TokenKey> {
  const { object, id } = uri;
  const key = {
    ...(object === undefined ? {} : { object }),
    ...(id === undefined ? {} : { id: id.toString('hex') }),
  };
  return opened(uri, (connection) => connection.ask({ do: 'open', token: choiceOf(uri), key, login }));
}

/**
 * Makes a key in the token that never leaves it. @param id for CKA_ID
 * @throws EdocError `token.…`; `token.key-exists` where a key has the label `object` of the URI already
 */
export function generateTokenKey(
  uri: TokenUri,
  login: Login,
  { kind, id }: { readonly kind: TokenKeyKind; readonly id: Uint8Array },
): Promise<TokenKey> {
  const { object: label } = uri;
  if (label === undefined) {
    throw new EdocError('token.uri', { detail: { reason: 'object= must name the new key' } });
  }
  return opened(uri, (connection) =>
    connection.ask({
      do: 'generate',
      token: choiceOf(uri),
      login,
      kind,
      label,
      id: Buffer.from(id).toString('hex'),
    }),
  );
}

/** The tokens that fit, and what is seen of them without a PIN. @throws EdocError `token.…` */
export async function listTokens(uri: TokenUri): Promise<readonly TokenDescription[]> {
  const connection = TokenConnection.to(uri.modulePath);
  try {
    return await connection.ask({ do: 'list', token: choiceOf(uri) });
  } finally {
    await connection.release();
  }
}

/** @param certificates DER, as in {@link Signer}. @throws EdocError `key.mismatch`, `certificate.malformed` */
export function signerFromToken(key: TokenKey, certificates: readonly Uint8Array[]): TokenSigner {
  const [leaf] = certificates;
  if (!leaf) throw new EdocError('certificate.malformed');
  if (!new X509Certificate(leaf).publicKey.equals(key.publicKey)) throw new EdocError('key.mismatch');
  const { suite, sign, check, close } = key;
  return { certificates: [...certificates], suite, sign, check, close };
}

async function opened(
  uri: TokenUri,
  ask: (connection: TokenConnection) => Promise<OpenedKey>,
): Promise<TokenKey> {
  const connection = TokenConnection.to(uri.modulePath);
  try {
    const { key, publicKey: jwk, label, id, token } = await ask(connection);
    const publicKey = createPublicKey({ key: jwk, format: 'jwk' });
    return {
      publicKey,
      suite: suiteOf(publicKey),
      label,
      id: Buffer.from(id, 'hex'),
      token,
      sign: (data) => connection.ask({ do: 'sign', key, data }),
      check: async () => {
        await connection.ask({ do: 'check', key });
      },
      close: () => connection.release(),
    };
  } catch (error) {
    await connection.release();
    throw error;
  }
}

/** What may seal (`spec/signature.md`, section 3). @throws EdocError `key.type` */
function suiteOf(key: KeyObject): Suite {
  const { modulusLength = 0, namedCurve } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType === 'rsa' && modulusLength >= 2048) return 'rsa-sha256';
  if (key.asymmetricKeyType === 'ec' && namedCurve === 'prime256v1') return 'ecdsa-sha256';
  throw new EdocError('key.type');
}

function choiceOf({ token, serial, manufacturer, model, slotId }: TokenUri): TokenChoice {
  return {
    ...(token === undefined ? {} : { token }),
    ...(serial === undefined ? {} : { serial }),
    ...(manufacturer === undefined ? {} : { manufacturer }),
    ...(model === undefined ? {} : { model }),
    ...(slotId === undefined ? {} : { slotId }),
  };
}
