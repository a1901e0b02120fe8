/** Where everything of an axis lies in its directory. */
import { join } from 'node:path';
import type { OwnCertificateName } from '../../axis/index.js';

export function axisFiles(folder: string) {
  return {
    folder,
    /** The configuration; written last when an axis is set up, so that where it is, everything is. */
    config: join(folder, 'axis.json'),
    /** The roots, for whoever verifies seals. */
    trust: join(folder, 'trust.pem'),
    keys: join(folder, 'keys'),
    certificates: join(folder, 'certs'),
    passphrase: join(folder, 'secrets', 'passphrase'),
    /** Of the broker's management user. */
    management: join(folder, 'secrets', 'management-password'),
    /** Of the brokers of a cluster. */
    cookie: join(folder, 'secrets', 'erlang-cookie'),
    /** What the broker reads: copy or mount it there; for a cluster one folder for each host. */
    broker: join(folder, 'broker'),
    /** The revocation list that is given out; public. */
    crl: join(folder, 'crl', 'root.crl'),
    lock: join(folder, 'lock'),
  } as const;
}

export type AxisKeyName = 'root' | OwnCertificateName;
