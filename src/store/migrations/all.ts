import { packets } from './0001-packets.js';
import { register } from './0002-register.js';
import { eventLog } from './0003-event-log.js';
import { directory } from './0004-directory.js';
import { evidence } from './0005-evidence.js';
import { attachmentSignatures } from './0006-attachment-signatures.js';
import { deliveryOrder } from './0007-delivery-order.js';
import { quarantine } from './0008-quarantine.js';
import { partSending } from './0009-part-sending.js';
import { recovery } from './0010-recovery.js';
import { upkeep } from './0011-upkeep.js';
import { archive } from './0012-archive.js';
import { quarantineContents } from './0013-quarantine-contents.js';
import type { Migration } from './migration.js';

/** In order; a new one goes at the end and never changes an old one. */
export const migrations: readonly Migration[] = [
  packets,
  register,
  eventLog,
  directory,
  evidence,
  attachmentSignatures,
  deliveryOrder,
  quarantine,
  partSending,
  recovery,
  upkeep,
  archive,
  quarantineContents,
];
