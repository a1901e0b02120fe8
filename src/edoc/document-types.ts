/** The types of documents (`DocumentType`), as data: laws and regulations, and the documents of administration. */
import type { Term } from './code-lists.js';

export interface DocumentTypeEntry extends Term {
  /** `normative`: list A of QCVN 102:2016; `administrative`: its list B, completed from Decree 30/2020, Article 7. */
  readonly list: 'normative' | 'administrative';
  /** Its number in the list of QCVN 102:2016, where known; systems disagree on how `Type` carries it: go by `TypeName`. */
  readonly number?: number;
  /** As it stands in a document's notation (Decree 30/2020, Appendix III); công văn and thư công have none. */
  readonly abbreviation?: string;
}

export const normativeTypes: readonly DocumentTypeEntry[] = [
  normative(1, 'Hiến pháp', 'Constitution'),
  normative(2, 'Luật', 'Law'),
  normative(3, 'Pháp lệnh', 'Ordinance'),
  normative(4, 'Lệnh', 'Order'),
  normative(5, 'Nghị quyết', 'Resolution', 'NQ'),
  normative(6, 'Nghị quyết liên tịch', 'Joint resolution', 'NQLT'),
  normative(7, 'Nghị định', 'Decree', 'NĐ'),
  normative(8, 'Quyết định', 'Decision', 'QĐ'),
  normative(9, 'Thông tư', 'Circular', 'TT'),
  normative(10, 'Thông tư liên tịch', 'Joint circular', 'TTLT'),
  normative(11, 'Chỉ thị', 'Directive', 'CT'),
  normative(12, 'Bộ luật', 'Code'),
  normative(
    13,
    'Văn bản quy phạm pháp luật của đơn vị hành chính - kinh tế đặc biệt',
    'Legal document of a special zone',
  ),
];

/** The 29 types of Decree 30/2020, Article 7, in its order. */
export const administrativeTypes: readonly DocumentTypeEntry[] = [
  administrative('Nghị quyết (cá biệt)', 'Resolution (individual)', 'NQ', 1),
  administrative('Quyết định (cá biệt)', 'Decision (individual)', 'QĐ', 2),
  administrative('Chỉ thị', 'Directive', 'CT', 3),
  administrative('Quy chế', 'Regulation', 'QC', 4),
  administrative('Quy định', 'Rules', 'QyĐ', 5),
  administrative('Thông cáo', 'Communiqué', 'TC', 6),
  administrative('Thông báo', 'Notice', 'TB', 7),
  administrative('Hướng dẫn', 'Guidance', 'HD', 8),
  administrative('Chương trình', 'Programme', 'CTr', 9),
  administrative('Kế hoạch', 'Plan', 'KH', 10),
  administrative('Phương án', 'Scheme of action', 'PA', 11),
  administrative('Đề án', 'Proposal', 'ĐA', 12),
  administrative('Dự án', 'Project', 'DA', 13),
  administrative('Báo cáo', 'Report', 'BC', 14),
  administrative('Biên bản', 'Minutes', 'BB', 15),
  administrative('Tờ trình', 'Submission', 'TTr', 16),
  administrative('Hợp đồng', 'Contract', 'HĐ', 17),
  administrative('Công văn', 'Official letter', undefined, 18),
  administrative('Công điện', 'Official telegram', 'CĐ', 19),
  administrative('Bản ghi nhớ', 'Memorandum', 'BGN', 20),
  administrative('Bản thỏa thuận', 'Agreement', 'BTT', 22),
  administrative('Giấy ủy quyền', 'Power of attorney', 'GUQ', 24),
  administrative('Giấy mời', 'Invitation', 'GM', 25),
  administrative('Giấy giới thiệu', 'Letter of introduction', 'GGT', 26),
  administrative('Giấy nghỉ phép', 'Leave certificate', 'GNP'),
  administrative('Phiếu gửi', 'Dispatch slip', 'PG'),
  administrative('Phiếu chuyển', 'Forwarding slip', 'PC'),
  administrative('Phiếu báo', 'Notification slip', 'PB'),
  administrative('Thư công', 'Official correspondence'),
];

/**
 * The type with that Vietnamese name or abbreviation (upper or lower case alike for the name); where both lists have it, the
 * administrative one, which is what agencies send each other.
 */
export function documentTypeNamed(text: string): DocumentTypeEntry | undefined {
  const all = [...administrativeTypes, ...normativeTypes];
  const wanted = folded(text);
  return (
    all.find(({ vi }) => folded(vi) === wanted || folded(vi) === `${wanted} (cá biệt)`) ??
    all.find(({ abbreviation }) => abbreviation === text.normalize('NFC').trim())
  );
}

function folded(text: string): string {
  return text.normalize('NFC').trim().toLocaleLowerCase('vi');
}

function normative(number: number, vi: string, en: string, abbreviation?: string): DocumentTypeEntry {
  return { list: 'normative', number, vi, en, ...(abbreviation === undefined ? {} : { abbreviation }) };
}

function administrative(vi: string, en: string, abbreviation?: string, number?: number): DocumentTypeEntry {
  return {
    list: 'administrative',
    vi,
    en,
    ...(number === undefined ? {} : { number }),
    ...(abbreviation === undefined ? {} : { abbreviation }),
  };
}
