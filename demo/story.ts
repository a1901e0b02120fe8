/** The words of the demo, in both languages. `{name}` is filled in. */
export type Language = 'vi' | 'en';

export const story = {
  title: {
    en: 'The axis runs: one letter from a ministry to two provinces, signed, acknowledged, checked',
    vi: 'Trục liên thông hoạt động: một công văn từ bộ đến hai tỉnh, được ký số, có biên nhận, được kiểm tra',
  },
  axis: {
    en: 'The operator creates the axis: certificate authority, operator key, broker configuration',
    vi: 'Đơn vị vận hành thiết lập trục: tổ chức cấp chứng thư số, khóa của đơn vị vận hành, cấu hình máy chủ trung chuyển',
  },
  broker: {
    en: 'A private RabbitMQ starts, reachable on this machine alone, by TLS client certificate alone',
    vi: 'Máy chủ trung chuyển RabbitMQ riêng khởi động, chỉ truy cập được từ máy này và chỉ bằng chứng thư số TLS',
  },
  services: {
    en: 'The operator’s services start: time stamps and revocation, without the root’s key',
    vi: 'Dịch vụ của đơn vị vận hành khởi động: dấu thời gian và tra cứu thu hồi, không cần khóa gốc',
  },
  agencies: {
    en: 'Three agencies make their keys, ask for certificates and are enrolled',
    vi: 'Ba cơ quan tạo khóa, xin cấp chứng thư số và kết nối vào trục',
  },
  agenciesInTokens: {
    en: 'Three agencies have their sealing keys made inside their tokens (SoftHSM), ask for certificates and are enrolled',
    vi: 'Ba cơ quan tạo khóa ký ngay trong thiết bị lưu khóa (SoftHSM), xin cấp chứng thư số và kết nối vào trục',
  },
  agents: {
    en: 'Three agents start, each a process of its own with its own keys, store and connection',
    vi: 'Ba nút khởi động, mỗi nút là một tiến trình với khóa, kho lưu và kết nối riêng',
  },
  ping: {
    en: 'G22 pings H41: a sealed test message through the whole chain',
    vi: 'G22 kiểm tra kết nối đến H41: một thông điệp thử có ký số đi qua toàn tuyến',
  },
  send: {
    en: 'The clerk of G22 (Văn phòng Chính phủ) sends the letter with its annex to H41 and H14',
    vi: 'Văn thư G22 (Văn phòng Chính phủ) gửi công văn kèm phụ lục đến H41 và H14',
  },
  inboxH41: { en: 'What the clerk of H41 (Nghệ An) sees', vi: 'Văn thư H41 (Nghệ An) thấy' },
  inboxH14: { en: 'What the clerk of H14 (Cao Bằng) sees', vi: 'Văn thư H14 (Cao Bằng) thấy' },
  acceptH41: { en: 'H41 accepts the letter (03)', vi: 'H41 tiếp nhận công văn (03)' },
  refuseH14: { en: 'H14 refuses it (02), with a reason', vi: 'H14 từ chối tiếp nhận (02), nêu lý do' },
  finishH41: { en: 'H41 finishes its work on it (06)', vi: 'H41 hoàn thành xử lý (06)' },
  track: { en: 'What the sender sees, recipient by recipient', vi: 'Bên gửi thấy, theo từng bên nhận' },
  upgrade: {
    en: 'Time stamps and revocation data are put around everything that was sealed: evidence of level LT',
    vi: 'Bổ sung dấu thời gian và dữ liệu thu hồi cho mọi tệp đã ký: chứng cứ mức LT',
  },
  container: {
    en: 'All of it in one standard container (ASiC-E) under the agency’s seal, and an auditor’s look into it',
    vi: 'Toàn bộ chứng cứ trong một gói chuẩn (ASiC-E) có chữ ký của cơ quan, và kiểm tra viên xem gói đó',
  },
  evidence: {
    en: 'The evidence is saved: the sealed document, the sealed receipts, the sealed statuses',
    vi: 'Lưu chứng cứ: văn bản, biên nhận và trạng thái đều có ký số',
  },
  verify: {
    en: 'An auditor checks all of it offline, with nothing but the files and the trust anchor',
    vi: 'Kiểm tra viên kiểm tra toàn bộ, không cần mạng, chỉ với các tệp và chứng thư gốc',
  },
  tamper: {
    en: 'One byte of the letter is changed, and the auditor looks again',
    vi: 'Một byte của công văn bị sửa, kiểm tra viên xem lại',
  },
  done: {
    en: 'Done in {seconds} s. The evidence lies in {dir}',
    vi: 'Xong sau {seconds} giây. Chứng cứ nằm trong {dir}',
  },
  next: { en: 'What to try next', vi: 'Có thể thử tiếp' },
  kept: {
    en: 'The axis keeps running until Ctrl-C. Paste these in another terminal:',
    vi: 'Trục tiếp tục chạy cho đến khi bấm Ctrl-C. Dán các lệnh sau vào một cửa sổ khác:',
  },
  stopped: { en: 'The axis has stopped.', vi: 'Trục đã dừng.' },
} as const;

export type Chapter = keyof typeof story;
