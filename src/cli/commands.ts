/** All commands, by the name that follows `edoc`; each is loaded when it is called. In the order of `edoc --help`. */
import type { Command } from 'commander';
import type { Cli } from './command.js';
import type { Words } from './language.js';

const sending: Words = { en: 'Sending:', vi: 'Gửi văn bản:' };
const receiving: Words = { en: 'Receiving:', vi: 'Nhận văn bản:' };
const looking: Words = { en: 'Looking:', vi: 'Xem và lưu:' };
const checking: Words = { en: 'Checking:', vi: 'Kiểm tra:' };
const operating: Words = { en: 'Operating:', vi: 'Vận hành:' };

type Load = (cli: Cli) => Promise<Command>;

const commands: Readonly<Record<string, readonly [Words, Load]>> = {
  send: [sending, async (cli) => (await import('./send.js')).sendCommand(cli)],
  outbox: [sending, async (cli) => (await import('./outbox.js')).outboxCommand(cli)],
  track: [sending, async (cli) => (await import('./track.js')).trackCommand(cli)],
  recall: [sending, async (cli) => (await import('./recall.js')).recallCommand(cli)],
  resend: [sending, async (cli) => (await import('./resend.js')).resendCommand(cli)],
  inbox: [receiving, async (cli) => (await import('./inbox.js')).inboxCommand(cli)],
  accept: [receiving, async (cli) => (await import('./accept.js')).acceptCommand(cli)],
  refuse: [receiving, async (cli) => (await import('./refuse.js')).refuseCommand(cli)],
  assign: [receiving, async (cli) => (await import('./assign.js')).assignCommand(cli)],
  progress: [receiving, async (cli) => (await import('./progress.js')).progressCommand(cli)],
  finish: [receiving, async (cli) => (await import('./finish.js')).finishCommand(cli)],
  agree: [receiving, async (cli) => (await import('./agree.js')).agreeCommand(cli)],
  decline: [receiving, async (cli) => (await import('./decline.js')).declineCommand(cli)],
  show: [looking, async (cli) => (await import('./show.js')).showCommand(cli)],
  save: [looking, async (cli) => (await import('./save.js')).saveCommand(cli)],
  directory: [looking, async (cli) => (await import('./directory.js')).directoryCommand(cli)],
  verify: [checking, async (cli) => (await import('./verify.js')).verifyCommand(cli)],
  evidence: [checking, async (cli) => (await import('./evidence.js')).evidenceCommand(cli)],
  log: [checking, async (cli) => (await import('./log.js')).logCommand(cli)],
  agent: [operating, async (cli) => (await import('./agent.js')).agentCommand(cli)],
  quarantine: [operating, async (cli) => (await import('./quarantine.js')).quarantineCommand(cli)],
  key: [operating, async (cli) => (await import('./key.js')).keyCommand(cli)],
  axis: [operating, async (cli) => (await import('./axis.js')).axisCommand(cli)],
};

export const commandNames: readonly string[] = Object.keys(commands);

export async function loadCommand(name: string, cli: Cli): Promise<Command> {
  const entry = commands[name];
  if (!entry) throw new Error(`no command ${name}`);
  const [group, load] = entry;
  return (await load(cli)).helpGroup(cli.say(group));
}
