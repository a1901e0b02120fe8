/** Gathers what one pass of verification finds, in the order in which it is found. */
import type { ErrorCode, ErrorDetail, Finding } from '../errors.js';

export class Findings {
  readonly all: Finding[] = [];

  error(code: ErrorCode, options: { readonly place?: string; readonly detail?: ErrorDetail } = {}): void {
    this.all.push({ code, severity: 'error', ...options });
  }

  add(findings: readonly Finding[]): void {
    this.all.push(...findings);
  }

  get clean(): boolean {
    return this.all.length === 0;
  }
}

/** The error finding of a code, for rules that return findings rather than gather them. */
export function errorFinding(code: ErrorCode, place: string, detail: ErrorDetail = {}): Finding {
  return { code, severity: 'error', place, detail };
}
