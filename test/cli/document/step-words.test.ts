import { expect } from 'chai';
import { Cli } from '../../../src/cli/command.js';
import { inStepWords } from '../../../src/cli/document/step-words.js';
import { EdocError } from '../../../src/errors.js';

describe('a step that is not allowed', () => {
  const cli = new Cli(
    { out: process.stdout, err: process.stderr },
    {
      language: 'vi',
      json: false,
      env: {},
      agentDirectory: '.',
    },
  );

  const told = (detail: Record<string, string>) => {
    const error = inStepWords(cli, new EdocError('status.not-allowed', { detail }));
    return error instanceof EdocError ? error.detail : undefined;
  };

  it('is told with the names of statuses and of commands', () => {
    expect(told({ code: '02', state: '03', allowed: '04, 05, 06' })).to.deep.equal({
      code: 'Từ chối tiếp nhận',
      state: 'Đã tiếp nhận',
      allowed: 'assign, progress, finish',
    });
  });

  it('is told to be the end where nothing may follow', () => {
    expect(told({ code: '15', state: '02', allowed: '–' })).to.include({ allowed: 'không còn bước nào' });
  });

  it('leaves other errors as they are', () => {
    const other = new EdocError('reason.missing');
    expect(inStepWords(cli, other)).to.equal(other);
  });
});
