/** What tells a command that runs in the foreground to stop. */

/** A second signal ends the process at once: the handlers are gone then. */
export function firstSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    const stop = (signal: NodeJS.Signals) => {
      process.off('SIGTERM', stop);
      process.off('SIGINT', stop);
      resolve(signal);
    };
    process.on('SIGTERM', stop);
    process.on('SIGINT', stop);
  });
}

export function stdinEnd(): Promise<string> {
  return new Promise((resolve) => {
    process.stdin.once('end', () => resolve('stdin'));
    process.stdin.once('error', () => resolve('stdin'));
    process.stdin.resume();
  });
}

const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Has `clear`, which must wait for nothing, done before one of these signals ends the process. Returns what takes that back. */
export function clearOnSignal(clear: () => void): () => void {
  const end = (signal: NodeJS.Signals) => {
    release();
    clear();
    process.kill(process.pid, signal);
  };
  const release = () => {
    for (const signal of endingSignals) process.off(signal, end);
  };
  for (const signal of endingSignals) process.on(signal, end);
  return release;
}
