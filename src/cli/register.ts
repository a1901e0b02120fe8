/** The agent's store, for reading: works whether the agent runs or not. */
import { openReader, type StoreReader } from '../store/index.js';
import { type AgentPlace, readAgentPlace } from './agent/directory.js';
import type { Cli } from './command.js';

/** @throws EdocError `config.…`, `store.…` */
export async function withRegister<Result>(
  cli: Cli,
  work: (register: StoreReader, place: AgentPlace) => Promise<Result>,
): Promise<Result> {
  const place = await readAgentPlace(cli.agentDirectory);
  const register = await openReader(place.config.data);
  try {
    return await work(register, place);
  } finally {
    await register.close();
  }
}
