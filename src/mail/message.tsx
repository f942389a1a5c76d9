import { renderToString } from 'preact-render-to-string';
import { AppError } from '../errors.ts';
import { curveApostrophes, typeset } from '../words/translator.ts';
import type { Told } from './facts.ts';
import type { Facts, Text } from './news.ts';
import type { Message, WaitingMail } from './ports.ts';

type Language = 'fr' | 'en';

/** One language of a mail, placeholders filled. */
interface Part {
  title: string;
  body: string[];
  /** Empty where there is no page to open. */
  link: string;
  hello: string;
  notice: string;
}
const FRAME = {
  fr: {
    hello: 'Bonjour',
    notice:
      "Message automatique de Jeton : n'y répondez pas. Jeton ne demande jamais par courriel un code PIN, un mot de passe ou un code de révocation.",
  },
  en: {
    hello: 'Hello',
    notice:
      'Automatic message from Jeton: do not reply. Jeton never asks by e-mail for a PIN, a password or a revocation code.',
  },
} as const;

/** The text as its language is printed. */
const setIn = (text: string, language: Language): string =>
  language === 'fr' ? typeset(text) : curveApostrophes(text);

/**
 * Fills `{name}`; a name without a fact is a mistake in texts.ts and never leaves the house. A fact that both languages
 * say alike is a code, a name or a signature, which has to stay as it is; every other one is words.
 */
function fill(text: string, facts: Facts, language: Language): string {
  return setIn(text, language).replace(/\{(\w+)\}/g, (_, name: string) => {
    const fact = facts[name];
    if (!fact) throw new AppError('internal', `a mail has no fact for {${name}}`);
    return fact.fr === fact.en ? fact[language] : setIn(fact[language], language);
  });
}

function partOf(text: Text, facts: Facts, name: string, language: Language): Part {
  const { title, body, link } = text[language];
  return {
    title: fill(title, facts, language),
    body: body.map((paragraph) => fill(paragraph, facts, language)),
    link: fill(link ?? '', facts, language),
    hello: `${[FRAME[language].hello, name].filter(Boolean).join(' ')},`,
    notice: fill(FRAME[language].notice, facts, language),
  };
}

const plain = ({ title, body, link, hello, notice }: Part, url: string): string =>
  [title, hello, ...body, ...(link ? [`${link}\n${url}`] : []), notice].join('\n\n');

/** What a screen reader reads: language, headings and a link that says what it opens; no picture, style or outside source. */
function Page({ fr, en, url }: { fr: Part; en: Part; url: string }) {
  const section = (part: Part, language: Language, title: preact.JSX.Element) => (
    <div lang={language}>
      {title}
      <p>{part.hello}</p>
      {part.body.map((paragraph) =>
        paragraph.includes('\n') ? <pre key={paragraph}>{paragraph}</pre> : <p key={paragraph}>{paragraph}</p>,
      )}
      {part.link !== '' && (
        <p>
          <a href={url}>{part.link}</a>
        </p>
      )}
      <p>
        <small>{part.notice}</small>
      </p>
    </div>
  );
  return (
    <html lang="fr">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>{fr.title}</title>
      </head>
      <body>
        {section(fr, 'fr', <h1>{fr.title}</h1>)}
        <hr />
        {section(en, 'en', <h2>{en.title}</h2>)}
      </body>
    </html>
  );
}

/**
 * Writes a mail: French first, then English, as text and as HTML. The same mail is the same message at every
 * try, but for one with a code that was made for this try.
 * `url` is the console's address; `domain` stands in the Message-ID.
 */
export function writeMessage(mail: WaitingMail, told: Told, { url, domain }: { url: string; domain: string }): Message {
  const { to, text, facts, attachment, ofThisTry } = told;
  const page = `${url}${fill(text.page ?? '', facts, 'en')}`;
  const [fr, en] = [partOf(text, facts, to.name, 'fr'), partOf(text, facts, to.name, 'en')];
  return {
    messageId: `<${mail.id.toLowerCase()}${ofThisTry ? `.${mail.tries}` : ''}@${domain}>`,
    at: mail.queuedAt,
    to,
    subject: `[Jeton] ${fr.title} · ${en.title}`,
    text: `${plain(fr, page)}\n\n-- English --\n\n${plain(en, page)}\n`,
    html: `<!DOCTYPE html>\n${renderToString(<Page fr={fr} en={en} url={page} />)}\n`,
    ...(attachment ? { attachment } : {}),
  };
}
