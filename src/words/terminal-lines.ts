/** What a command beside the service says at a terminal, French first, a line for each language: two people may stand there. */
export const bothLanguages = (fr: string, en: string): string => `jeton: ${fr}\njeton: ${en}\n`;
