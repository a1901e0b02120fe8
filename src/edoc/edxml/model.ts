/**
 * A checked edXML message (QCVN 102:2016/BTTTT): what `checkMessage` returns and what packets hold. Field names are the
 * standard's element names with a small first letter, its misspelling `Bussiness` included. Text is NFC with line feeds.
 * Messages are plain JSON values; every one of them is also a {@link DraftMessage}.
 */
import type { OrganId } from '../organ-id.js';

export type Message = DocumentMessage | StatusMessage;

/** A document (văn bản) on its way from one agency to others. `spec/edxml.md`, section 1. */
export interface DocumentMessage {
  readonly kind: 'document';
  readonly from: Organ;
  /** At least one; no agency twice. */
  readonly to: readonly Organ[];
  /** The sender's own id: free text, not unique. */
  readonly documentId: string;
  readonly code: DocumentCode;
  readonly promulgationInfo: PromulgationInfo;
  readonly documentType: DocumentType;
  readonly subject: string;
  readonly content?: string;
  readonly signerInfo?: SignerInfo;
  /** `yyyy/MM/dd` */
  readonly dueDate?: string;
  readonly otherInfo?: OtherInfo;
  /** The earlier documents that this one answers. */
  readonly responseFor: readonly ResponseFor[];
  /** 0 not steering, 1 steering (chỉ đạo), 2 report on steering. */
  readonly steeringType?: number;
  /** Codes of the tasks that the document answers (an extension of the national axis SDK). */
  readonly responseForTask?: readonly string[];
  readonly applicationType?: string;
  /** Places of receipt as printed on the document (Nơi nhận). */
  readonly toPlaces?: readonly string[];
  readonly traceHeaderList: TraceHeaderList;
  /** What kind of sending this is; absent means a new document. Stands in TraceHeaderList. */
  readonly bussiness?: Bussiness;
}

/** A business status of a document, from one agency to another. `spec/edxml.md`, section 2. */
export interface StatusMessage {
  readonly kind: 'status';
  readonly from: Organ;
  /** The document; its `organId` is the addressee of the status. */
  readonly responseFor: ResponseFor;
  readonly staffInfo?: StaffInfo;
  /** Two digits. */
  readonly statusCode: string;
  /** Required for 02, 13 and 16: the reason. */
  readonly description?: string;
  /** `yyyy/MM/dd HH:mm:ss`, Vietnam time. */
  readonly timestamp: string;
}

export interface Organ {
  readonly organId: OrganId;
  /** The superior body in charge (cơ quan chủ quản). */
  readonly organizationInCharge?: string;
  readonly organName?: string;
  readonly organAdd?: string;
  readonly email?: string;
  readonly telephone?: string;
  readonly fax?: string;
  readonly website?: string;
}

/** Số và ký hiệu. */
export interface DocumentCode {
  readonly codeNumber: string;
  readonly codeNotation: string;
}

export interface PromulgationInfo {
  readonly place?: string;
  /** `yyyy/MM/dd` */
  readonly promulgationDate: string;
}

/** `type` and `typeDetail` are coded differently by different systems; `typeName` is what counts. */
export interface DocumentType {
  readonly type?: number;
  readonly typeDetail?: number;
  readonly typeName: string;
}

export interface SignerInfo {
  /** TM., KT., TL., TUQ., Q. */
  readonly competence?: string;
  readonly position?: string;
  readonly fullName?: string;
}

export interface OtherInfo {
  /** 0 Thường, 1 Khẩn, 2 Thượng khẩn, 3 Hỏa tốc, 4 Hỏa tốc hẹn giờ. */
  readonly priority?: number;
  readonly sphereOfPromulgation?: string;
  readonly typerNotation?: string;
  /** Copies made. */
  readonly promulgationAmount?: number;
  readonly pageAmount?: number;
  readonly replyFors?: readonly string[];
  readonly direction?: boolean;
  readonly referenceCodes?: readonly string[];
  readonly appendixes?: readonly string[];
}

export interface ResponseFor {
  readonly organId: OrganId;
  /** Number and notation joined: `7816/VPCP-TTĐT`. */
  readonly code?: string;
  readonly documentId?: string;
  /** `yyyy/MM/dd` */
  readonly promulgationDate?: string;
}

/** The way that the message took. */
export interface TraceHeaderList {
  readonly id?: string;
  readonly version?: string;
  readonly mustUnderstand?: string;
  readonly actor?: string;
  readonly traceHeader: readonly TraceHeader[];
}

export interface TraceHeader {
  readonly organId: OrganId;
  /** `yyyy/MM/dd HH:mm:ss`, Vietnam time. */
  readonly timestamp: string;
}

export interface Bussiness {
  /** The earlier document that is revoked, updated or replaced. */
  readonly documentId?: string;
  /** 0 new, 1 revoke (thu hồi), 2 update (cập nhật), 3 replace (thay thế). */
  readonly bussinessDocType: number;
  readonly bussinessDocReason?: string;
  /** 1 where a paper copy follows. */
  readonly paper?: number;
  readonly bussinessDocumentInfo?: BussinessDocumentInfo;
  readonly replacementInfoList?: readonly ReplacementInfo[];
  readonly staffInfo?: StaffInfo;
}

export interface BussinessDocumentInfo {
  /** 1 where the document's information is updated. */
  readonly documentInfo?: number;
  /** 1 where the list of receivers is updated. */
  readonly documentReceiver?: number;
  readonly receiverList?: readonly Receiver[];
}

export interface Receiver {
  readonly organId: OrganId;
  /** 0 or 1; one adds the receiver, the other removes it, and systems differ in which. */
  readonly receiverType: number;
}

export interface ReplacementInfo {
  readonly documentId: string;
  readonly organIdList?: readonly OrganId[];
}

export interface StaffInfo {
  readonly department?: string;
  readonly departmentId?: string;
  readonly staff?: string;
  readonly staffId?: string;
  readonly email?: string;
  readonly mobile?: string;
}
