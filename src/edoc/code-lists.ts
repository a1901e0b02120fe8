/**
 * The code lists that edXML messages use, with the words that people see. These are the lists that the regulation
 * fixes; agency codes change with every reform and are the directory's (`spec/directory.md`).
 */
import type { BusinessCode } from './lifecycle.js';

export interface Term {
  readonly vi: string;
  readonly en: string;
}

/** Which of a node's two queues a packet travels in (`spec/transport.md`, section 3). */
export type Lane = 'ordinary' | 'urgent';

/** `OtherInfo/Priority`. Decree 30/2020 knows 0 to 3; 4 is edXML's. */
export const priorities = [
  { value: 0, vi: 'Thường', en: 'Ordinary', lane: 'ordinary' },
  { value: 1, vi: 'Khẩn', en: 'Urgent', lane: 'urgent' },
  { value: 2, vi: 'Thượng khẩn', en: 'Very urgent', lane: 'urgent' },
  { value: 3, vi: 'Hỏa tốc', en: 'Express', lane: 'urgent' },
  { value: 4, vi: 'Hỏa tốc hẹn giờ', en: 'Express, by the hour', lane: 'urgent' },
] as const satisfies readonly (Term & { readonly value: number; readonly lane: Lane })[];

export type Priority = (typeof priorities)[number]['value'];

/** Without a priority, and with one that the list does not have, a packet is ordinary. */
export function laneOf(priority: number | undefined): Lane {
  return priorities.find(({ value }) => value === priority)?.lane ?? 'ordinary';
}

/** `SteeringType` */
export const steeringTypes = [
  { value: 0, vi: 'Không phải văn bản chỉ đạo', en: 'Not a steering document' },
  { value: 1, vi: 'Văn bản chỉ đạo', en: 'Steering document' },
  { value: 2, vi: 'Báo cáo thực hiện chỉ đạo', en: 'Report on steering' },
] as const satisfies readonly (Term & { readonly value: number })[];

export type SteeringType = (typeof steeringTypes)[number]['value'];

/** `Bussiness/BussinessDocType` */
export const businessDocTypes = [
  { value: 0, vi: 'Văn bản mới', en: 'New document' },
  { value: 1, vi: 'Thu hồi', en: 'Revocation' },
  { value: 2, vi: 'Cập nhật', en: 'Update' },
  { value: 3, vi: 'Thay thế', en: 'Replacement' },
] as const satisfies readonly (Term & { readonly value: number })[];

export type BusinessDocType = (typeof businessDocTypes)[number]['value'];

/** `SignerInfo/Competence`: in what capacity the signer signs (Decree 30/2020, Article 13). */
export const signingCapacities = [
  { abbreviation: 'TM.', vi: 'Thay mặt', en: 'On behalf of the collective' },
  { abbreviation: 'Q.', vi: 'Quyền', en: 'Acting head' },
  { abbreviation: 'KT.', vi: 'Ký thay', en: 'Deputy, for the head' },
  { abbreviation: 'TL.', vi: 'Thừa lệnh', en: 'By order of the head' },
  { abbreviation: 'TUQ.', vi: 'Thừa ủy quyền', en: 'By delegation of the head' },
] as const satisfies readonly (Term & { readonly abbreviation: string })[];

/** `StatusCode`. `reason`: the one who sends it must say why, in `Description`. */
export const statusCodes = [
  { code: '01', vi: 'Đã đến', en: 'Arrived', sentBy: 'recipient', reason: false },
  { code: '02', vi: 'Từ chối tiếp nhận', en: 'Refused', sentBy: 'recipient', reason: true },
  { code: '03', vi: 'Đã tiếp nhận', en: 'Accepted', sentBy: 'recipient', reason: false },
  { code: '04', vi: 'Phân công', en: 'Assigned', sentBy: 'recipient', reason: false },
  { code: '05', vi: 'Đang xử lý', en: 'In progress', sentBy: 'recipient', reason: false },
  { code: '06', vi: 'Hoàn thành', en: 'Done', sentBy: 'recipient', reason: false },
  { code: '13', vi: 'Lấy lại', en: 'Taken back', sentBy: 'sender', reason: true },
  {
    code: '15',
    vi: 'Đồng ý cập nhật, lấy lại',
    en: 'Agreed to the change',
    sentBy: 'recipient',
    reason: false,
  },
  {
    code: '16',
    vi: 'Từ chối cập nhật, lấy lại',
    en: 'Declined the change',
    sentBy: 'recipient',
    reason: true,
  },
] as const satisfies readonly (Term & {
  readonly code: BusinessCode;
  readonly sentBy: 'sender' | 'recipient';
  readonly reason: boolean;
})[];

/** Some systems write `1` for `01`. Undefined for a code that is not in use. */
export function businessCode(text: string): BusinessCode | undefined {
  return statusCodes.find(({ code }) => code === text.padStart(2, '0'))?.code;
}
