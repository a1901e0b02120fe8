/** Where everything of a node lies in its directory, as `agent init` lays it out. Paths in `agent.json` are relative to it. */
import { join } from 'node:path';

export const agentPaths = {
  config: 'agent.json',
  /** Goes to the operator. */
  request: 'request.pem',
  trust: 'trust.pem',
  keys: 'keys',
  certificates: 'certs',
  brokerCa: join('certs', 'broker-ca.pem'),
  passphrase: join('secrets', 'passphrase'),
  data: 'data',
  socket: 'agent.sock',
} as const;

/** The name of the node's own key and certificate; an agency code is upper-case, so that none is called so. */
export const nodeKeyName = 'node';

export function agentFiles(folder: string) {
  const at = (name: keyof typeof agentPaths) => join(folder, agentPaths[name]);
  return {
    folder,
    config: at('config'),
    request: at('request'),
    trust: at('trust'),
    keys: at('keys'),
    certificates: at('certificates'),
    brokerCa: at('brokerCa'),
    passphrase: at('passphrase'),
  } as const;
}

/** The name of an agency's sealing key and certificate. */
export function sealKeyName(code: string): string {
  return `seal-${code}`;
}
