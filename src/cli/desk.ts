/** The desk of the running agent, through its door. */
import type { Desk } from '../agent/index.js';
import { doorClient } from '../door/index.js';
import { readAgentPlace } from './agent/directory.js';
import type { Cli } from './command.js';

/** @throws EdocError `config.…`; its methods also `agent.not-running` */
export async function openDesk(cli: Cli): Promise<Desk> {
  const { config } = await readAgentPlace(cli.agentDirectory);
  return doorClient(config.socket);
}
