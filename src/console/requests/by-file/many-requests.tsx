import { openBefore, type Submitted } from '../../../flow/request/many-requests.ts';
import type { Problem } from '../../../imports/problems.ts';
import { MOTIF_WORDS, PRIORITIES, SYSTEMS } from '../../../imports/requests.ts';
import { Alert } from '../../frame/components/alerts.tsx';
import { FileField } from '../../frame/components/fields.tsx';
import { Form, Submit } from '../../frame/components/form.tsx';
import { Verbatim } from '../../frame/components/scrollable.tsx';
import { Table } from '../../frame/components/table.tsx';
import { useVisit } from '../../frame/components/visit-context.tsx';
import { motifOf } from '../../frame/forms/motif.ts';
import { explain, failureOf } from '../../frame/shell/failures.ts';
import { Problems } from '../../imports/import-page.tsx';

const EXAMPLE =
  'matricule;motif;poste;site;priorite;appareil;systeme\nM-00471;première dotation;PN-88213;Bordeaux;normale;;\nM-00472;nomade;;;;Mon téléphone;Android\nM-00473;perte;PN-88214;;continuité;;';

interface ManyRequestsProps {
  /** What is wrong with the file just sent; nothing of it was asked for. */
  problems?: readonly Problem[];
  fileName?: string;
  /** What became of each row, `row` being its line of the file. */
  done?: readonly Submitted[];
}

/** « Demander par fichier »: a CSV of a correspondent, and a result for each of its rows. */
export function ManyRequestsPage({ problems = [], fileName = '', done }: ManyRequestsProps) {
  const { t } = useVisit();
  return (
    <div class="jeton-narrow">
      <h1>{t('request.many')}</h1>
      {problems.length > 0 && <Problems problems={problems} fileName={fileName} />}
      {done && <Results done={done} />}
      <p>{t('request.many.text')}</p>
      <p class="fr-text--sm fr-mb-1v">{t('import.example')}</p>
      <Verbatim>{EXAMPLE}</Verbatim>
      <p>
        <a class="fr-link fr-link--download" href="/service/modele.csv" download>
          {t('request.many.model')}
        </a>
      </p>
      <Words />
      <Form action="/service/fichier" name="many-requests" upload>
        <FileField name="file" label={t('label.file')} hint={t('request.many.hint')} accept=".csv,text/csv" />
        <div class="fr-mt-3w">
          <Submit>{t('request.many.send')}</Submit>
        </div>
      </Form>
    </div>
  );
}

/** What may stand in the columns that take words of a list. */
function Words() {
  const { t } = useVisit();
  return (
    <details class="jeton-details">
      <summary>{t('request.many.words')}</summary>
      <p>{t('request.many.words.text')}</p>
      <ul>
        {MOTIF_WORDS.map(({ kind, reason = null, words }) => {
          const name = t(`motif.${motifOf({ kind, reason })}`);
          return (
            <li key={name}>
              <strong>{name}</strong> – {words.join(', ')}
            </li>
          );
        })}
      </ul>
      <p>{t('request.many.words.priority', { words: PRIORITIES.join(', ') })}</p>
      <p>{t('request.many.words.system', { words: Object.keys(SYSTEMS).join(', ') })}</p>
    </details>
  );
}

/** What is left to do stands first: rows that were refused, then those that were asked for before. */
const RANK = { refused: 0, open: 1, done: 2 };
const standingOf = (one: Submitted): keyof typeof RANK =>
  one.outcome === 'done' ? 'done' : openBefore(one) === undefined ? 'refused' : 'open';
const KINDS = { refused: 'error', open: 'info', done: 'success' } as const;

function Results({ done }: { done: readonly Submitted[] }) {
  const { t } = useVisit();
  const counted = (standing: keyof typeof RANK) => done.filter((one) => standingOf(one) === standing).length;
  const [refused, open, sent] = [counted('refused'), counted('open'), counted('done')];
  const [first = 'done', ...others] = [...new Set(done.map(standingOf))];
  const kind = others.length === 0 ? KINDS[first] : refused > 0 ? 'warning' : 'success';
  const rows = [...done].sort((a, b) => RANK[standingOf(a)] - RANK[standingOf(b)] || a.row - b.row);
  return (
    <div role="status">
      <Alert kind={kind} title={t.count('request.many.sent', sent, { total: done.length })}>
        {open > 0 && <p>{t.count('request.many.open', open)}</p>}
        {refused > 0 && <p>{t.count('request.many.refused', refused)}</p>}
      </Alert>
      <Table
        caption={t('request.many.results')}
        head={[t('import.line'), t('label.holder'), t('outcome.result')]}
        small
        stacks
      >
        {rows.map((one) => (
          <tr key={one.row}>
            <td>
              <span class="jeton-stacked">{t('import.line')} </span>
              {one.row}
            </td>
            <th scope="row">{one.holder}</th>
            <td class="jeton-wraps jeton-wraps--wide">
              <Result one={one} />
            </td>
          </tr>
        ))}
      </Table>
    </div>
  );
}

function Result({ one }: { one: Submitted }) {
  const { t, language } = useVisit();
  if (one.outcome === 'done') return <a href={`/demandes/${one.number}`}>{one.number}</a>;
  const number = openBefore(one);
  if (number !== undefined) {
    return (
      <>
        {t('request.many.open.row')} <a href={`/demandes/${number}`}>{number}</a>
      </>
    );
  }
  const { title, remedy } = explain(t, language, failureOf(one.error, 'request.submit'));
  return (
    <>
      {title} {remedy}
    </>
  );
}
