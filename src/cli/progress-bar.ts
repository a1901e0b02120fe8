/** Progress of long work, drawn on standard error and only where somebody looks. */
import type { Output } from './output.js';

export interface Progress {
  advance(by: number): void;
  stop(): void;
}

const silent: Progress = { advance() {}, stop() {} };

/** @param total in units of `advance`; `octets` shows them as megabytes */
export async function startProgress(
  output: Output,
  total: number,
  options: { readonly shown: boolean; readonly octets?: boolean; readonly label?: string },
): Promise<Progress> {
  if (!options.shown || !output.watched) return silent;
  const { SingleBar } = await import('cli-progress');
  const unit = options.octets ? 1_000_000 : 1;
  const bar = new SingleBar({
    format: `${options.label ?? ''}{bar} {percentage}%  {value}/{total}${options.octets ? ' MB' : ''}`,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 30,
    hideCursor: true,
    clearOnComplete: true,
    stream: process.stderr,
  });
  bar.start(Math.max(1, Math.ceil(total / unit)), 0);
  let done = 0;
  return {
    advance(by) {
      done += by;
      bar.update(Math.floor(done / unit));
    },
    stop() {
      bar.stop();
    },
  };
}
