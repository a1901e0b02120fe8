/** Findings as they are gathered, bounded, so that a hostile file cannot fill the memory with its faults. */
import type { ErrorCode, ErrorDetail, Finding, Severity } from '../../errors.js';
import { limits } from '../limits.js';

export class Notes {
  readonly findings: Finding[] = [];

  add(severity: Severity, code: ErrorCode, place: string, detail?: ErrorDetail): void {
    // Errors are always kept: a message must not pass because notes filled the list first.
    if (this.findings.length >= limits.findings && (severity !== 'error' || this.hasError())) return;
    this.findings.push({ code, severity, place, ...(detail === undefined ? {} : { detail }) });
  }

  hasError(): boolean {
    return this.findings.some(({ severity }) => severity === 'error');
  }
}

/** Text from a message, short enough to show in an error. */
export function shown(value: string): string {
  return value.length <= 40 ? value : `${value.slice(0, 39)}…`;
}
