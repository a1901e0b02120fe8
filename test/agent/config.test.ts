import { expect } from 'chai';
import { defaultAlertMinutes, parseAgentConfig } from '../../src/agent/index.js';
import { isEdocError } from '../../src/errors.js';

const right = {
  node: 'h41',
  broker: {
    urls: ['amqps://truc.example:5671/axis'],
    ca: 'broker-ca.pem',
    certificate: 'node.pem',
    key: 'node.key',
  },
  trust: 'trust.pem',
  agencies: [{ code: 'H41', certificate: 'h41.pem', key: 'h41.key' }],
  passphraseFile: 'passphrase',
  data: 'data',
  socket: 'agent.sock',
};

/** Each problem as `place: reason`. */
function problemsOf(value: unknown): string[] {
  try {
    parseAgentConfig(value);
  } catch (error) {
    if (!isEdocError(error, 'config.invalid')) throw error;
    expect(
      error.findings.every(({ code, severity }) => code === 'config.invalid' && severity === 'error'),
    ).to.equal(true);
    return error.findings.map(({ place, detail }) => `${place}: ${detail?.['reason']}`);
  }
  return [];
}

describe('the configuration of a node', () => {
  it('is taken as written, with its defaults', () => {
    expect(parseAgentConfig(right)).to.deep.equal({
      ...right,
      deadlineHours: { ordinary: 72, urgent: 24 },
      attachments: { signatures: 'report' },
      alertMinutes: defaultAlertMinutes,
      logLevel: 'info',
    });
  });

  it('takes the passphrase from one of four places, and from one alone', () => {
    const { passphraseFile, ...without } = right;
    for (const passphrase of [{ file: 'p' }, { fd: 3 }, { credential: 'passphrase' }, { socket: '/run/a' }]) {
      expect(problemsOf({ ...without, passphrase })).to.deep.equal([]);
    }
    const [both] = problemsOf({ ...right, passphrase: { fd: 3 } });
    expect(both).to.match(/^passphrase: names .* once/);
    expect(problemsOf(without)[0]).to.match(/^passphrase: /);
    for (const passphrase of [
      'secret',
      { file: 'p', fd: 3 },
      { fd: 1 },
      { credential: '../x' },
      { env: 'P' },
    ]) {
      expect(problemsOf({ ...without, passphrase })[0]).to.match(/^passphrase/);
    }
  });

  it('names the present key of an agency and, in a roll-over, the next', () => {
    const uri = 'pkcs11:token=H41;object=seal?module-path=/usr/lib/softhsm/libsofthsm2.so';
    const agency = { code: 'H41', certificate: 'c', key: uri, next: { certificate: 'd', key: 'k' } };
    expect(problemsOf({ ...right, agencies: [agency] })).to.deep.equal([]);
    expect(problemsOf({ ...right, agencies: [{ ...agency, next: { key: 'k' } }] })).to.have.length(1);
  });

  it('takes agency codes of both forms', () => {
    const agencies = ['H41', '000.00.00.H14'].map((code) => ({ code, certificate: 'c', key: 'k' }));
    expect(problemsOf({ ...right, agencies })).to.deep.equal([]);
  });

  it('tells every problem at once, each with its place', () => {
    const problems = problemsOf({
      ...right,
      node: 'Nghệ An',
      broker: { ...right.broker, urls: ['amqp://truc.example/axis', 'amqps://ok/axis'], ca: '' },
      agencies: [{ code: 'không phải mã', certificate: 'c', key: 'k' }],
      deadlineHours: { ordinary: 0, urgent: 1.5 },
      logLevel: 'loud',
      pasword: 'x',
    });
    const places = problems.map((problem) => problem.split(':')[0]);
    expect(places).to.include.members([
      'node',
      'broker.urls.0',
      'broker.ca',
      'agencies.0.code',
      'deadlineHours.ordinary',
      'deadlineHours.urgent',
      'logLevel',
      'agent.json',
    ]);
    expect(problems.find((problem) => problem.startsWith('agent.json'))).to.contain('pasword');
    expect(problems.find((problem) => problem.startsWith('broker.urls.0'))).to.contain('amqps://');
  });

  it('demands signatures of attachments only with roots to judge them by', () => {
    const problems = problemsOf({ ...right, attachments: { signatures: 'require' } });
    expect(problems).to.deep.equal(['attachments: needs trust to require them']);
    expect(problemsOf({ ...right, attachments: { signatures: 'require', trust: 'ca.pem' } })).to.deep.equal(
      [],
    );
  });

  it('may say who stamps times, and where to learn of revocation', () => {
    const timeStamp = { url: 'https://tsa.example/tsr', policy: '1.2.3', trust: 'tsa.pem' };
    const revocation = { crl: ['http://a/root.crl'], ocsp: [] };
    expect(parseAgentConfig({ ...right, timeStamp, revocation })).to.deep.include({
      timeStamp,
      revocation: { policy: 'soft', crl: ['http://a/root.crl'], ocsp: [], maxAgeHours: 24 },
    });
    const problems = problemsOf({
      ...right,
      timeStamp: { url: 'ldap://tsa', policy: 'chính sách' },
      revocation: { policy: 'never', crl: ['file:///etc/passwd'], maxAgeHours: 0 },
    });
    expect(problems.map((problem) => problem.split(':')[0])).to.have.members([
      'timeStamp.url',
      'timeStamp.policy',
      'revocation.policy',
      'revocation.crl.0',
      'revocation.maxAgeHours',
    ]);
  });

  it('names the same agency once', () => {
    const twice = [...right.agencies, { code: 'H41', certificate: 'c', key: 'k' }];
    expect(problemsOf({ ...right, agencies: twice })).to.deep.equal(['agencies: names an agency twice']);
  });

  it('has at least one agency and one address', () => {
    const places = problemsOf({ ...right, agencies: [], broker: { ...right.broker, urls: [] } });
    expect(places.map((problem) => problem.split(':')[0])).to.deep.equal(['broker.urls', 'agencies']);
  });

  for (const value of [undefined, null, 'agent.json', 7, []]) {
    it(`is not ${JSON.stringify(value) ?? 'nothing'}`, () => {
      expect(problemsOf(value)[0]).to.match(/^agent\.json: /);
    });
  }
});
