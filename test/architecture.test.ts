import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { type Source, violationsOf } from './architecture/check.js';
import { circlesIn } from './architecture/circles.js';
import { codeMapOf, differencesOf } from './architecture/code-map.js';
import { importsOf } from './architecture/imports.js';
import { folders, packages } from './architecture/rules.js';
import { tokensOf } from './architecture/tokens.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

describe('the architecture', () => {
  let sources: readonly Source[] = [];
  let inSrc: readonly Source[] = [];

  before(() => {
    sources = ['src', 'test', 'bench', 'demo', 'scripts'].flatMap(read);
    inSrc = sources.filter(({ path }) => path.startsWith('src/'));
  });

  it('holds in every source', () => {
    expect(inSrc).to.have.length.greaterThan(50);
    expect(sources.flatMap(violationsOf)).to.deep.equal([]);
  });

  it('has no files that import each other', () => {
    expect(circlesIn(sources)).to.deep.equal([]);
  });

  it('asks for every package that it imports, by its own name, as a dependency of the product', () => {
    const { dependencies }: { dependencies: Record<string, string> } = JSON.parse(
      readFileSync(join(root, 'package.json'), 'utf8'),
    );
    const specifiers = new Set(
      inSrc.flatMap(({ text }) => importsOf(tokensOf(text)).map(({ specifier }) => specifier)),
    );
    const imported = packages.flatMap((rule) => rule.packages).filter((name) => specifiers.has(name));
    expect(imported).to.have.length.greaterThan(5);
    expect(imported.filter((name) => dependencies[name] === undefined)).to.deep.equal([]);
  });

  it('is drawn in ARCHITECTURE.md: every folder is named there, and what is named there exists', () => {
    const map = codeMapOf(readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8'));
    expect(map.named).to.include.members(['edoc/', 'errors.ts']);
    expect(
      differencesOf(
        map,
        inSrc.map(({ path }) => path),
      ),
    ).to.deep.equal([]);
  });

  it('has in ARCHITECTURE.md the import table that the test enforces', () => {
    const rows = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8').matchAll(/^\| *`(\w+)` *\|([^|]*)\|/gm);
    const written = Object.fromEntries(
      [...rows].map(([, folder, imports]) => [
        folder,
        (imports ?? '')
          .match(/\w+/g)
          ?.filter((word) => word in folders)
          .sort(),
      ]),
    );
    const enforced = Object.entries(folders).map(([folder, { imports }]) => [
      folder,
      Object.keys(imports).sort(),
    ]);
    const everything = Object.keys(folders)
      .filter((folder) => folder !== 'cli')
      .sort();
    expect({ ...written, cli: everything, errors: written['errors'] ?? [] }).to.deep.equal(
      Object.fromEntries(enforced),
    );
  });

  function read(folder: string): Source[] {
    return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => ({ path: `${folder}/${name}`, text: readFileSync(join(root, folder, name), 'utf8') }));
  }
});

describe('the architecture test', () => {
  const contract = '/** What this folder promises and what it refuses, in a sentence or two. */\n';

  /** A path, a text that breaks a rule there, and the rule. */
  const broken: readonly [path: string, text: string, rule: string][] = [
    ['src/edoc/a.ts', "import { open } from '../store/index.js';", 'folder-import'],
    ['src/broker/a.ts', "import { open } from '../store/index.js';", 'folder-import'],
    ['src/broker/a.ts', "import type { Agent } from '../agent/index.js';", 'folder-import'],
    ['src/store/a.ts', "export * from '../broker/index.js';", 'folder-import'],
    ['src/agent/a.ts', "import {\n  openBus,\n  type Bus,\n} from '../broker/index.js';", 'folder-import'],
    ['src/agent/a.ts', "import '../cli/index.js';", 'folder-import'],
    ['src/agent/a.ts', "const x = await import('../store/index.js');", 'folder-import'],
    ['src/agent/a.ts', "type X = import('../store/index.js').Store;", 'folder-import'],
    ['src/signing/a.ts', "import { log } from '../log.js';", 'folder-import'],
    ['src/errors/a.ts', "import { limits } from '../edoc/index.js';", 'folder-import'],
    ['src/log.ts', "import { limits } from './edoc/index.js';", 'folder-import'],
    ['src/door/a.ts', "import { startAgent } from '../agent/index.js';", 'types-only'],
    ['src/door/a.ts', "import { type Desk, startAgent } from '../agent/index.js';", 'types-only'],
    ['src/web/a.ts', "export { enrol } from '../axis/index.js';", 'types-only'],
    ['src/agent/a.ts', "import { limits } from '../edoc/limits.js';", 'entrance'],
    ['src/agent/a/b.ts', "import type { Limits } from '../../edoc/packet/index.js';", 'entrance'],
    ['src/agent/a.ts', "import { agentErrors } from '../errors/agent.js';", 'entrance'],
    ['src/agent/a.ts', "import { x } from './index.js';", 'own-entrance'],
    ['src/edoc/xml/a.ts', "import type { X } from '../index.js';", 'own-entrance'],
    ['src/errors/agent.ts', "import { EdocError } from '../errors.js';", 'own-entrance'],
    ['src/agent/a.ts', "import { f } from '../../test/support/f.js';", 'outside'],
    ['src/unheard-of/a.ts', 'export {};', 'folder'],
    ['src/store/a.ts', "import amqp from 'amqplib';", 'package'],
    ['src/agent/a.ts', "import sqlite3 from 'sqlite3';", 'package'],
    ['src/store/a.ts', "const driver = require('amqplib');", 'package'],
    ['src/edoc/a.ts', "import { SaxesParser } from 'saxes';", 'package'],
    ['src/edoc/xml/a.ts', "import { XmlDocument } from 'libxml2-wasm';", 'package'],
    ['src/edoc/packet/a.ts', "import { create } from 'xmlbuilder2';", 'package'],
    ['src/signing/verify.ts', "import { SignedXml } from 'xml-crypto';", 'package'],
    ['src/signing/keys.ts', "import forge from 'node-forge';", 'package'],
    ['src/axis/a.ts', "import { X509Certificate } from '@peculiar/x509';", 'package'],
    ['src/agent/a.ts', "import { pino } from 'pino';", 'package'],
    ['src/agent/a.ts', "import { Command } from 'commander';", 'package'],
    ['src/store/a.ts', "import { Inflate } from 'fflate';", 'package'],
    ['src/edoc/a.ts', "import { z } from 'zod';", 'package'],
    ['src/cli/a.ts', "import lodash from 'lodash';", 'package'],
    ['src/cli/a.ts', "import x from '@scope/unlisted/deep/file.js';", 'package'],
    ['src/edoc/a.ts', "import { readFile } from 'node:fs/promises';", 'node-module'],
    ['src/edoc/a.ts', "import fs from 'fs';", 'node-module'],
    ['src/edoc/a.ts', "import { createHash, sign } from 'node:crypto';", 'node-module'],
    ['src/edoc/a.ts', "import * as crypto from 'node:crypto';", 'node-module'],
    ['src/signing/a.ts', "import { connect } from 'node:net';", 'node-module'],
    ['src/agent/a.ts', "import { spawn } from 'node:child_process';", 'node-module'],
    ['src/axis/a.ts', "import { writeFileSync } from 'node:fs';", 'node-module'],
    ['src/log.ts', "import { writeSync } from 'node:fs';", 'node-module'],
    ['src/cli/a.ts', `const command = await import(\`./commands/\${name}.js\`);`, 'computed-import'],
    ['src/edoc/a.ts', 'const at = Date.now();', 'clock'],
    ['src/signing/a.ts', 'verify(octets, new Date());', 'clock'],
    ['src/signing/a.ts', 'const now = new Date;', 'clock'],
    ['src/agent/a.ts', 'const now = Date();', 'clock'],
    ['src/axis/a.ts', 'const begun = performance.now();', 'clock'],
    ['src/edoc/a.ts', 'setTimeout(done, 1);', 'clock'],
    ['src/edoc/a.ts', `const n = \`\${\`\${Math.random()}\`}\`;`, 'randomness'],
    ['src/signing/a.ts', "import { randomUUID } from 'node:crypto';", 'randomness'],
    ['src/agent/a.ts', 'const id = globalThis.crypto.randomUUID();', 'randomness'],
    ['src/agent/a.ts', 'const name = process.env.NAME;', 'process'],
    ['src/edoc/a.ts', 'const p = globalThis.process;', 'process'],
    ['src/agent/a.ts', "await fetch('http://localhost');", 'network'],
    ['src/store/a.ts', "console.log('stored');", 'console'],
    ['src/edoc/a.ts', 'export default function read() {}', 'default-export'],
    ['src/store/index.ts', "export { open } from './open.js';", 'opening'],
    ['src/edoc/utils.ts', 'export {};', 'name'],
    ['src/broker/queue-manager.ts', 'export {};', 'name'],
    ['test/helpers/a.ts', 'export {};', 'name'],
    ['test/edoc/long.test.ts', 'export {};\n'.repeat(401), 'size'],
  ];
  for (const [path, text, rule] of broken) {
    it(`finds (${rule}) in ${path}: ${text.slice(0, 70).replaceAll('\n', ' ')}`, () => {
      const found = violationsOf({ path, text }).map((line) =>
        /^(\S+):\d+ ([\w-]+): .+; .{15,}$/.exec(line)?.slice(1).join(' '),
      );
      expect(found).to.include(`${path} ${rule}`);
    });
  }

  const permitted: readonly [path: string, text: string][] = [
    ['src/edoc/a.ts', "import { EdocError } from '../errors.js';\nimport { createHash } from 'node:crypto';"],
    ['src/edoc/a.ts', "import { read } from './xml/parse.js';\nimport { x } from './packet/index.js';"],
    ['src/errors/agent.ts', "import type { ErrorEntry } from '../errors.js';"],
    ['src/errors.ts', `${contract}import { agentErrors } from './errors/agent.js';`],
    ['src/signing/index.ts', `${contract}export { seal } from './seal.js';`],
    ['src/door/a.ts', "import type { Desk } from '../agent/index.js';"],
    ['src/door/a.ts', "import { type Desk, type Query } from '../agent/index.js';"],
    ['src/door/a.ts', "export type * from '../agent/index.js';"],
    [
      'src/cli/a.ts',
      "import { openBus } from '../broker/index.js';\nprocess.exitCode = 1;\nconsole.log(Date.now(), new Date());",
    ],
    ['src/broker/a.ts', "import type { Channel } from 'amqplib';\nimport { connect } from 'node:tls';"],
    ['src/signing/keys.ts', "import { randomBytes } from 'node:crypto';"],
    [
      'src/edoc/a.ts',
      "// import x from '../store/index.js'\n/* Date.now() */ const text = \"process.env import x from 'fs'\";",
    ],
    [
      'src/edoc/a.ts',
      `const text = \`import { x } from '../store/index.js'; \${text} Math.random() process.env\`;`,
    ],
    [
      'src/edoc/a.ts',
      "const pattern = /['\"`]process\\/[/']/g; const at = new Date(text); const day = Date.UTC(2026, 1);",
    ],
    [
      'src/edoc/a.ts',
      'const half = (a + b) / 2; const process2 = x / y; const steps = { process: 1 }; steps.process += 1;',
    ],
    [
      'src/edoc/a.ts',
      "require(isPacketId(id), 'PacketId', 'not a packet id'); export const from = 'x'; export function importAll() {}",
    ],
  ];
  for (const [path, text] of permitted) {
    it(`lets pass in ${path}: ${text.slice(0, 70).replaceAll('\n', ' ')}`, () => {
      expect(violationsOf({ path, text })).to.deep.equal([]);
    });
  }

  it('names the line', () => {
    const text = `/**\n * A comment of\n * several lines.\n */\nconst a = 'x';\nconst b = \`two\nlines \${a}\`;\nimport amqp from 'amqplib';\n`;
    expect(violationsOf({ path: 'src/store/a.ts', text })).to.have.length(1);
    expect(violationsOf({ path: 'src/store/a.ts', text })[0]).to.match(/^src\/store\/a\.ts:8 package: /);
  });

  it('finds files that import each other, also for a type and by way of others', () => {
    const file = (name: string, other: string) => ({ path: `src/edoc/${name}.ts`, text: other });
    const circle = [
      file('a', "import { b } from './b.js';"),
      file('b', "import type { C } from './c.js';"),
      file('c', "export { a } from './a.js';"),
      file('d', "import { a } from './a.js';"),
    ];
    expect(circlesIn(circle)).to.deep.equal([
      'src/edoc/a.ts > src/edoc/b.ts > src/edoc/c.ts > src/edoc/a.ts',
    ]);
    expect(circlesIn(circle.slice(1))).to.deep.equal([]);
  });

  it('finds in a code map what is not there, and what it leaves out', () => {
    const map = codeMapOf(
      '# A\n\n## Code map\n\n- `src/edoc/` with `src/edoc/xml/*.ts`, `src/gone/`\n\n## Next\n\n`src/later/`\n',
    );
    const sources = ['src/edoc/xml/parse.ts', 'src/store/open.ts', 'src/log.ts'];
    expect(differencesOf(map, sources)).to.deep.equal([
      'src/gone/ is named but not there',
      'src/store/ is there but not named',
      'src/log.ts is there but not named',
    ]);
  });
});
