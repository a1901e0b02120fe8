/** The directory's pages: the register's agencies as the directory lists them, cut so that each page can be sealed. */
import { type DirectoryAgency, limits } from '../edoc/index.js';
import type { AgencyRecord } from './records.js';
import type { AxisState } from './state.js';

/** Octets of listed agencies in a page, by a generous count; a sealed file may have 2 MiB. */
const pageOctets = 1_500_000;

/** At least one page, so that an axis without agencies has a directory too. Sorted by code: the same content, the same pages. */
export function directoryPages(state: AxisState): DirectoryAgency[][] {
  const pages: DirectoryAgency[][] = [[]];
  let octets = 0;
  for (const agency of listed(state)) {
    const weight = weightOf(agency);
    const page = pages.at(-1);
    if (page && page.length < limits.directoryPageAgencies && octets + weight <= pageOctets) {
      page.push(agency);
      octets += weight;
    } else {
      pages.push([agency]);
      octets = weight;
    }
  }
  return pages;
}

function listed(state: AxisState): DirectoryAgency[] {
  return state.agencies
    .map((agency) => listedAgency(agency, state.standing(agency)))
    .sort((one, other) => (one.code < other.code ? -1 : 1));
}

/** The newest certificates are listed, as many as a page allows for one agency. */
export function listedAgency(agency: AgencyRecord, standing: AgencyRecord['state']): DirectoryAgency {
  return {
    ...agency,
    state: standing,
    certificates: agency.certificates
      .slice(-limits.agencyCertificates)
      .map(({ sha256, notBefore, notAfter, revokedAt }) => ({
        sha256,
        notBefore,
        notAfter,
        ...(revokedAt === undefined ? {} : { revokedAt }),
      })),
  };
}

/** An escaped character of a name takes up to six octets; attributes and tags are constant. */
function weightOf(agency: DirectoryAgency): number {
  return 400 + 6 * agency.name.length + 220 * agency.certificates.length;
}
