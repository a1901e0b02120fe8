import { expect } from 'chai';
import { checkMessage } from '../../src/edoc/index.js';
import { plainDocument } from './messages.js';

function isSecret(change: object): boolean {
  return checkMessage({ ...plainDocument(), ...change }).findings.some(({ code }) => code === 'edxml.secret');
}

describe('a document marked as a state secret', () => {
  const marked = [
    '[MẬT] V/v kế hoạch',
    'V/v kế hoạch [Mật]',
    'V/v kế hoạch (TỐI MẬT)',
    '(Tuyệt mật) Báo cáo',
    'MẬT - Báo cáo tháng',
    'Mật: Báo cáo tháng',
    'TỐI MẬT: Báo cáo',
    'TUYỆT MẬT Báo cáo',
    'Tuyệt mật – Báo cáo',
    'MẬT',
    ' * TỐI  MẬT * ',
    'Báo cáo. Độ mật: Tối mật',
    '[TUYET MAT] Bao cao',
    'TOI MAT_Bao cao',
    '[MẬT] V/v kế hoạch'.normalize('NFD'),
  ];
  for (const subject of marked) {
    it(`is found by its subject "${subject.trim()}"`, () => {
      expect(isSecret({ subject })).to.equal(true);
    });
  }

  it('is found in long text that is made to be slow to search', () => {
    const slow = (text: string) => `${text.repeat(Math.floor(19_900 / text.length))}mật`;
    for (const text of ['[', '( ', '\u00a0', '*"', 'mật ', 'độ mật: ']) {
      expect(isSecret({ content: `${slow(text)}. [Tối mật]` }), JSON.stringify(text)).to.equal(true);
    }
    expect(isSecret({ content: `${slow(' ')} khẩu` })).to.equal(false);
  });

  it('is found by its type, notation, sphere, content or appendix', () => {
    const documentType = { typeName: 'Báo cáo tối mật' };
    expect(isSecret({ documentType })).to.equal(true);
    expect(isSecret({ code: { codeNumber: '1', codeNotation: 'BC-UBND (MẬT)' } })).to.equal(true);
    expect(isSecret({ otherInfo: { sphereOfPromulgation: 'Mật' } })).to.equal(true);
    expect(isSecret({ content: '[MẬT] Nội dung' })).to.equal(true);
    expect(isSecret({ otherInfo: { appendixes: ['Phụ lục', 'MẬT - Phụ lục 2'] } })).to.equal(true);
  });

  const harmless = [
    'V/v tập huấn công tác bảo vệ bí mật nhà nước',
    'V/v triển khai Luật Bảo vệ bí mật nhà nước (tuyệt mật, tối mật, mật)',
    'V/v thay đổi mật khẩu hệ thống',
    'Mật khẩu: hướng dẫn đặt lại',
    'Mật ong Nghệ An - quảng bá sản phẩm',
    'V/v quản lý mật độ xây dựng',
    'Quy chế bảo mật',
    'Danh mục tài liệu giải mật',
    'MAT-2026 kế hoạch bảo trì',
    'Ban Cơ yếu: sản phẩm mật mã dân sự',
    'Độ mật: Không',
    'V/v thu hồi thiết bị bảo mật',
  ];
  for (const subject of harmless) {
    it(`is not seen in "${subject}"`, () => {
      expect(isSecret({ subject })).to.equal(false);
    });
  }

  it('is not seen in the type "Quy chế bảo mật"', () => {
    expect(isSecret({ documentType: { typeName: 'Quy chế bảo mật' } })).to.equal(false);
  });
});
