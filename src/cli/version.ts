/** The release that this is; a test holds it together with package.json. */
export const version = '0.1.0';
