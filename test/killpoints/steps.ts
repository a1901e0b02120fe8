/** Every step by which the program changes the disk for good: of files and folders, and the transactions of SQLite. */
import fs, { type FileHandle } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { basename } from 'node:path';
import { Database } from '../../src/store/database.js';

/** Called before each step, the first of which has the number 0, with what it is. */
export type AtStep = (number: number, name: string) => Promise<void> | void;

type Change = (...values: unknown[]) => Promise<unknown>;

const changes = ['mkdir', 'copyFile', 'link', 'rename', 'rm'] as const;
const flushes = ['sync', 'datasync'] as const;

/** Wraps what this process calls from now on; what is done before a step is done as ever. Returns what takes it back. */
export async function watchSteps(at: AtStep): Promise<() => void> {
  const undo: (() => void)[] = [];
  let number = 0;
  const wrap = (
    owner: object,
    property: string,
    name: (values: readonly unknown[]) => string | undefined,
  ) => {
    const real: unknown = Reflect.get(owner, property);
    if (typeof real !== 'function') throw new Error(`${property} is no function`);
    const changed: Change = async function (this: unknown, ...values) {
      const step = name(values);
      if (step !== undefined) await at(number++, step);
      return real.apply(this, values);
    };
    Reflect.set(owner, property, changed);
    undo.push(() => Reflect.set(owner, property, real));
  };
  for (const property of changes) {
    wrap(fs, property, (values) => `${property} ${values.slice(0, 2).filter(isPath).map(short).join(' → ')}`);
  }
  const handles = await prototypeOfHandles();
  for (const property of flushes) wrap(handles, property, () => property);
  wrap(Database.prototype, 'run', ([sql]) =>
    /^(COMMIT|VACUUM)/.test(String(sql)) ? String(sql).slice(0, 6) : undefined,
  );
  wrap(Database.prototype, 'exec', ([sql]) => (String(sql).includes('COMMIT') ? 'migration' : undefined));
  syncBuiltinESMExports();
  return () => {
    for (const one of undo) one();
    syncBuiltinESMExports();
  };
}

async function prototypeOfHandles(): Promise<object> {
  const handle: FileHandle = await fs.open('/dev/null');
  await handle.close();
  const prototype: unknown = Object.getPrototypeOf(handle);
  if (typeof prototype !== 'object' || prototype === null) throw new Error('a file handle has a prototype');
  return prototype;
}

function isPath(value: unknown): value is string {
  return typeof value === 'string';
}

function short(path: string): string {
  return basename(path)
    .replace(/[0-9a-f]{62}/, '…')
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, '…');
}
