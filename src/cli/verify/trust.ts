/** Whom a verification trusts: the files that the caller named, else the trust of the agent. */
import { EdocError } from '../../errors.js';
import { type Trust, trustFromPem } from '../../signing/index.js';
import type { Cli } from '../command.js';
import { readNamedFile } from '../files-read.js';

/** @throws EdocError `cli.missing-option` where neither the call nor an agent says whom to trust */
export async function readTrust(
  cli: Cli,
  named: readonly string[] | undefined,
  command: string,
): Promise<Trust> {
  const paths = named ?? [await agentTrust(cli, command)];
  const anchors = [];
  for (const path of paths)
    anchors.push(...trustFromPem((await readNamedFile(path)).toString('utf8')).anchors);
  return { anchors };
}

async function agentTrust(cli: Cli, command: string): Promise<string> {
  // Loaded only here: with --trust, the auditor's machine needs no agent and does not wait for its code.
  const { readAgentPlace } = await import('../agent-directory.js');
  try {
    return (await readAgentPlace(cli.agentDirectory)).config.trust;
  } catch (error) {
    if (!(error instanceof EdocError) || error.code !== 'config.missing') throw error;
    throw new EdocError('cli.missing-option', { detail: { name: '--trust <pem>', command } });
  }
}
