/** Smaller containers are packed and read before anyone could read the bar. */
export const worthProgressOctets = 32_000_000;
