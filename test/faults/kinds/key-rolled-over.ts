/** An agency gets a new key while it is at work, as `edoc key roll-over`, the operator's answer and a restart do it. */
import { readFile } from 'node:fs/promises';
import {
  enrol,
  publishIfDue,
  readEnrolment,
  readNodeRequest,
  writeEnrolment,
} from '../../../src/axis/index.js';
import { completeAgent } from '../../../src/cli/files/agent-enrolment.js';
import { addSealKey, writeRequest } from '../../../src/cli/files/key-change.js';
import { isEdocError } from '../../../src/errors.js';
import { chosen, type Kind } from '../fault.js';
import type { FaultNode } from '../node.js';
import { patiently } from '../patiently.js';
import type { Rig } from '../rig.js';

export const keyRolledOver: Kind = {
  name: 'key rolled over',
  weight: 2,
  make(rig, random) {
    const node = chosen(random, rig.nodes);
    const agency = chosen(random, node.agencies);
    let rolling: Promise<void> | undefined;
    return {
      name: `key of ${agency} rolled over`,
      key: 'axis',
      forMs: 0,
      do: async () => {
        rolling = rollOver(rig, node, agency);
        rolling.catch(() => undefined);
      },
      undo: async () => rolling,
    };
  },
};

async function rollOver({ axis }: Rig, node: FaultNode, agency: string): Promise<void> {
  const { directory } = node;
  try {
    await addSealKey(directory, agency, {});
  } catch (error) {
    // The last one is still to be finished, which is done here.
    if (!isEdocError(error, 'key.pending')) throw error;
  }
  const { request } = await writeRequest(directory, undefined);
  const asked = readNodeRequest(await readFile(request, 'utf8'));
  const enrolment = await patiently(() =>
    axis.change(({ context }) => enrol(context, asked, { replace: true })),
  );
  await completeAgent(directory, readEnrolment(writeEnrolment(enrolment)), { at: new Date() });
  await node.stop();
  node.start();
  await patiently(() => axis.change(({ context }) => publishIfDue(context)));
}
