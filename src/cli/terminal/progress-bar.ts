/** Progress of long work, drawn on standard error and only where somebody looks. */
import type { Output } from './output.js';

export interface Progress {
  advance(by: number): void;
  stop(): void;
}

const silent: Progress = { advance() {}, stop() {} };

/** @param total in units of `advance`; `octets` shows them as megabytes, `rate` how many there are in a second */
export async function startProgress(
  output: Output,
  total: number,
  options: {
    readonly shown: boolean;
    readonly octets?: boolean;
    readonly rate?: boolean;
    readonly label?: string;
  },
): Promise<Progress> {
  if (!options.shown || !output.watched) return silent;
  const { SingleBar } = await import('cli-progress');
  const unit = options.octets ? 1_000_000 : 1;
  const bar = new SingleBar({
    format: `${options.label ?? ''}{bar} {percentage}%  {value}/{total}${options.octets ? ' MB' : ''}${options.rate ? '  {rate}/s' : ''}`,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 30,
    hideCursor: true,
    clearOnComplete: true,
    stream: process.stderr,
    // Its own handler would swallow the signal and let the work go on.
    gracefulExit: false,
  });
  const interrupted = () => {
    bar.stop();
    process.kill(process.pid, 'SIGINT');
  };
  process.once('SIGINT', interrupted);
  const started = performance.now();
  bar.start(Math.max(1, Math.ceil(total / unit)), 0, { rate: '–' });
  let done = 0;
  return {
    advance(by) {
      done += by;
      const seconds = (performance.now() - started) / 1_000;
      bar.update(Math.floor(done / unit), { rate: Math.round(done / unit / seconds) });
    },
    stop() {
      process.removeListener('SIGINT', interrupted);
      bar.stop();
    },
  };
}
