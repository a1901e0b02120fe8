/** The import table of ARCHITECTURE.md as data, each rule with its reason. */

export interface FolderRule {
  /** Other folders, and whether only their types. */
  readonly imports: Readonly<Record<string, 'all' | 'types'>>;
  /** Modules of Node; a list of names where only these may be taken from it. */
  readonly node: 'any' | Readonly<Record<string, 'all' | readonly string[]>>;
  readonly reason: string;
}

export const folders: Readonly<Record<string, FolderRule>> = {
  errors: { imports: {}, node: {}, reason: 'everything imports the codes, so they import nothing' },
  log: {
    imports: { errors: 'all' },
    node: {},
    reason: 'everything may log, so the log knows nothing but error codes',
  },
  json: {
    imports: {},
    node: {},
    reason: 'whatever writes for a terminal may use it, so it knows nothing',
  },
  edoc: {
    imports: { errors: 'all' },
    node: { 'node:buffer': 'all', 'node:crypto': ['createHash', 'hash'], 'node:util': 'all' },
    reason:
      'the domain core is pure: the same input gives the same output, and a second implementation can follow it',
  },
  signing: {
    imports: { errors: 'all' },
    node: {
      'node:buffer': 'all',
      'node:crypto': 'all',
      // For asn1.ts alone, which says why.
      'node:module': ['createRequire'],
      'node:net': ['isIP'],
      'node:util': 'all',
    },
    reason: 'the crypto core is pure over octets, keys, trust and a given time, and knows no document',
  },
  broker: {
    imports: { edoc: 'all', errors: 'all', log: 'all' },
    node: 'any',
    reason: 'an adapter knows its driver and the domain, never another adapter nor the application',
  },
  store: {
    imports: { edoc: 'all', errors: 'all', log: 'all' },
    node: 'any',
    reason: 'an adapter knows its driver and the domain, never another adapter nor the application',
  },
  agent: {
    imports: { edoc: 'all', signing: 'all', errors: 'all', log: 'all' },
    node: {
      'node:buffer': 'all',
      'node:crypto': 'all',
      'node:events': 'all',
      'node:stream': 'all',
      'node:timers/promises': 'all',
      'node:util': 'all',
    },
    reason:
      'the application reaches the world only through the ports that it owns, so it runs on any adapters',
  },
  axis: {
    imports: { edoc: 'all', signing: 'all', errors: 'all', log: 'all' },
    node: { 'node:buffer': 'all', 'node:crypto': 'all', 'node:util': 'all' },
    reason:
      'the application reaches the world only through the ports that it owns, so it runs on any adapters',
  },
  evidence: {
    imports: { edoc: 'all', signing: 'all', errors: 'all', json: 'all' },
    node: {
      'node:buffer': 'all',
      'node:crypto': ['createHash', 'hash'],
      'node:stream': 'all',
      'node:util': 'all',
    },
    reason: 'what evidence proves depends on octets, trust and a given time alone; files are read by cli',
  },
  token: {
    imports: { signing: 'types', errors: 'all' },
    node: 'any',
    reason: 'an adapter: it signs with keys that it cannot see, behind the shape of a signer',
  },
  authority: {
    imports: { signing: 'types', errors: 'all', log: 'all' },
    node: 'any',
    reason:
      'an adapter: it carries time-stamp and revocation messages over HTTP and understands none of them',
  },
  container: {
    imports: { errors: 'all' },
    node: 'any',
    reason:
      'an adapter: it packs and unpacks ZIP within limits, and what is in the files is not its business',
  },
  door: {
    imports: { agent: 'types', edoc: 'all', errors: 'all', log: 'all' },
    node: 'any',
    reason:
      'an adapter: it carries requests to the desk that it is given, and knows of the agent only the shape of that desk',
  },
  web: {
    imports: { agent: 'types', axis: 'types', edoc: 'all', errors: 'all', log: 'all' },
    node: 'any',
    reason:
      'an adapter: it serves the functions that it is given, and knows of the applications only their shapes',
  },
  cli: {
    imports: {
      agent: 'all',
      authority: 'all',
      axis: 'all',
      broker: 'all',
      container: 'all',
      door: 'all',
      edoc: 'all',
      errors: 'all',
      evidence: 'all',
      log: 'all',
      json: 'all',
      signing: 'all',
      store: 'all',
      token: 'all',
      web: 'all',
    },
    node: 'any',
    reason: 'the outermost folder puts the others together',
  },
};

/** The one file of each folder that others import; `index.ts` where nothing is said. */
export const entrances: Readonly<Record<string, string>> = {
  errors: 'src/errors.ts',
  log: 'src/log.ts',
  json: 'src/json.ts',
};

/** A file of a folder may import that folder's entrance only here, and only types. */
export const ownEntrance = {
  from: /^src\/errors\//,
  reason:
    'the area tables are typed by the entry that errors.ts defines; of a type nothing is left at run time',
};

export interface PackageRule {
  readonly packages: readonly string[];
  readonly where: RegExp;
  readonly reason: string;
}

export const packages: readonly PackageRule[] = [
  { packages: ['amqplib'], where: /^src\/broker\//, reason: 'RabbitMQ can be exchanged in one folder' },
  { packages: ['sqlite3'], where: /^src\/store\//, reason: 'SQLite can be exchanged in one folder' },
  {
    packages: ['saxes'],
    where: /^src\/edoc\/xml\/parse\.ts$/,
    reason: 'one reader of XML, one set of limits',
  },
  {
    packages: ['libxml2-wasm'],
    where: /^src\/edoc\/([\w-]+\/)*schema[\w-]*\.ts$/,
    reason: 'validation against the XSD is nobody else’s work',
  },
  {
    packages: ['xmlbuilder2'],
    where: /^src\/edoc\/([\w-]+\/)*readable[\w-]*\.ts$/,
    reason: 'only for people to read; what is sealed comes from the canonical writer',
  },
  {
    packages: ['xml-crypto', '@xmldom/xmldom'],
    where: /^src\/signing\/(second-opinion|foreign\/(dom|engine))\.ts$/,
    reason:
      'a second verifier that shares nothing with the first, and the one for signatures that are not ours',
  },
  {
    packages: ['node-forge'],
    where: /^src\/signing\/pkcs12\.ts$/,
    reason: 'only for PKCS#12, which node:crypto lacks',
  },
  {
    packages: [
      '@peculiar/x509',
      '@peculiar/asn1-x509',
      '@peculiar/asn1-csr',
      '@peculiar/asn1-schema',
      'asn1js',
    ],
    where: /^src\/signing\//,
    reason: 'certificates are read and made in one folder',
  },
  {
    packages: ['pino'],
    where: /^src\/log\.ts$/,
    reason: 'whatever is logged passes the list of permitted fields',
  },
  {
    packages: ['commander', 'cli-table3', 'cli-progress'],
    where: /^src\/cli\//,
    reason: 'what a terminal needs',
  },
  { packages: ['pkcs11js'], where: /^src\/token\//, reason: 'native code of strangers runs behind one door' },
  {
    packages: ['yazl', 'yauzl'],
    where: /^src\/container\//,
    reason: 'containers are packed and unpacked in one place',
  },
  {
    packages: ['pdfkit'],
    where: /^src\/evidence\/report\//,
    reason: 'the report for the file is the only PDF that we write',
  },
  {
    packages: ['fflate'],
    where: /^src\/edoc\/(attachment\/|pdf\/unpack\.ts$)/,
    reason: 'unpacking is bounded in one place for each format',
  },
  {
    packages: ['zod'],
    where: /^src\/(agent|axis|door|cli)\//,
    reason:
      'it checks JSON from outside (configuration, requests, files); sealed formats have readers of their own',
  },
];

export interface NameRule {
  readonly rule: 'clock' | 'randomness' | 'process' | 'network' | 'console';
  /** Files that must not use these. */
  readonly where: RegExp;
  readonly except?: RegExp;
  /** `name` or `object.name`. */
  readonly names: readonly string[];
  readonly reason: string;
}

const pure = /^src\/(edoc|signing|evidence)\//;
const inner = /^src\/(errors|log|edoc|signing|agent|axis|evidence)[/.]/;

export const names: readonly NameRule[] = [
  {
    rule: 'clock',
    where: /^src\/(edoc|signing|agent|axis|evidence)\//,
    names: ['Date.now', 'performance.now', 'Temporal.Now'],
    reason:
      'the time is an argument or comes from the clock port: then it can be any time, also in a test or years later',
  },
  {
    rule: 'clock',
    where: pure,
    names: ['setTimeout', 'setInterval', 'setImmediate'],
    reason: 'the pure cores do not wait',
  },
  {
    rule: 'randomness',
    where: /^src\/(edoc|signing|agent|axis|evidence)\//,
    // The files that make keys, and those that protect them with a passphrase.
    except: /^src\/signing\/(keys|pkcs12)\.ts$/,
    names: [
      'Math.random',
      'randomBytes',
      'randomFill',
      'randomFillSync',
      'randomInt',
      'randomUUID',
      'getRandomValues',
      'generateKeyPair',
      'generateKeyPairSync',
    ],
    reason: 'what is random is an argument or comes from a port: then the same input gives the same octets',
  },
  {
    rule: 'process',
    where: inner,
    names: ['process'],
    reason: 'environment, arguments and exit belong to cli',
  },
  {
    rule: 'network',
    where: inner,
    names: ['fetch', 'WebSocket', 'XMLHttpRequest'],
    reason: 'the world is reached through adapters',
  },
  {
    rule: 'console',
    where: /^src\/(?!cli\/)/,
    names: ['console'],
    reason: 'log.ts lets only permitted fields through',
  },
];

export const mostLines = 400;
/** A file or folder named so collects what belongs nowhere. */
export const drawers = ['util', 'utils', 'helper', 'helpers', 'common', 'manager', 'managers', 'misc'];
