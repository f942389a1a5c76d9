const ID = /^[0-9A-HJKMNP-TV-Z]{26}$/;
/** Whether a text has the form of a row's id: 26 characters of Crockford's base 32 (src/chance.ts makes them). */
export const isId = (text: unknown): boolean => typeof text === 'string' && ID.test(text);
