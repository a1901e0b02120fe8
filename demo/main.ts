/**
 * The main job of the product, as it happens: one letter from a ministry to two provinces, by real agents over a real
 * RabbitMQ, signed, acknowledged, answered and checked. `npm run demo -- [--keep] [--json] [--lang vi] [--dir DIR]
 * [--token]`
 */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { writeLetter } from './letters.js';
import { agencies, type Stage, setStage } from './stage.js';
import type { Language } from './story.js';
import { Terminal } from './terminal.js';
import { prepareTokens } from './tokens.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const edoc = join('bin', 'edoc.js');
/** Paths are shown as a person at the root of the project would type them. */
process.chdir(root);

const { values } = parseArgs({
  options: {
    keep: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    token: { type: 'boolean', default: false },
    lang: { type: 'string' },
    dir: { type: 'string', default: join('var', 'demo') },
  },
});
const directory = values.dir;
const evidence = join(directory, 'evidence');

function language(): Language {
  const wanted =
    values.lang ?? process.env['EDOC_LANG'] ?? process.env['LC_ALL'] ?? process.env['LANG'] ?? 'en';
  return wanted.startsWith('vi') ? 'vi' : 'en';
}

await main(new Terminal({ json: values.json, language: language(), edoc }));

async function main(terminal: Terminal): Promise<void> {
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true, mode: 0o700 });
  let stage: Stage | undefined;
  const interrupted = new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  try {
    terminal.chapter('title');
    const codes = agencies.map(({ code }) => code);
    const tokens = values.token ? await prepareTokens(directory, codes) : undefined;
    stage = await setStage(terminal, edoc, directory, tokens);
    await tell(terminal, stage);
    const seconds = terminal.seconds;
    if (values.keep) await keep(terminal, stage, interrupted);
    await stage.stop();
    stage = undefined;
    terminal.chapter('done', { seconds, dir: evidence });
    whatNext(terminal);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  } finally {
    await stage?.stop();
  }
}

async function tell(terminal: Terminal, stage: Stage): Promise<void> {
  const [g22, h41, h14] = [stage.agent('G22'), stage.agent('H41'), stage.agent('H14')];
  const letter = await writeLetter(join(directory, 'letter'));
  const id = `${letter.number}/${letter.notation}`;

  terminal.chapter('ping');
  await terminal.edoc(['agent', 'ping', 'H41'], { agent: g22 });

  terminal.chapter('send');
  const send = ['send', ...letter.files, '--to', 'H41,H14', '--subject', letter.subject];
  const code = ['--number', letter.number, '--notation', letter.notation, '--type', 'Công văn'];
  await terminal.edoc(
    [...send, ...code, '--place', letter.place, '--signer', letter.signer, '--wait', '20'],
    { agent: g22 },
  );

  terminal.chapter('inboxH41');
  await terminal.edoc(['inbox'], { agent: h41 });
  await terminal.edoc(['show', id], { agent: h41 });
  terminal.chapter('inboxH14');
  await terminal.edoc(['inbox'], { agent: h14 });

  terminal.chapter('acceptH41');
  await terminal.edoc(['accept', id], { agent: h41 });
  terminal.chapter('refuseH14');
  await terminal.edoc(['refuse', id, '--reason', 'Gửi nhầm nơi nhận: việc thuộc Sở Khoa học và Công nghệ'], {
    agent: h14,
  });
  await seen(terminal, g22, id, { H41: '03', H14: '02' });
  terminal.chapter('track');
  await terminal.edoc(['outbox'], { agent: g22 });
  terminal.chapter('finishH41');
  await terminal.edoc(['finish', id], { agent: h41 });
  await seen(terminal, g22, id, { H41: '06' });
  terminal.chapter('track');
  await terminal.edoc(['track', id], { agent: g22 });

  if (stage.services) {
    terminal.chapter('upgrade');
    await terminal.edoc(['evidence', 'upgrade'], { agent: g22 });
  }
  terminal.chapter('evidence');
  await terminal.edoc(['save', id, '--to', evidence], { agent: g22 });
  await writeFile(join(evidence, 'trust.pem'), await readFile(stage.trust));
  terminal.chapter('container');
  const container = join(directory, 'evidence.asice');
  await terminal.edoc(['evidence', 'export', id, '--to', container], { agent: g22 });
  await terminal.edoc(['evidence', 'verify', container, '--trust', join(evidence, 'trust.pem')]);
  await audit(terminal);
}

/** What an auditor does with the saved files, once as they are and once with a byte of the letter changed. */
async function audit(terminal: Terminal): Promise<void> {
  const document = join(evidence, 'document.edxml');
  const trust = ['--trust', join(evidence, 'trust.pem')];
  terminal.chapter('verify');
  await terminal.edoc(['verify', evidence, ...trust]);

  terminal.chapter('tamper');
  const octets = await readFile(document);
  const at = octets.indexOf('</ContentTransferEncoded>') - 1_000;
  octets[at] = octets[at] === 0x41 ? 0x42 : 0x41;
  const changed = join(directory, 'changed.edxml');
  await writeFile(changed, octets);
  await terminal.edoc(['verify', changed, ...trust], { expect: [1] });
}

/** Waits until the sender knows these states. */
async function seen(
  terminal: Terminal,
  agent: string,
  id: string,
  states: Readonly<Record<string, string>>,
): Promise<void> {
  await terminal.until(agent, id, (delivery) => {
    const wanted = states[delivery.recipient];
    return wanted === undefined || delivery.business === wanted;
  });
}

async function keep(terminal: Terminal, stage: Stage, interrupted: Promise<void>): Promise<void> {
  terminal.chapter('kept');
  const [g22, h41] = [stage.agent('G22'), stage.agent('H41')];
  for (const command of [
    `inbox --agent ${h41}`,
    `send README.md --to H41 --subject "V/v dùng thử" --number 1 --notation VPCP-KSTT --agent ${g22}`,
    `track 1/VPCP-KSTT --agent ${g22}`,
    `accept 1/VPCP-KSTT --agent ${h41}`,
    `recall 1/VPCP-KSTT --reason "Gửi nhầm" --agent ${g22}`,
    `log verify --agent ${g22}`,
  ]) {
    terminal.note(`${edoc} ${command}${values.lang === undefined ? '' : ` --lang ${language()}`}`);
  }
  await interrupted;
}

function whatNext(terminal: Terminal): void {
  terminal.chapter('next');
  const again = `${edoc} verify ${evidence} --trust ${join(evidence, 'trust.pem')} --second-opinion`;
  for (const command of [again, 'npm run demo -- --keep', `${edoc} --help`]) terminal.note(command);
}
