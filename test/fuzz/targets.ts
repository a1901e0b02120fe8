/** All that can be fuzzed, by name. What reads a new kind of input gets a file under `targets/` and a line here. */
import type { FuzzTarget } from './target.js';

const loaders: Readonly<Record<string, () => Promise<FuzzTarget>>> = {
  sealed: async () => (await import('./targets/sealed.js')).sealedTarget(),
  insider: async () => (await import('./targets/insider.js')).insiderTarget(),
  content: async () => (await import('./targets/content.js')).contentTarget(),
  edxml: async () => (await import('./targets/content.js')).edxmlTarget(),
  certificate: async () => (await import('./targets/certificate.js')).certificateTarget(),
  evidence: async () => (await import('./targets/evidence.js')).evidenceTarget(),
  timestamp: async () => (await import('./targets/evidence.js')).timestampTarget(),
  revocation: async () => (await import('./targets/evidence.js')).revocationTarget(),
  container: async () => (await import('./targets/container.js')).containerTarget(),
  pdf: async () => (await import('./targets/pdf.js')).pdfTarget(),
};

export const targetNames = Object.keys(loaders);

/** @throws RangeError for a name that there is not. */
export async function loadTarget(name: string): Promise<FuzzTarget> {
  const load = loaders[name] ?? (await plantedLoader(name));
  if (!load) throw new RangeError(`there is no target ${name}; there are ${targetNames.join(', ')}`);
  return load();
}

async function plantedLoader(name: string): Promise<(() => Promise<FuzzTarget>) | undefined> {
  const { plantedTargets } = await import('./targets/planted.js');
  return Object.entries(plantedTargets).find(([planted]) => planted === name)?.[1];
}
