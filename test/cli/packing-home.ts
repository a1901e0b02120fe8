/** A home whose agent seals containers: the parts of an agent that sealing works with, behind a real door. No broker. */
import { join } from 'node:path';
import { type AgentContext, Identities, type SealContainerRequest } from '../../src/agent/index.js';
import type { sealEvidence } from '../../src/agent/seal-container.js';
import { type Door, openDoor } from '../../src/door/index.js';
import { organId } from '../../src/edoc/index.js';
import { silentLog } from '../../src/log.js';
import { trustFromPem } from '../../src/signing/index.js';
import { openStore, type Store } from '../../src/store/index.js';
import { deskWith } from '../door/fake-desk.js';
import { type AgentHome, makeAgentHome } from './agent-home.js';
import { signedAt } from './sealed-files.js';

export interface PackingHome {
  readonly home: AgentHome;
  readonly store: Store;
  readonly door: Door;
  readonly context: AgentContext;
}

/** @param seal what the door asks; it gets the context from what this answers with. */
export async function makePackingHome(
  seal: (request: SealContainerRequest) => ReturnType<typeof sealEvidence>,
): Promise<PackingHome> {
  const home = await makeAgentHome();
  const store = await openStore({ folder: join(home.directory, 'data'), now: () => signedAt });
  const identities = new Identities([{ code: organId('H41'), signer: await home.files.signer('H41') }]);
  const trust = trustFromPem(home.files.rootPem);
  const context = {
    ...{ store, identities, trust, clock: { now: () => signedAt }, log: silentLog },
  } as unknown as AgentContext;
  const door = await openDoor({
    socketPath: join(home.directory, 'agent.sock'),
    desk: deskWith({ sealContainer: seal }),
    log: silentLog,
  });
  return { home, store, door, context };
}
