import { expect } from 'chai';
import type { Handle } from 'pkcs11js';
import { isEdocError } from '../../src/errors.js';
import { TokenModule } from '../../src/token/module.js';
import { TokenSessions } from '../../src/token/sessions.js';
import { pin, requireSoftHsm, SoftHsm } from '../support/softhsm.js';

describe('the sessions with a token', () => {
  let hsm: SoftHsm;
  let module: TokenModule;
  let logins: number;

  before(function () {
    requireSoftHsm(this);
  });

  beforeEach(async () => {
    hsm = await SoftHsm.with('H41');
    module = await TokenModule.load(hsm.module);
    logins = 0;
    const { cryptoki } = module;
    const login = cryptoki.C_Login.bind(cryptoki);
    cryptoki.C_Login = (session: Handle, user: number, given?: string) => {
      logins += 1;
      login(session, user, given);
    };
  });

  afterEach(async () => {
    module.finish();
    await hsm.remove();
  });

  const sessions = (given: string, refused = new Set<string>()) =>
    new TokenSessions(module, { token: 'H41' }, { pin: given, attended: true }, refused);

  async function codeOf(promise: Promise<unknown>): Promise<string> {
    try {
      await promise;
    } catch (error) {
      if (isEdocError(error)) return error.code;
      throw error;
    }
    return 'no error';
  }

  it('give a refused PIN to the token once, whoever asks again', async () => {
    const refused = new Set<string>();
    for (const one of [sessions('000000', refused), sessions('000000', refused)]) {
      expect(await codeOf(one.use(async () => {}))).to.equal('token.pin-wrong');
      expect(await codeOf(one.use(async () => {}))).to.equal('token.pin-wrong');
    }
    expect(logins).to.equal(1);
    await sessions(pin, refused).use(async () => {});
    expect(logins).to.equal(2);
  });

  it('log in once for all that is done at the same time, at most four at a time', async () => {
    const one = sessions(pin);
    let [now, most] = [0, 0];
    const work = async () => {
      now += 1;
      most = Math.max(most, now);
      await new Promise((resolve) => setImmediate(resolve));
      now -= 1;
    };
    await Promise.all(Array.from({ length: 20 }, () => one.use(work)));
    expect([logins, most]).to.deep.equal([1, 4]);
  });

  it('are opened anew after a reset of the module, without a handle of before', async () => {
    const one = sessions(pin);
    const openings: number[] = [];
    const note = async (_: Handle, opening: number) => {
      openings.push(opening);
    };
    await one.use(note);
    expect(module.reset()).to.equal(true);
    await one.use(note);
    expect(openings[1]).to.be.greaterThan(openings[0] ?? 0);
    expect(logins).to.equal(2);
  });

  it('are not taken from under a call that is under way', async () => {
    let end = () => {};
    const call = module.during(() => new Promise<void>((resolve) => (end = resolve)));
    expect(module.reset()).to.equal(false);
    end();
    await call;
    expect(module.reset()).to.equal(true);
  });
});
