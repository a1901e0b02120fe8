import { PassThrough } from 'node:stream';
import { expect } from 'chai';
import { askHidden } from '../../../src/cli/terminal/hidden-input.js';
import { isEdocError } from '../../../src/errors.js';

/** A terminal that notes whether it shows what is typed. */
function terminal(isTTY = true) {
  const modes: boolean[] = [];
  const input = Object.assign(new PassThrough(), { isTTY, setRawMode: (raw: boolean) => modes.push(raw) });
  const output = new PassThrough();
  return { input, output, modes, shown: () => String(output.read() ?? '') };
}

describe('a passphrase that is typed', () => {
  it('is read to the end of the line, with corrections, and not shown', async () => {
    const { input, output, modes, shown } = terminal();
    const answer = askHidden('Mật khẩu: ', input, output);
    input.write('mật khẩX\u007f');
    input.write('u\r');
    expect(await answer).to.equal('mật khẩu');
    expect(modes).to.deep.equal([true, false]);
    expect(shown()).to.equal('Mật khẩu: \n');
  });

  it('can be given up with Ctrl-C, and the terminal is as before', async () => {
    const { input, output, modes } = terminal();
    const answer = askHidden('? ', input, output).catch((error: unknown) => error);
    input.write('abc\u0003');
    expect(isEdocError(await answer, 'secret.interrupted')).to.equal(true);
    expect(modes).to.deep.equal([true, false]);
  });

  it('is not asked for where there is no terminal', async () => {
    const { input, output } = terminal(false);
    const error = await askHidden('? ', input, output).catch((thrown: unknown) => thrown);
    expect(isEdocError(error, 'secret.no-terminal')).to.equal(true);
  });
});
