/** What the brokers of a cluster say to each other: over TLS, with certificates of an authority for this alone. */
import { access, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Beside the broker's own files, in `tls/`: the authority, the certificate of all members, and its key. */
export const interNodeFiles = {
  authority: 'tls/cluster-ca.pem',
  certificate: 'tls/cluster.pem',
  key: 'tls/cluster.key',
} as const;

/**
 * Erlang's, in seconds: a member that stands still without a word is given up after 0.75 to 1.25 of it, and the queues that it
 * led go to others. Erlang's own 60 would hold these queues up for a minute.
 */
const tickSeconds = 8;

const optionsFile = 'inter_node_tls.config';

/** Erlang's `ssl_dist_optfile`: both sides show a certificate and check the other's, the host's name included. */
export function renderInterNode(directory: string): string {
  const common = [
    `{cacertfile, ${erlangText(join(directory, interNodeFiles.authority))}}`,
    `{certfile, ${erlangText(join(directory, interNodeFiles.certificate))}}`,
    `{keyfile, ${erlangText(join(directory, interNodeFiles.key))}}`,
    `{verify, verify_peer}`,
    `{versions, ['tlsv1.3', 'tlsv1.2']}`,
  ].join(',\n    ');
  return `%% Written by edoc.
[
  {server, [
    ${common},
    {fail_if_no_peer_cert, true}
  ]},
  {client, [
    ${common}
  ]}
].
`;
}

/** `rabbitmq-env.conf`, which RabbitMQ's scripts and tools read as a shell does: the member's name and how it speaks. */
export function renderEnvironment(nodename: string, directory: string): string {
  const isLong = nodename.slice(nodename.indexOf('@')).includes('.');
  const tls = `-pa $ERL_SSL_PATH -proto_dist inet_tls -ssl_dist_optfile ${join(directory, optionsFile)}`;
  // The tools too: who is connected with another tick time is given up.
  const options = `${tls} -kernel net_ticktime ${tickSeconds}`;
  return `# Written by edoc. A member of the cluster of the axis; between members there is TLS and nothing else.
NODENAME=${nodename}
${isLong ? 'USE_LONGNAME=true\n' : ''}ERL_SSL_PATH=$(erl -noinput -boot start_clean -eval 'io:format("~s/ebin", [code:lib_dir(ssl)]), halt().')
SERVER_ADDITIONAL_ERL_ARGS="${options}"
CTL_ERL_ARGS="${options}"
`;
}

export async function writeInterNode(folder: string, installedAt: string): Promise<void> {
  await writeFile(join(folder, optionsFile), renderInterNode(installedAt), { mode: 0o644 });
}

/**
 * For a member whose files are in `folder`: the file that a member in service has, with Erlang's further options. Undefined
 * where it has no certificate, and speaks in the clear.
 */
export async function privateEnvironment(
  folder: string,
  nodename: string,
  options: string,
): Promise<string | undefined> {
  const hasCertificate = await access(join(folder, interNodeFiles.certificate)).then(
    () => true,
    () => false,
  );
  if (!hasCertificate) return undefined;
  await writeInterNode(folder, folder);
  const further = `SERVER_ADDITIONAL_ERL_ARGS="$SERVER_ADDITIONAL_ERL_ARGS ${options}"\n`;
  const file = join(folder, 'rabbitmq-env.conf');
  await writeFile(file, renderEnvironment(nodename, folder) + further);
  return file;
}

function erlangText(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
