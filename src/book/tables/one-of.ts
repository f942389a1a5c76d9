/** Whether a value of a row or an entry, which may be anything, is one of a list. It narrows no type: a list may be a part of one. */
export const isOneOf = (list: readonly unknown[], value: unknown): boolean => list.includes(value);
