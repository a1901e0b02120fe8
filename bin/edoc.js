#!/usr/bin/env node
/** Starts the command line from what was compiled, and says so where nothing was. */
import { existsSync } from 'node:fs';

const main = new URL('../dist/src/cli/main.js', import.meta.url);

if (existsSync(main)) {
  await import(main.href);
} else {
  console.error('edoc: not built yet; run "npm run setup" in the project folder first.');
  process.exitCode = 1;
}
