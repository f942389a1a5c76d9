import { createHash } from 'node:crypto';
import type { Request } from 'express';
import { mightEver } from '../../../book/rights/authorise.ts';
import type { Right } from '../../../book/rights/sentences.ts';
import { isAppError } from '../../../errors.ts';
import { Alert } from '../components/alerts.tsx';
import { PageMark } from '../components/form.tsx';
import { Fact, Facts } from '../components/table.tsx';
import { useVisit } from '../components/visit-context.tsx';
import type { Answer, Handler, PageRouter } from '../page-router.tsx';
import { statusOf } from '../shell/failures.ts';
import type { Key } from '../translate.ts';
import { addressIn, type Member } from '../visit.ts';
import { single, type Values } from './forms.ts';

/** What is asked once before an act that nobody takes back: whom it hits, and what is otherwise after it. */
export interface Question {
  title: Key;
  /** `to`: what the value becomes. */
  facts: readonly { term: string; value: string; to?: string }[];
  /** What follows, in a sentence. */
  warning: Key;
  send: Key;
  /** Where it was asked for. */
  back: string;
  /** What is sent for good in place of the form's values: of a form with a file, what the file holds. */
  values?: Values;
}
/** What was shown of an act, in short. */
const digestOf = ({ title, facts, warning }: Question): string =>
  createHash('sha256')
    .update(JSON.stringify([title, facts, warning]))
    .digest('base64url');

/**
 * A form whose act is asked once more, with whom it hits and what changes: sent for good, it says in `_sure` what was shown.
 * Where something else is true by then it is asked anew. The question changes nothing, so it may be left by any way.
 */
export function postGrave(
  on: PageRouter,
  path: string,
  {
    ask,
    run,
    ...again
  }: Omit<Parameters<PageRouter['post']>[2], 'act'> & {
    /** The right that the act asks for; left out for what is one's own. */
    act?: Right;
    /** Undefined: of what this form does, nothing has to be asked. */
    ask(member: Member, req: Request): Promise<Question | undefined> | Question;
    run: Handler<Member>;
  },
): void {
  on.post(
    path,
    async (member, req) => {
      // whoever may never do it is refused by the act itself, before they have answered anything
      if (again.act !== undefined && !mightEver(member.me.caller, again.act, member.now)) return run(member, req);
      const seen = single(member.values, '_sure');
      const question = await ask(member, req);
      if (question === undefined || digestOf(question) === seen) return run(member, req);
      return questionPage(member, question, addressIn(member), seen !== '');
    },
    again,
  );
}

/**
 * What a question is about; undefined where reading it is refused, or meets a row that somebody edited: the act itself refuses then,
 * with an entry, or does not need that row.
 */
export const readFor = <T,>(read: Promise<T>): Promise<T | undefined> =>
  read.catch((error: unknown) => {
    if (isAppError(error) && (statusOf(error.code) < 500 || error.code === 'record_tampered')) return undefined;
    throw error;
  });

/** Names with this sign are the page's own; only where a form came from goes on with the question. */
const isCarried = (name: string): boolean => !name.startsWith('_') || name === '_from';

/** The question as a page, where a link asks it: what its form does is sent to `action`. `anew`: something changed since it was asked. */
export const questionPage = (member: Member, question: Question, action: string, anew = false): Answer => ({
  title: member.t(question.title),
  page: <QuestionPage question={question} action={action} values={question.values ?? member.values} anew={anew} />,
});

interface QuestionProps {
  question: Question;
  action: string;
  values: Values;
  anew: boolean;
}
function QuestionPage({ question, action, values, anew }: QuestionProps) {
  const { t, visit } = useVisit();
  const carried = Object.entries(values).filter(([name]) => isCarried(name));
  return (
    <section class="jeton-panel">
      <h1 class="fr-h3">{t(question.title)}</h1>
      {anew && (
        <div role="alert">
          <Alert kind="error" small title={t('grave.anew')} />
        </div>
      )}
      <Facts>
        {question.facts.map(({ term, value, to }) => (
          <Fact key={term} term={term}>
            {value}
            {to !== undefined && (
              <>
                {' '}
                <span aria-hidden="true">→</span>
                <span class="fr-sr-only">{t('grave.becomes')}</span> <strong>{to}</strong>
              </>
            )}
          </Fact>
        ))}
      </Facts>
      <Alert kind="warning" small title={t(question.warning)} />
      <form method="post" action={action} class="jeton-actions">
        <input type="hidden" name="_csrf" value={visit.csrf} />
        <input type="hidden" name="_sure" value={digestOf(question)} />
        <PageMark />
        {carried.flatMap(([name, value]) =>
          [value].flat().map((one) => <input key={`${name}=${one}`} type="hidden" name={name} value={one} />),
        )}
        <button type="submit" class="fr-btn jeton-btn--danger">
          {t(question.send)}
        </button>
        <a class="fr-btn fr-btn--secondary" href={question.back}>
          {t('grave.back')}
        </a>
      </form>
    </section>
  );
}
