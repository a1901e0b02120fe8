/** Errors of the file system as our codes, by the system's own error code. */
import { EdocError } from '../errors.js';

const full: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

export function fileError(error: unknown): EdocError {
  if (error instanceof EdocError) return error;
  const code = systemCode(error) ?? 'unknown';
  return full.has(code)
    ? new EdocError('store.full', { cause: error })
    : new EdocError('store.io', { detail: { cause: code }, cause: error });
}

export function isAbsent(error: unknown): boolean {
  return systemCode(error) === 'ENOENT';
}

/** `ENOENT` and the like; undefined for what does not come from the system. */
export function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
