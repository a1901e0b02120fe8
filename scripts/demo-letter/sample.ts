/** What the letter of the demonstration says. Offices and laws are real, the letter and its people are invented. */
import type { LetterFields } from './fields.js';

export const sampleLetter: LetterFields = {
  agency: 'Văn phòng Chính phủ',
  number: '7816/VPCP-KSTT',
  subject: 'kết nối, liên thông hệ thống quản lý văn bản và điều hành',
  place: 'Hà Nội',
  date: { year: 2026, month: 11, day: 22 },
  recipients: [
    'Các bộ, cơ quan ngang bộ, cơ quan thuộc Chính phủ',
    'Ủy ban nhân dân các tỉnh, thành phố trực thuộc trung ương',
  ],
  paragraphs: [
    'Thực hiện Quyết định số 28/2018/QĐ-TTg ngày 12 tháng 7 năm 2018 của Thủ tướng Chính phủ về việc gửi, nhận văn bản ' +
      'điện tử giữa các cơ quan trong hệ thống hành chính nhà nước, Văn phòng Chính phủ đề nghị các bộ, cơ quan, địa ' +
      'phương thực hiện một số nội dung sau:',
    '1. Hoàn thành kết nối, liên thông hệ thống quản lý văn bản và điều hành với Trục liên thông văn bản quốc gia theo ' +
      'QCVN 102:2016/BTTTT; gửi, nhận đầy đủ trạng thái xử lý văn bản.',
    '2. Rà soát, cập nhật mã định danh điện tử của cơ quan, đơn vị trực thuộc theo Quyết định số 20/2020/QĐ-TTg ngày ' +
      '22 tháng 7 năm 2020 của Thủ tướng Chính phủ; thông báo kịp thời mã đóng, mã thay thế khi sắp xếp tổ chức bộ máy.',
    '3. Ký số văn bản điện tử theo Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn ' +
      'thư; không gửi tài liệu bí mật nhà nước qua Trục.',
    '4. Cử 01 đầu mối nghiệp vụ và 01 đầu mối kỹ thuật theo Phụ lục kèm theo, gửi về Văn phòng Chính phủ trước ngày ' +
      '05 tháng 12 năm 2026.',
    'Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, đề nghị phản ánh về Văn phòng Chính phủ (Cục Kiểm soát thủ ' +
      'tục hành chính) để được hướng dẫn./.',
  ],
  copies: ['Thủ tướng, các Phó Thủ tướng (để b/c)', 'VPCP: BTCN, các PCN', 'Lưu: VT, KSTT (2b)'],
  authority: ['KT. Bộ trưởng, Chủ nhiệm', 'Phó Chủ nhiệm'],
  signer: 'Trần Minh Khang',
};
