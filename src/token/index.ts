/**
 * Keys in PKCS#11 tokens: smart cards, USB tokens, hardware modules, SoftHSM.
 *
 * Promises: a private key is named, used and made, and never read; no call of a module blocks the process; a token that
 * was away is opened anew; a PIN that was refused is not tried again. Refuses: a PIN inside a URI, guessing which token or
 * key is meant, and knowing what is signed.
 */
export {
  generateTokenKey,
  listTokens,
  openTokenKey,
  signerFromToken,
  type TokenKey,
  type TokenSigner,
} from './key.js';
export type { Login, TokenDescription, TokenKeyKind } from './protocol.js';
export { isTokenUri, parseTokenUri, type TokenUri, writeTokenUri } from './uri.js';
