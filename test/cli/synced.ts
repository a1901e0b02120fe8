/** What is flushed to the disk while something works. */
import { type FileHandle, open, readlink } from 'node:fs/promises';

/** The files and folders, in order, under the names that they have at that moment. */
export async function synced(work: () => Promise<unknown>): Promise<string[]> {
  const probe = await open('/dev/null');
  const handles: { sync(this: FileHandle): Promise<void> } = Object.getPrototypeOf(probe);
  await probe.close();
  const { sync } = handles;
  const paths: string[] = [];
  handles.sync = async function (this: FileHandle) {
    paths.push(await readlink(`/proc/self/fd/${this.fd}`));
    await sync.call(this);
  };
  try {
    await work();
  } finally {
    handles.sync = sync;
  }
  return paths;
}
