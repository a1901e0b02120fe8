/** A member for an object literal, or none where there is no value: optional fields are absent, never undefined. */
export function optional<Name extends string, Value>(
  name: Name,
  value: Value | null | undefined,
): { readonly [Key in Name]?: Value } {
  // The computed name is exactly the one of the type.
  return (value === undefined || value === null ? {} : { [name]: value }) as {
    readonly [Key in Name]?: Value;
  };
}
