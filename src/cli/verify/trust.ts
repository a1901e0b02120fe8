/** Whom a verification trusts: the files that the caller named, else the trust of the agent. */
import { EdocError, isEdocError } from '../../errors.js';
import { type Trust, type TrustAnchor, trustFromPem } from '../../signing/index.js';
import type { Cli } from '../command.js';
import { readNamedFile } from '../files-read.js';

export interface GivenTrust {
  readonly trust: Trust;
  /** The same as text, for threads that read it themselves. */
  readonly pem: string;
  /** Of the agent whose trust it is: PEM files for time stamps, where it trusts others for them. */
  readonly stampFiles?: readonly string[];
}

/** @throws EdocError `cli.missing-option` where neither the call nor an agent says whom to trust; `certificate.malformed`; `cli.file-…` */
export async function readTrust(
  cli: Cli,
  named: readonly string[] | undefined,
  command: string,
): Promise<GivenTrust> {
  const texts: string[] = [];
  const anchors: TrustAnchor[] = [];
  const { files, stampFiles } = named ? { files: named } : await agentTrust(cli, command);
  for (const path of files) {
    const text = (await readNamedFile(path)).toString('utf8');
    // Each by itself, so that a file without a certificate is not covered by another.
    anchors.push(...anchorsIn(path, text));
    texts.push(text);
  }
  return { trust: { anchors }, pem: texts.join('\n'), ...(stampFiles ? { stampFiles } : {}) };
}

function anchorsIn(path: string, text: string): readonly TrustAnchor[] {
  try {
    return trustFromPem(text).anchors;
  } catch (error) {
    if (!isEdocError(error, 'certificate.malformed')) throw error;
    throw new EdocError(error.code, { place: path, cause: error });
  }
}

interface AgentTrust {
  readonly files: readonly string[];
  readonly stampFiles?: readonly string[];
}

async function agentTrust(cli: Cli, command: string): Promise<AgentTrust> {
  // Loaded only here: with --trust, the auditor's machine needs no agent and does not wait for its code.
  const { readAgentPlace } = await import('../agent/directory.js');
  try {
    const { trust, timeStamp } = (await readAgentPlace(cli.agentDirectory)).config;
    return { files: [trust], ...(timeStamp?.trust === undefined ? {} : { stampFiles: [timeStamp.trust] }) };
  } catch (error) {
    if (!(error instanceof EdocError) || error.code !== 'config.missing') throw error;
    throw new EdocError('cli.missing-option', { detail: { name: '--trust <pem>', command } });
  }
}
