/** What `edoc verify` finds out about one file, by its own functions and without starting a process for each question. */
import { readFile } from 'node:fs/promises';
import { errorTable } from '../../../src/errors.js';
import { checkTogether, examine, isValid, matchContents } from '../../../src/evidence/index.js';
import { type Trust, trustFromPem } from '../../../src/signing/index.js';
import type { Change } from './changes.js';

export interface Verdict {
  readonly valid: boolean;
  /** Of the findings of severity error, in order. */
  readonly codes: readonly string[];
}

export class Auditor {
  readonly #trust: Trust;

  private constructor(trust: Trust) {
    this.#trust = trust;
  }

  static async with(trustFile: string): Promise<Auditor> {
    return new Auditor(trustFromPem(await readFile(trustFile, 'utf8')));
  }

  async verdict(octets: Buffer): Promise<Verdict> {
    const at = new Date();
    const examined = await examine('file', octets, { trust: this.#trust, at, secondOpinion: false });
    matchContents([examined], []);
    checkTogether([examined], at);
    const errors = examined.findings.filter(({ severity }) => severity === 'error');
    return { valid: isValid(examined), codes: errors.map(({ code }) => code) };
  }

  /** In words, every change that was not refused with a code: accepted, without any, or ended by a crash. */
  async notRefused(changes: Iterable<Change>): Promise<string[]> {
    const found: string[] = [];
    for (const { words, octets } of changes) {
      try {
        const { valid, codes } = await this.verdict(octets);
        if (valid) found.push(`${words}: accepted`);
        else if (codes.length === 0 || !codes.every((code) => code in errorTable))
          found.push(`${words}: no code`);
      } catch (error) {
        found.push(`${words}: crashed with ${String(error)}`);
      }
    }
    return found;
  }
}
