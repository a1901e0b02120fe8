/** One call of `edoc evidence parts`. */
import { resolve } from 'node:path';
import { EdocError } from '../../errors.js';
import { evidenceParts, fileName, trustName } from '../../evidence/index.js';
import { certificateToPem, inspectEvidence, sealedKindOf } from '../../signing/index.js';
import type { Cli } from '../command.js';
import { writeNewFiles } from '../new-files.js';
import { readExamined } from '../verify/read-examined.js';
import { readTrust } from '../verify/trust.js';

interface Options {
  readonly to: string;
  readonly trust?: readonly string[];
  readonly at?: Date;
}

/** @throws EdocError `verify.not-sealed`; `evidence.form`, `evidence.limit` where the parts cannot be told apart */
export async function takeParts(cli: Cli, path: string, options: Options): Promise<void> {
  const { output } = cli;
  const { trust } = await readTrust(cli, options.trust, 'edoc evidence parts');
  const at = options.at ?? new Date();
  const octets = await readExamined(path);
  const kind = sealedKindOf(octets);
  if (!kind) throw new EdocError('verify.not-sealed', { place: path });
  const inspection = await inspectEvidence(octets, kind, trust, { at, revocation: 'soft' });
  const { files, checks } = await evidenceParts(octets, kind, inspection, at);
  const anchors = trust.anchors.map(({ certificate }) => certificateToPem(certificate)).join('');
  const folder = resolve(options.to);
  const written = await writeNewFiles(folder, [
    { name: fileName, content: octets },
    { name: trustName, content: anchors },
    ...files,
  ]);
  output.document({ level: inspection.claimedLevel, folder, files: written, checks });
  output.print(...written, '', cli.say({ en: 'In that folder:', vi: 'Trong thư mục đó:' }));
  for (const { command } of checks) output.print(`  ${command.join(' ')}`);
}
