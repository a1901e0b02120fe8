import { expect } from 'chai';
import { chooseLanguage } from '../../../src/cli/terminal/language.js';

describe('the language', () => {
  it('is that of --lang before all', () => {
    expect(chooseLanguage(['inbox', '--lang', 'vi'], { EDOC_LANG: 'en' })).to.equal('vi');
    expect(chooseLanguage(['--lang=en'], { LANG: 'vi_VN.UTF-8' })).to.equal('en');
  });

  it('is not looked for behind --', () => {
    expect(chooseLanguage(['send', '--', '--lang', 'vi'], {})).to.equal('en');
  });

  it('is that of EDOC_LANG before the locale', () => {
    expect(chooseLanguage([], { EDOC_LANG: 'vi', LANG: 'en_US.UTF-8' })).to.equal('vi');
  });

  it('is that of the first locale variable that is set', () => {
    expect(chooseLanguage([], { LC_ALL: 'en_US.UTF-8', LANG: 'vi_VN.UTF-8' })).to.equal('en');
    expect(chooseLanguage([], { LC_ALL: '', LC_MESSAGES: 'vi_VN', LANG: 'C' })).to.equal('vi');
  });

  it('is English otherwise', () => {
    expect(chooseLanguage([], {})).to.equal('en');
    expect(chooseLanguage([], { LANG: 'ja_JP.UTF-8' })).to.equal('en');
  });
});
