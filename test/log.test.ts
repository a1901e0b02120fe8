import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { EdocError } from '../src/errors.js';
import { type Log, type LogFields, type LogLevel, openLog, silentLog } from '../src/log.js';

describe('the log', () => {
  it('writes one JSON object a line, with time, level, name, event and fields', () => {
    const [first, second, ...others] = linesOf('info', (log) => {
      log.info('packet.sent', { packet: 'p1', bytes: 5120, attempt: 0 });
      log.warn('broker.blocked');
    });
    expect(first).to.include({ name: 'test', msg: 'packet.sent', packet: 'p1', bytes: 5120, attempt: 0 });
    expect(new Date(String(first?.['time'])).toISOString()).to.equal(first?.['time']);
    expect(second).to.include({ msg: 'broker.blocked' });
    expect(Number(second?.['level'])).to.be.greaterThan(Number(first?.['level']));
    expect(others).to.deep.equal([]);
  });

  it('leaves out what is below its level', () => {
    const lines = linesOf('warn', (log) => {
      log.debug('one');
      log.info('two');
      log.warn('three');
      log.error('four');
    });
    expect(lines.map((line) => line['msg'])).to.deep.equal(['three', 'four']);
  });

  it('drops every field that is not on its list, whatever a caller passes', () => {
    const passed = { packet: 'p1', subject: 'Tối mật', password: 'hunter2' };
    const fields: LogFields = passed;
    const [line] = linesOf('debug', (log) => log.error('packet.refused', fields));
    expect(JSON.stringify(line)).to.include('p1').and.not.include('Tối mật').and.not.include('hunter2');
  });

  it('knows an error of ours by its code and place, without the values in its words', () => {
    const error = new EdocError('packet.attachment-missing', {
      place: 'Reference[1]',
      detail: { name: 'Danh sách.pdf' },
    });
    const [line] = linesOf('debug', (log) => log.error('packet.refused', { error }));
    expect(line).to.include({ code: 'packet.attachment-missing', place: 'Reference[1]' });
    expect(JSON.stringify(line)).not.to.include('Danh sách');
  });

  it('knows another error by its class and the first line of its message', () => {
    const [error, thrown] = linesOf('debug', (log) => {
      log.error('failed', { error: new RangeError('out of range\nsecond line') });
      log.error('failed', { error: 'just words' });
    });
    expect(error).to.include({ error: 'RangeError', message: 'out of range' });
    expect(thrown).to.include({ error: 'string' });
    expect(JSON.stringify(thrown)).not.to.include('just words');
  });

  it('can be silent', () => {
    const methods = [silentLog.debug, silentLog.info, silentLog.warn, silentLog.error];
    expect(methods.map((method) => method('event', { count: 1 }))).to.deep.equal([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});

function linesOf(level: LogLevel, write: (log: Log) => void): Record<string, unknown>[] {
  const folder = mkdtempSync(join(tmpdir(), 'edoc-log-'));
  const file = join(folder, 'log');
  const fd = openSync(file, 'w');
  try {
    write(openLog({ level, fd, name: 'test' }));
    return readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line));
  } finally {
    closeSync(fd);
    rmSync(folder, { recursive: true });
  }
}
