/** What a mail says in one language: title (also its subject), paragraphs, and what the one link is called. */
interface Words {
  title: string;
  body: readonly string[];
  link?: string;
}
export interface Text {
  fr: Words;
  en: Words;
  /** The console page that the link opens. Nothing happens by opening it. None where its reader cannot come in, or has nothing to look at. */
  page?: string;
}
/** A request's news: title and paragraphs; the link shows the request. */
export const news = (fr: readonly [string, ...string[]], en: readonly [string, ...string[]]): Text => ({
  fr: { title: fr[0], body: fr.slice(1), link: 'Voir la demande' },
  en: { title: en[0], body: en.slice(1), link: 'See the request' },
  page: '/demandes/{number}',
});
/** What a text's placeholders stand for, by language. */
export type Facts = Readonly<Record<string, { fr: string; en: string }>>;
