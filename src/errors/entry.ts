/** One entry of the table of codes. */

/** What a code means. `{name}` in the words is replaced by the value of that name in the error's detail. */
export interface ErrorEntry {
  /** True where trying the same thing again later can succeed. */
  readonly retryable: boolean;
  readonly en: { readonly what: string; readonly todo: string };
  readonly vi: { readonly what: string; readonly todo: string };
}
