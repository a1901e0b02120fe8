/** Errors on the wire, both directions: `{code, place?, detail?, findings?}`, with the HTTP status that suits the code. */
import { EdocError, type ErrorCode, type ErrorDetail, errorTable, type Finding } from '../errors.js';

export interface ErrorJson {
  readonly code: ErrorCode;
  readonly place?: string;
  readonly detail?: ErrorDetail;
  readonly findings?: readonly Finding[];
}

/** Whatever was thrown, as one of our errors: what is not foreseen becomes `door.internal` and tells nothing more. */
export function asEdocError(error: unknown): EdocError {
  return error instanceof EdocError ? error : new EdocError('door.internal', { cause: error });
}

export function toJson(error: EdocError): ErrorJson {
  return {
    code: error.code,
    ...(error.place === undefined ? {} : { place: error.place }),
    ...(Object.keys(error.detail).length === 0 ? {} : { detail: error.detail }),
    findings: error.findings,
  };
}

/** Undefined where the value is no error of ours. */
export function fromJson(value: unknown): EdocError | undefined {
  if (!isRecord(value)) return undefined;
  const { code, place, detail, findings } = value;
  if (!isCode(code)) return undefined;
  return new EdocError(code, {
    ...(typeof place === 'string' ? { place } : {}),
    ...(isDetail(detail) ? { detail } : {}),
    ...(Array.isArray(findings) && findings.every(isFinding) ? { findings } : {}),
  });
}

const statusByCode: Partial<Record<ErrorCode, number>> = {
  'door.request': 400,
  'door.not-found': 404,
  'store.not-found': 404,
  'store.unknown-delivery': 404,
  'door.method': 405,
  'store.ambiguous': 409,
  'packet.conflict': 409,
  'door.too-large': 413,
  'door.internal': 500,
};

/** What can succeed later is 503, what was asked wrongly 422, unless the code says it more exactly. */
export function httpStatus(error: EdocError): number {
  const known = statusByCode[error.code];
  if (known !== undefined) return known;
  return error.retryable ? 503 : 422;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && Object.hasOwn(errorTable, value);
}

function isDetail(value: unknown): value is ErrorDetail {
  return (
    isRecord(value) &&
    Object.values(value).every((item) => typeof item === 'string' || typeof item === 'number')
  );
}

function isFinding(value: unknown): value is Finding {
  if (!isRecord(value)) return false;
  const { code, severity, place, detail } = value;
  return (
    isCode(code) &&
    (severity === 'error' || severity === 'warning' || severity === 'note') &&
    (place === undefined || typeof place === 'string') &&
    (detail === undefined || isDetail(detail))
  );
}
