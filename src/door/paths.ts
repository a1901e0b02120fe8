/** The paths of the door, versioned; both sides read them here. */
export const paths = {
  contents: '/v1/contents',
  checks: '/v1/checks',
  packets: '/v1/packets',
  steps: '/v1/steps',
  recalls: '/v1/recalls',
  resends: '/v1/resends',
  evidence: '/v1/evidence',
  acknowledgements: '/v1/evidence/acknowledgements',
  containers: '/v1/containers',
  archive: '/v1/archive',
  archiveRemovals: '/v1/archive/removals',
  pings: '/v1/pings',
  status: '/v1/status',
  replays: '/v1/quarantine/replays',
  discards: '/v1/quarantine/discards',
} as const;
