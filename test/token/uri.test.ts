import { expect } from 'chai';
import { isEdocError } from '../../src/errors.js';
import { isTokenUri, parseTokenUri, writeTokenUri } from '../../src/token/index.js';

const module = 'module-path=/usr/lib/softhsm/libsofthsm2.so';

function reasonOf(text: string): unknown {
  try {
    parseTokenUri(text);
  } catch (error) {
    if (isEdocError(error, 'token.uri')) return error.detail['reason'];
    throw error;
  }
  return 'none';
}

describe('a PKCS#11 URI', () => {
  it('names module, token, key and where the PIN comes from', () => {
    const uri = parseTokenUri(`pkcs11:token=H41;object=seal;id=%01%ab?${module}&pin-source=file:/srv/pin`);
    expect(uri).to.deep.equal({
      modulePath: '/usr/lib/softhsm/libsofthsm2.so',
      token: 'H41',
      object: 'seal',
      id: Buffer.from([0x01, 0xab]),
      pinSource: 'file:/srv/pin',
    });
  });

  it('is written so that it reads the same, Vietnamese and separators included', () => {
    const uri = {
      modulePath: '/opt/maker/lib;a&b.so',
      token: 'UBND tỉnh Nghệ An; 50% = ½?',
      serial: '0a1b',
      manufacturer: 'VNPT-CA',
      model: 'v2',
      slotId: 3,
      object: 'dấu & khóa',
      id: Buffer.from([0, 255, 37]),
      pinSource: 'credential:token-pin',
    };
    const text = writeTokenUri(uri);
    expect(text).to.match(/^[\x21-\x7e]+$/);
    expect(parseTokenUri(text)).to.deep.equal(uri);
  });

  it('never holds a PIN, and does not repeat one that stands in it', () => {
    const reason = reasonOf(`pkcs11:token=H41?${module}&pin-value=123456`);
    expect(reason).to.include('pin-value');
    expect(reason).not.to.include('123456');
  });

  it('is refused where it could mean something else than its writer thought', () => {
    for (const [text, reason] of [
      ['file:/x', 'must begin with'],
      ['pkcs11:token=H41', 'module-path'],
      ['pkcs11:token=H41?module-path=softhsm2.so', 'module-path'],
      [`pkcs11:token=H41;token=H53?${module}`, 'twice'],
      [`pkcs11:tokn=H41?${module}`, 'tokn is not known'],
      [`pkcs11:token=H41?${module}&x-pin=1`, 'x-pin is not known'],
      [`pkcs11:token=%4?${module}`, 'hexadecimal'],
      [`pkcs11:token=%ff?${module}`, 'UTF-8'],
      [`pkcs11:token?${module}`, 'name=value'],
      [`pkcs11:slot-id=x?${module}`, 'slot-id'],
      [`pkcs11:type=cert?${module}`, 'type'],
    ] as const) {
      expect(reasonOf(text), text).to.include(reason);
    }
  });

  it('is told from a path', () => {
    expect([isTokenUri('pkcs11:token=x'), isTokenUri('keys/pkcs11.key')]).to.deep.equal([true, false]);
  });
});
