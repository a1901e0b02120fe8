/** All commands, by the name that follows `edoc`; each is loaded when it is called. In the order of `edoc --help`. */
import type { Command } from 'commander';
import type { Cli } from './command.js';
import type { Words } from './terminal/language.js';

const sending: Words = { en: 'Sending:', vi: 'Gửi văn bản:' };
const receiving: Words = { en: 'Receiving:', vi: 'Nhận văn bản:' };
const looking: Words = { en: 'Looking:', vi: 'Xem và lưu:' };
const checking: Words = { en: 'Checking:', vi: 'Kiểm tra:' };
const operating: Words = { en: 'Operating:', vi: 'Vận hành:' };

type Load = (cli: Cli) => Promise<Command>;

const commands: Readonly<Record<string, readonly [Words, Load]>> = {
  send: [sending, async (cli) => (await import('./clerk/send.js')).sendCommand(cli)],
  outbox: [sending, async (cli) => (await import('./clerk/outbox.js')).outboxCommand(cli)],
  track: [sending, async (cli) => (await import('./clerk/track.js')).trackCommand(cli)],
  recall: [sending, async (cli) => (await import('./clerk/recall.js')).recallCommand(cli)],
  resend: [sending, async (cli) => (await import('./clerk/resend.js')).resendCommand(cli)],
  inbox: [receiving, async (cli) => (await import('./clerk/inbox.js')).inboxCommand(cli)],
  accept: [receiving, async (cli) => (await import('./clerk/accept.js')).acceptCommand(cli)],
  refuse: [receiving, async (cli) => (await import('./clerk/refuse.js')).refuseCommand(cli)],
  assign: [receiving, async (cli) => (await import('./clerk/assign.js')).assignCommand(cli)],
  progress: [receiving, async (cli) => (await import('./clerk/progress.js')).progressCommand(cli)],
  finish: [receiving, async (cli) => (await import('./clerk/finish.js')).finishCommand(cli)],
  agree: [receiving, async (cli) => (await import('./clerk/agree.js')).agreeCommand(cli)],
  decline: [receiving, async (cli) => (await import('./clerk/decline.js')).declineCommand(cli)],
  show: [looking, async (cli) => (await import('./clerk/show.js')).showCommand(cli)],
  save: [looking, async (cli) => (await import('./clerk/save.js')).saveCommand(cli)],
  directory: [looking, async (cli) => (await import('./clerk/directory.js')).directoryCommand(cli)],
  verify: [checking, async (cli) => (await import('./verify/verify.js')).verifyCommand(cli)],
  evidence: [checking, async (cli) => (await import('./evidence/evidence.js')).evidenceCommand(cli)],
  log: [checking, async (cli) => (await import('./log/log.js')).logCommand(cli)],
  agent: [operating, async (cli) => (await import('./agent/agent.js')).agentCommand(cli)],
  quarantine: [operating, async (cli) => (await import('./quarantine/quarantine.js')).quarantineCommand(cli)],
  key: [operating, async (cli) => (await import('./key/key.js')).keyCommand(cli)],
  axis: [operating, async (cli) => (await import('./axis/axis.js')).axisCommand(cli)],
};

export const commandNames: readonly string[] = Object.keys(commands);

export async function loadCommand(name: string, cli: Cli): Promise<Command> {
  const entry = commands[name];
  if (!entry) throw new Error(`no command ${name}`);
  const [group, load] = entry;
  return (await load(cli)).helpGroup(cli.say(group));
}
