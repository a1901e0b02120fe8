/** An axis in memory: real keys and certificates, a register that keeps its entries, a broker that notes what it is told. */
import { createPublicKey, type KeyObject, randomBytes } from 'node:crypto';
import {
  type AxisContext,
  createAxisRoot,
  createOperatorSeal,
  type FollowedRegister,
  type NodeOverview,
  openAxis,
  parseAxisConfig,
  type Register,
  type RegisterEntry,
} from '../../src/axis/index.js';
import { EdocError } from '../../src/errors.js';
import {
  certificateToPem,
  createRequest,
  generateKey,
  signerFromKey,
  trustFromPem,
} from '../../src/signing/index.js';

export class MemoryRegister implements Register, FollowedRegister {
  readonly entries: RegisterEntry[] = [];
  readonly certificates = new Map<string, Buffer>();

  #read = 0;

  async read(): Promise<RegisterEntry[]> {
    this.#read = this.entries.length;
    return [...this.entries];
  }

  async readNew(): Promise<RegisterEntry[]> {
    const entries = this.entries.slice(this.#read);
    this.#read = this.entries.length;
    return entries;
  }

  async append(entry: RegisterEntry): Promise<void> {
    this.entries.push(entry);
  }

  async keepCertificate(sha256: string, certificate: Uint8Array): Promise<void> {
    this.certificates.set(sha256, Buffer.from(certificate));
  }

  async certificate(sha256: string): Promise<Buffer> {
    const kept = this.certificates.get(sha256);
    if (!kept) throw new EdocError('axis.certificate-missing', { detail: { certificate: sha256 } });
    return kept;
  }
}

export interface Page {
  readonly messageId: string;
  readonly body: Uint8Array;
}

export class MemoryAxis {
  readonly register = new MemoryRegister();
  /** What the broker was told, such as `provision h41`. */
  readonly told: string[] = [];
  readonly published: Page[][] = [];
  /** The revocation list that is given out. */
  crl: Buffer | undefined;
  seen: NodeOverview[] = [];
  now = new Date('2026-11-22T02:00:00.500Z');
  /** Thrown by the broker's next call, once. */
  brokerFailure: EdocError | undefined;

  static async create(): Promise<{ axis: MemoryAxis; open: () => Promise<AxisContext> }> {
    const axis = new MemoryAxis();
    const options = {
      name: 'Trục thử nghiệm',
      hosts: ['localhost'],
      keyKind: 'ecdsa-p256',
      now: axis.now,
      random: randomBytes,
    } as const;
    const root = await createAxisRoot(options);
    const operator = await createOperatorSeal(root, options);
    const trustPem = certificateToPem(root.certificate);
    const config = parseAxisConfig({
      name: options.name,
      host: 'axis.example.gov.vn',
      management: { host: 'localhost', port: 15_671 },
    });
    const open = () =>
      openAxis({
        config,
        authority: root,
        operator: signerFromKey(operator.key, [operator.certificate]),
        trust: trustFromPem(trustPem),
        trustPem,
        brokerCaPem: trustPem,
        register: axis.register,
        crls: {
          read: async () => axis.crl,
          write: async (crl) => {
            axis.crl = Buffer.from(crl);
          },
        },
        broker: {
          provisionAxis: () => axis.#tell('axis'),
          provisionNode: (node) => axis.#tell(`provision ${node}`),
          suspendNode: (node) => axis.#tell(`suspend ${node}`),
          revokeNode: (node) => axis.#tell(`revoke ${node}`),
          axisOverview: async () => {
            await axis.#tell('overview');
            return axis.seen;
          },
        },
        bus: {
          publish: async (pages) => {
            await axis.#tell('publish');
            axis.published.push([...pages]);
          },
        },
        clock: { now: () => axis.now },
        random: randomBytes,
      });
    return { axis, open };
  }

  async #tell(what: string): Promise<void> {
    const failure = this.brokerFailure;
    this.brokerFailure = undefined;
    if (failure) throw failure;
    this.told.push(what);
  }
}

/** A node's keys, and the request that they sign. */
export class Applicant {
  readonly node: string;
  readonly #keys = new Map<string, KeyObject>();

  constructor(node: string) {
    this.node = node;
  }

  async key(name: string): Promise<KeyObject> {
    const key = this.#keys.get(name) ?? (await generateKey('ecdsa-p256'));
    this.#keys.set(name, key);
    return key;
  }

  async publicKey(name: string): Promise<KeyObject> {
    return createPublicKey(await this.key(name));
  }

  async request(...agencies: readonly (readonly [code: string, name: string])[]): Promise<string> {
    const requests = [await createRequest({ key: await this.key(this.node), commonName: this.node })];
    for (const [agency, organization] of agencies) {
      requests.push(
        await createRequest({ key: await this.key(agency), commonName: organization, organization, agency }),
      );
    }
    return requests.join('');
  }
}
