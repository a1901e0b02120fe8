/** Names of agencies for their codes, from the directory in force. */
import type { OrganId } from '../../edoc/index.js';
import type { StoreReader } from '../../store/index.js';

export async function agencyNames(
  register: StoreReader,
  codes: Iterable<OrganId>,
): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  for (const code of new Set(codes)) {
    const agency = await register.agency(code);
    if (agency) names.set(code, agency.name);
  }
  return names;
}
