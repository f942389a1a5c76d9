/** A revoked issuing CA is a setting under this name; its value is the moment, in milliseconds. */
export const revocationOf = (authorityId: string): string => `authority-revoked:${authorityId}`;
