/** Where each service answers, below the address that the operator announces. */
export const authorityPaths = {
  timeStamp: '/tsa',
  ocsp: '/ocsp',
  crl: '/crl/root.crl',
  health: '/health',
} as const;
