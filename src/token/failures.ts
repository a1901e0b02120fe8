/** What a PKCS#11 module says went wrong (PKCS#11 v2.40, section 5.1), as our codes. */
import { EdocError } from '../errors.js';

/**
 * The token, its sessions or its objects are no longer what they were: everything has to be opened anew. Modules differ in
 * what they say then, so that the two general codes are among them; opening anew does no harm.
 */
const lost: ReadonlySet<string> = new Set([
  'CKR_SESSION_HANDLE_INVALID',
  'CKR_SESSION_CLOSED',
  'CKR_USER_NOT_LOGGED_IN',
  'CKR_KEY_HANDLE_INVALID',
  'CKR_OBJECT_HANDLE_INVALID',
  'CKR_DEVICE_REMOVED',
  'CKR_DEVICE_ERROR',
  'CKR_TOKEN_NOT_PRESENT',
  'CKR_TOKEN_NOT_RECOGNIZED',
  'CKR_CRYPTOKI_NOT_INITIALIZED',
  'CKR_SLOT_ID_INVALID',
  'CKR_GENERAL_ERROR',
  'CKR_FUNCTION_FAILED',
]);
const wrongPin: ReadonlySet<string> = new Set([
  'CKR_PIN_INCORRECT',
  'CKR_PIN_INVALID',
  'CKR_PIN_LEN_RANGE',
  'CKR_PIN_EXPIRED',
]);
const noRoom: ReadonlySet<string> = new Set([
  'CKR_TOKEN_WRITE_PROTECTED',
  'CKR_DEVICE_MEMORY',
  'CKR_SESSION_READ_ONLY',
]);

/** Such as `CKR_DEVICE_REMOVED`; undefined for what no module said. */
export function returnValueOf(error: unknown): string | undefined {
  return error instanceof Error && /^CKR_\w+$/.test(error.message) ? error.message : undefined;
}

export function isLost(error: unknown): boolean {
  return lost.has(returnValueOf(error) ?? '');
}

export function isWrongPin(error: unknown): boolean {
  return wrongPin.has(returnValueOf(error) ?? '');
}

/** Errors of our own stay as they are. @param place the token and the key, as people know them. */
export function failure(error: unknown, place: { readonly token: string; readonly key?: string }): EdocError {
  if (error instanceof EdocError) return error;
  const { token, key = '–' } = place;
  const reason = returnValueOf(error) ?? (error instanceof Error ? error.name : typeof error);
  const coded = (code: EdocError['code'], detail: Record<string, string>) =>
    new EdocError(code, { detail, cause: error });
  if (isLost(error)) return coded('token.gone', { token, reason });
  if (noRoom.has(reason)) return coded('token.write-protected', { token });
  if (reason === 'CKR_KEY_FUNCTION_NOT_PERMITTED' || reason === 'CKR_KEY_TYPE_INCONSISTENT') {
    return coded('token.key-unusable', { token, key });
  }
  if (reason === 'CKR_MECHANISM_INVALID') return coded('token.mechanism', { token, mechanism: reason });
  return coded('token.failed', { token, reason });
}
