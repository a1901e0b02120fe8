/** Reads the test vectors that the specification publishes (`spec/vectors`). */
import { readdirSync, readFileSync } from 'node:fs';

const root = new URL('../../../spec/vectors/', import.meta.url);

export interface Vector {
  readonly name: string;
  file(name: string): Buffer;
  /** The content of `expect.json`. */
  readonly expect: Readonly<Record<string, unknown>>;
}

export function vectorsOf(group: string): Vector[] {
  return readdirSync(new URL(`${group}/`, root)).map((name) => {
    const file = (part: string) => readFileSync(new URL(`${group}/${name}/${part}`, root));
    return { name, file, expect: JSON.parse(file('expect.json').toString()) };
  });
}

/** A value as JSON has it: times become text, absent fields go. */
export function asJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
