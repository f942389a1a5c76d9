/** A text that stands by itself elsewhere, within a sentence: its first letter is small. For texts that begin with no name. */
export const midSentence = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
