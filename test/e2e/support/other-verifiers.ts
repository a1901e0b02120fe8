/** Verifiers of XML signatures that share nothing with ours: they are told the names of two elements with an Id, no more. */
import { execFile, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from './edoc.js';

/** Java leaves a file of figures about itself in the temporary directory unless told not to. */
const noTrace = '-XX:-UsePerfData';

export interface OtherVerifier {
  readonly name: string;
  isThere(): boolean;
  /** One answer for each file, in order: whether it is accepted under this trust anchor today. */
  verify(trust: string, files: readonly string[]): Promise<boolean[]>;
}

const envelope = 'http://www.mic.gov.vn/TBT/QCVN_102_2016:edXMLEnvelope';
const signedProperties = 'http://uri.etsi.org/01903/v1.3.2#:SignedProperties';
const run = promisify(execFile);

const xmlsec1: OtherVerifier = {
  name: 'xmlsec1',
  isThere: () => starts('xmlsec1', ['--version']),
  verify: async (trust, files) => {
    const answers: boolean[] = [];
    const ids = ['--id-attr:Id', envelope, '--id-attr:Id', signedProperties];
    for (const file of files) {
      const { status, stdout, stderr } = spawnSync(
        'xmlsec1',
        ['--verify', '--trusted-pem', trust, ...ids, file],
        {
          encoding: 'utf8',
        },
      );
      // Both references count: content and signed properties.
      answers.push(status === 0 && `${stdout}${stderr}`.includes('SignedInfo References (ok/all): 2/2'));
    }
    return answers;
  },
};

const jdk: OtherVerifier = {
  name: "the JDK's validator",
  isThere: () => starts('java', [noTrace, '-version']),
  verify: async (trust, files) => {
    const source = join(projectRoot, 'test/support/JdkValidator.java');
    const at = new Date().toISOString();
    const timed = files.flatMap((file) => [at, file]);
    const { stdout } = await run('java', [noTrace, source, trust, ...timed]);
    return stdout
      .trim()
      .split('\n')
      .map((line) => line.startsWith('ok '));
  },
};

export const otherVerifiers: readonly OtherVerifier[] = [xmlsec1, jdk];

function starts(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args).error === undefined;
}
