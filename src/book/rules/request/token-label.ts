/** CKA_LABEL holds so many characters, of ASCII. */
const MOST = 32;

/** What a token is labelled as it is made for a request: the request's number, and the end of its serial number. */
export const tokenLabel = (number: string, serial: string): string =>
  `${number}-${serial.slice(-8)}`.replace(/[^\x20-\x7e]/g, '').slice(0, MOST);
