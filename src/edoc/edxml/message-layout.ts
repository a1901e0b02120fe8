/**
 * How messages stand in XML: names, order, types and lengths of every element (`spec/edxml.md`, sections 1 and 2, hold
 * the same tables). The order is that of the national axis's Java SDK, which real systems write. Lengths are those that
 * receiving systems are known to keep.
 */
import {
  type AnyGroup,
  attribute,
  type Field,
  group,
  type Layout,
  leaf,
  repeated,
  wrapped,
} from './layout.js';
import type {
  Bussiness,
  BussinessDocumentInfo,
  DocumentCode,
  DocumentMessage,
  DocumentType,
  Organ,
  OtherInfo,
  PromulgationInfo,
  Receiver,
  ReplacementInfo,
  ResponseFor,
  SignerInfo,
  StaffInfo,
  StatusMessage,
  TraceHeader,
  TraceHeaderList,
} from './model.js';

const organ: Layout<Organ> = {
  organId: leaf('OrganId', 'organ', { need: 'required' }),
  organizationInCharge: leaf('OrganizationInCharge', 'text', { longest: 500 }),
  organName: leaf('OrganName', 'text', { need: 'recommended', longest: 200 }),
  organAdd: leaf('OrganAdd', 'text', { longest: 500 }),
  email: leaf('Email', 'text', { longest: 100 }),
  telephone: leaf('Telephone', 'text', { longest: 20 }),
  fax: leaf('Fax', 'text', { longest: 20 }),
  website: leaf('Website', 'text', { longest: 100 }),
};

/** A recipient need not be described beyond its code: the directory does that. */
const recipient: Layout<Organ> = { ...organ, organName: leaf('OrganName', 'text', { longest: 200 }) };

const documentCode: Layout<DocumentCode> = {
  codeNumber: leaf('CodeNumber', 'token', { need: 'required', longest: 11 }),
  codeNotation: leaf('CodeNotation', 'token', { need: 'required', longest: 30 }),
};

const promulgationInfo: Layout<PromulgationInfo> = {
  place: leaf('Place', 'text', { need: 'recommended', longest: 50 }),
  promulgationDate: leaf('PromulgationDate', 'date', { need: 'required' }),
};

const documentType: Layout<DocumentType> = {
  type: leaf('Type', 'number', { need: 'recommended' }),
  typeDetail: leaf('TypeDetail', 'number'),
  typeName: leaf('TypeName', 'text', { need: 'required', longest: 100 }),
};

const signerInfo: Layout<SignerInfo> = {
  competence: leaf('Competence', 'text', { longest: 100 }),
  position: leaf('Position', 'text', { longest: 100 }),
  fullName: leaf('FullName', 'text', { need: 'recommended', longest: 50 }),
};

const responseFor: Layout<ResponseFor> = {
  organId: leaf('OrganId', 'organ', { need: 'required' }),
  code: leaf('Code', 'token', { longest: 50 }),
  documentId: leaf('DocumentId', 'token', { longest: 200 }),
  promulgationDate: leaf('PromulgationDate', 'date'),
};

const staffInfo: Layout<StaffInfo> = {
  department: leaf('Department'),
  departmentId: leaf('DepartmentId', 'token'),
  staff: leaf('Staff'),
  staffId: leaf('StaffId', 'token'),
  email: leaf('Email', 'text', { longest: 100 }),
  mobile: leaf('Mobile', 'text', { longest: 20 }),
};

const otherInfo: Layout<OtherInfo> = {
  priority: leaf('Priority', 'number', { highest: 4 }),
  sphereOfPromulgation: leaf('SphereOfPromulgation', 'text', { longest: 100 }),
  typerNotation: leaf('TyperNotation', 'text', { longest: 10 }),
  promulgationAmount: leaf('PromulgationAmount', 'number'),
  pageAmount: leaf('PageAmount', 'number'),
  replyFors: wrapped('ReplyFors', leaf('ReplyFor')),
  direction: leaf('Direction', 'boolean'),
  referenceCodes: wrapped('ReferenceCodes', leaf('ReferenceCode')),
  appendixes: wrapped('Appendixes', leaf('Appendix')),
};

const traceHeader: Layout<TraceHeader> = {
  organId: leaf('OrganId', 'organ', { need: 'required' }),
  timestamp: leaf('Timestamp', 'timestamp', { need: 'required' }),
};

const receiver: Layout<Receiver> = {
  organId: leaf('OrganId', 'organ', { need: 'required' }),
  receiverType: leaf('ReceiverType', 'number', { need: 'required', highest: 1 }),
};

const bussinessDocumentInfo: Layout<BussinessDocumentInfo> = {
  documentInfo: leaf('DocumentInfo', 'number', { highest: 1 }),
  documentReceiver: leaf('DocumentReceiver', 'number', { highest: 1 }),
  receiverList: wrapped('ReceiverList', group('Receiver', receiver)),
};

const replacementInfo: Layout<ReplacementInfo> = {
  documentId: leaf('DocumentId', 'token', { need: 'required', longest: 200 }),
  organIdList: wrapped('OrganIdList', leaf('OrganId', 'organ')),
};

const bussiness: Layout<Bussiness> = {
  documentId: leaf('DocumentId', 'token', { longest: 200 }),
  bussinessDocType: leaf('BussinessDocType', 'number', { need: 'required', highest: 3 }),
  bussinessDocReason: leaf('BussinessDocReason'),
  paper: leaf('Paper', 'number', { highest: 1 }),
  bussinessDocumentInfo: group('BussinessDocumentInfo', bussinessDocumentInfo),
  replacementInfoList: wrapped('ReplacementInfoList', group('ReplacementInfo', replacementInfo)),
  staffInfo: group('StaffInfo', staffInfo),
};

const traceHeaderList: Layout<TraceHeaderList> = {
  id: attribute('id'),
  version: attribute('version'),
  mustUnderstand: attribute('mustUnderstand'),
  actor: attribute('actor'),
  traceHeader: repeated(group('TraceHeader', traceHeader), 'recommended'),
};

const documentHeader: Layout<Omit<DocumentMessage, 'kind' | 'traceHeaderList' | 'bussiness'>> = {
  from: group('From', organ, 'required'),
  to: repeated(group('To', recipient), 'required'),
  documentId: leaf('DocumentId', 'token', { need: 'required', longest: 200 }),
  code: group('Code', documentCode, 'required'),
  promulgationInfo: group('PromulgationInfo', promulgationInfo, 'required'),
  documentType: group('DocumentType', documentType, 'required'),
  subject: leaf('Subject', 'text', { need: 'required', longest: 500 }),
  content: leaf('Content', 'text', { need: 'recommended', longest: 500 }),
  signerInfo: group('SignerInfo', signerInfo, 'recommended'),
  dueDate: leaf('DueDate', 'date'),
  otherInfo: group('OtherInfo', otherInfo),
  responseFor: repeated(group('ResponseFor', responseFor)),
  steeringType: leaf('SteeringType', 'number', { highest: 2 }),
  responseForTask: wrapped('ResponseForTask', leaf('TaskCode', 'token')),
  applicationType: leaf('ApplicationType', 'token'),
  toPlaces: wrapped('ToPlaces', leaf('Place', 'text', { longest: 150 })),
};

const statusHeader: Layout<Omit<StatusMessage, 'kind'>> = {
  from: group('From', organ, 'required'),
  responseFor: group('ResponseFor', responseFor, 'required'),
  staffInfo: group('StaffInfo', staffInfo),
  statusCode: leaf('StatusCode', 'token', { need: 'required' }),
  description: leaf('Description'),
  timestamp: leaf('Timestamp', 'timestamp', { need: 'required' }),
};

/** MessageHeader of a document. */
export const documentHeaderGroup: AnyGroup = group('MessageHeader', documentHeader, 'required');
/** MessageHeader of a status. */
export const statusHeaderGroup: AnyGroup = group('MessageHeader', statusHeader, 'required');
/** Stands beside MessageHeader; its `Bussiness` is a field of the message, not of the list. */
export const traceHeaderListGroup: AnyGroup = group('TraceHeaderList', traceHeaderList, 'recommended');
export const bussinessGroup: AnyGroup = group('Bussiness', bussiness) satisfies Field<Bussiness>;
