/**
 * What the operator's side needs from the world, in its own words. The adapters (`broker`, the files of `cli`)
 * satisfy these interfaces by their shape; `cli` puts them together.
 */
import type { RegisterEntry } from './events.js';

/** The operator's register: an append-only journal, and the certificates that it speaks of. */
export interface Register {
  /** Every entry so far, oldest first. @throws EdocError `axis.register-damaged` where the chain does not hold. */
  read(): Promise<RegisterEntry[]>;
  /** Durable, as a whole or not at all, when the promise resolves. */
  append(entry: RegisterEntry): Promise<void>;
  /** Keeps one issued certificate (DER), durably, under its SHA-256. */
  keepCertificate(sha256: string, certificate: Uint8Array): Promise<void>;
  /** @throws EdocError `axis.certificate-missing` where the file is gone. */
  certificate(sha256: string): Promise<Buffer>;
}

/** What a program that runs while others write the register needs of it. */
export interface FollowedRegister extends Pick<Register, 'read' | 'certificate'> {
  /** The entries that came after those read before. @throws EdocError `axis.register-damaged` */
  readNew(): Promise<RegisterEntry[]>;
}

/** The revocation list that is given out. */
export interface CrlFile {
  /** DER; undefined where there is none yet. */
  read(): Promise<Buffer | undefined>;
  /** In one step: nobody reads half a list. Durable when the promise resolves. */
  write(crl: Uint8Array): Promise<void>;
}

/** One node as the broker sees it. */
export interface NodeOverview {
  readonly node: string;
  readonly connected: boolean;
  readonly suspended: boolean;
  /** Messages in the ordinary, urgent and dead-letter queue. */
  readonly ordinary: number;
  readonly urgent: number;
  readonly dead: number;
}

/** The broker's management, as the operator uses it. Every method may be repeated. */
export interface BrokerAdmin {
  /** Virtual host, exchanges, and the operator's own user. */
  provisionAxis(): Promise<void>;
  /** User, queues, bindings and rights of one node; also lifts a suspension. */
  provisionNode(node: string): Promise<void>;
  /** Ends the node's connections and lets it open no other; its queues stay and go on filling. */
  suspendNode(node: string): Promise<void>;
  /** The user is gone afterwards, and its queues with what they held. */
  revokeNode(node: string): Promise<unknown>;
  axisOverview(): Promise<readonly NodeOverview[]>;
}

/** Sends sealed directory pages to every node. Resolves when the broker has all of them safe. */
export interface DirectoryBus {
  publish(pages: readonly { readonly messageId: string; readonly body: Uint8Array }[]): Promise<void>;
}

export interface Clock {
  now(): Date;
}
