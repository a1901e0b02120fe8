/** Which tokens are there, and which of them is meant. */
import type { Handle, TokenInfo } from 'pkcs11js';
import { EdocError } from '../errors.js';
import { returnValueOf } from './failures.js';
import type { TokenModule } from './module.js';
import { publicKeysIn } from './objects.js';
import type { TokenChoice, TokenDescription } from './protocol.js';

export interface TokenSlot {
  readonly slot: Handle;
  readonly info: TokenInfo;
}

/** What people know the token by. */
export function tokenName(choice: TokenChoice): string {
  return choice.token ?? choice.serial ?? (choice.slotId === undefined ? '–' : `slot ${choice.slotId}`);
}

/** @throws EdocError `token.absent`, `token.ambiguous` */
export function findToken(module: TokenModule, choice: TokenChoice): TokenSlot {
  const found = tokensIn(module).filter((token) => fits(token, choice));
  const [first] = found;
  const token = tokenName(choice);
  if (!first) throw new EdocError('token.absent', { detail: { token } });
  if (found.length > 1) throw new EdocError('token.ambiguous', { detail: { token, count: found.length } });
  return first;
}

/** What can be seen without a PIN. */
export function describeTokens(module: TokenModule, choice: TokenChoice): TokenDescription[] {
  return tokensIn(module)
    .filter((token) => fits(token, choice))
    .map((token) => describeToken(module, token));
}

export function describeToken(module: TokenModule, { slot, info }: TokenSlot): TokenDescription {
  return {
    label: trimmed(info.label),
    serial: trimmed(info.serialNumber),
    manufacturer: trimmed(info.manufacturerID),
    model: trimmed(info.model),
    pin: pinState(module, info),
    keys: publicKeysIn(module, slot),
  };
}

export function pinState({ driver }: TokenModule, { flags }: TokenInfo): TokenDescription['pin'] {
  if ((flags & driver.CKF_USER_PIN_LOCKED) !== 0) return 'locked';
  if ((flags & driver.CKF_USER_PIN_FINAL_TRY) !== 0) return 'last-try';
  return (flags & driver.CKF_USER_PIN_COUNT_LOW) !== 0 ? 'wrong-once' : 'good';
}

function tokensIn({ cryptoki, driver }: TokenModule): TokenSlot[] {
  return cryptoki.C_GetSlotList(true).flatMap((slot) => {
    try {
      const info = cryptoki.C_GetTokenInfo(slot);
      return (info.flags & driver.CKF_TOKEN_INITIALIZED) === 0 ? [] : [{ slot, info }];
    } catch (error) {
      // Pulled out between the two calls, or not a token that the module understands.
      if (returnValueOf(error) === undefined) throw error;
      return [];
    }
  });
}

function fits({ slot, info }: TokenSlot, choice: TokenChoice): boolean {
  const wanted: [string | undefined, string][] = [
    [choice.token, info.label],
    [choice.serial, info.serialNumber],
    [choice.manufacturer, info.manufacturerID],
    [choice.model, info.model],
    [choice.slotId?.toString(), String(slotNumber(slot))],
  ];
  return wanted.every(([value, found]) => value === undefined || value === trimmed(found));
}

/** A handle is a CK_ULONG in the machine's order; every machine that we run on is little-endian. */
function slotNumber(slot: Handle): number {
  return slot.length >= 8 ? Number(slot.readBigUInt64LE()) : slot.readUInt32LE();
}

/** The standard pads texts with blanks; some modules do so with zeros. */
function trimmed(text: string): string {
  return text.replace(/[\s\0]+$/, '');
}
