/** What a clerk may say with `edoc send`, as it is typed. */

export interface SendOptions {
  readonly to?: readonly string[];
  readonly subject?: string;
  readonly number?: string;
  readonly notation?: string;
  readonly type?: string;
  readonly date?: string;
  readonly place?: string;
  readonly signer?: string;
  readonly position?: string;
  readonly competence?: string;
  readonly priority?: string;
  readonly due?: string;
  readonly replyTo?: string;
  readonly content?: string;
  readonly from?: string;
  readonly edxml?: string;
  readonly dryRun?: boolean;
  readonly wait?: number;
}
