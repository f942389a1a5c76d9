import type { Submitted } from '../../../flow/request/many-requests.ts';
import type { Problem } from '../../../imports/problems.ts';
import { Alert } from '../../frame/components/alerts.tsx';
import { FileField } from '../../frame/components/fields.tsx';
import { Form, Submit } from '../../frame/components/form.tsx';
import { Verbatim } from '../../frame/components/scrollable.tsx';
import { Table } from '../../frame/components/table.tsx';
import { useVisit } from '../../frame/components/visit-context.tsx';
import { explain, failureOf } from '../../frame/shell/failures.ts';
import { Problems } from '../../imports/import-page.tsx';

const EXAMPLE =
  'matricule;motif;poste;site;priorite;appareil;systeme\nM-00471;première dotation;PN-88213;Bordeaux;normale;;\nM-00472;nomade;;;;Mon téléphone;Android\nM-00473;perte;PN-88214;;continuité;;';

interface ManyRequestsProps {
  /** What is wrong with the file just sent; nothing of it was asked for. */
  problems?: readonly Problem[];
  fileName?: string;
  /** What became of each row. */
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
      <Form action="/service/fichier" name="many-requests" upload>
        <FileField name="file" label={t('label.file')} hint={t('request.many.hint')} accept=".csv,text/csv" />
        <div class="fr-mt-3w">
          <Submit>{t('request.many.send')}</Submit>
        </div>
      </Form>
    </div>
  );
}

/** Rows that were refused stand first: they are what is left to do. */
function Results({ done }: { done: readonly Submitted[] }) {
  const { t } = useVisit();
  const sent = done.filter(({ outcome }) => outcome === 'done').length;
  const kind = sent === done.length ? 'success' : sent === 0 ? 'error' : 'warning';
  const rows = [...done].sort((a, b) => Number(a.outcome === 'done') - Number(b.outcome === 'done') || a.row - b.row);
  return (
    <div role="status">
      <Alert kind={kind} title={t.count('request.many.sent', sent, { total: done.length })}>
        {sent < done.length && <p>{t('request.many.again')}</p>}
      </Alert>
      <Table
        caption={t('request.many.results')}
        head={[t('import.row'), t('label.holder'), t('outcome.result')]}
        small
        stacks
      >
        {rows.map((one) => (
          <tr key={one.row}>
            <td>
              <span class="jeton-stacked">{t('import.row')} </span>
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
  const { title, remedy } = explain(t, language, failureOf(one.error, 'request.submit'));
  return (
    <>
      {title} {remedy}
    </>
  );
}
