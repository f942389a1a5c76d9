import type { ImportStanding } from '../../flow/import/import-standing.ts';
import type { Paged } from '../../flow/reading/paging.ts';
import type { Problem } from '../../imports/problems.ts';
import { FILE_MB } from '../../imports/size.ts';
import { Alert } from '../frame/components/alerts.tsx';
import { FileField, TextField } from '../frame/components/fields.tsx';
import { Form, Submit } from '../frame/components/form.tsx';
import { shortened } from '../frame/components/names.ts';
import { NextPage } from '../frame/components/pagination.tsx';
import { Verbatim } from '../frame/components/scrollable.tsx';
import { Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { moment } from '../frame/dates.ts';
import { MachineFields } from '../workstations/machine-fields.tsx';

interface ImportProps {
  kind: 'people' | 'takeOver';
  action: string;
  /** Imports of this kind, the newest first. */
  before: Paged<ImportStanding>;
  /** What is wrong with the file just sent; nothing of it was taken in. */
  problems?: readonly Problem[];
  fileName?: string;
  /** Headings of its columns that say nothing here. */
  ignored?: readonly string[];
}
/** What a file of workstations says at least. */
export const WORKSTATIONS = 'numero;modele;service;site\nPN-88213;SPAN 14;PREF-33;Bordeaux';
const EXAMPLES = {
  people:
    'matricule;prenom;nom;courriel;service;site\nM-00471;Anne;Martin;anne.martin@interieur.example;PREF-33;Bordeaux',
  takeOver: 'numero;modele;service;site;agent\nPN-88213;SPAN 14;PREF-33;Bordeaux;M-00471',
};

/** A CSV file, all of it or nothing, with a line-numbered report of what is wrong. */
export function ImportPage({ kind, action, before, problems, fileName, ignored = [] }: ImportProps) {
  const { t } = useVisit();
  return (
    <div class="jeton-narrow">
      <h1>{t(`import.${kind}`)}</h1>
      {problems && problems.length > 0 && <Problems problems={problems} fileName={fileName ?? ''} />}
      {ignored.length > 0 && <p>{t('import.ignored', { columns: shortened(ignored) })}</p>}
      <p>{t(`import.${kind}.text`)}</p>
      <p class="fr-text--sm fr-mb-1v">{t('import.example')}</p>
      <Verbatim>{EXAMPLES[kind]}</Verbatim>
      <Form action={action} name="import" upload>
        <FileField
          name="file"
          label={t('label.file')}
          hint={t(kind === 'people' ? 'import.hint.people' : 'import.hint', { most: FILE_MB })}
          accept=".csv,text/csv"
        />
        <div class="fr-mt-3w">
          <Submit>{t(kind === 'people' ? 'import.send' : 'import.takeOver.send')}</Submit>
        </div>
      </Form>
      {kind === 'takeOver' && <OneMachine action={`${action}/poste`} />}
      <Before imports={before} page={action} />
    </div>
  );
}

/** One machine, typed: the same act, without a file. */
function OneMachine({ action }: { action: string }) {
  const { t } = useVisit();
  return (
    <section class="fr-mt-6w">
      <h2 class="fr-h4">{t('import.takeOver.one')}</h2>
      <p>{t('import.takeOver.one.text')}</p>
      <Form action={action} name="take-over-one">
        <MachineFields />
        <TextField
          name="holder"
          label={t('label.holder')}
          hint={t('import.takeOver.holder.hint')}
          maxlength={64}
          scan
          optional
        />
        <Submit secondary>{t('import.takeOver.one.send')}</Submit>
      </Form>
    </section>
  );
}

/** Files that came in before, the newest first. */
export function Before({ imports, page }: { imports: Paged<ImportStanding>; page: string }) {
  const { t, language } = useVisit();
  if (imports.items.length === 0) return null;
  return (
    <div class="fr-mt-4w">
      <Table caption={t('import.before')} head={[t('import.begun'), t('label.state'), t('import.rows')]} small stacks>
        {imports.items.map(({ id, begunAt, state, taken, rows }) => (
          <tr key={id}>
            <td>
              <a href={`/imports/${id}`}>{moment(language, begunAt)}</a>
            </td>
            <td>{t(`state.import.${state}`)}</td>
            <td>
              <span class="jeton-stacked">{t('import.rows')} </span>
              {taken.toLocaleString(language)} / {rows.toLocaleString(language)}
            </td>
          </tr>
        ))}
      </Table>
      <NextPage next={imports.next} page={page} />
    </div>
  );
}

/** What is wrong with a file, line by line. */
export function Problems({ problems, fileName }: { problems: readonly Problem[]; fileName: string }) {
  const { t, language } = useVisit();
  return (
    <section role="alert">
      <Alert kind="error" title={t.count('import.problems', problems.length, { file: fileName })}>
        <p>{t('import.nothing')}</p>
      </Alert>
      <Table
        caption={t('import.report')}
        head={[t('import.line'), t('import.column'), t('import.problem')]}
        small
        stacks
      >
        {problems.map((problem, index) => (
          <tr key={index}>
            <td>
              <span class="jeton-stacked">{t('import.line')} </span>
              {problem.line.toLocaleString(language)}
            </td>
            <td>
              <span class="jeton-stacked">{t('import.column')} </span>
              {problem.column ?? '—'}
            </td>
            <td class="jeton-wraps jeton-wraps--wide">{problem.message[language]}</td>
          </tr>
        ))}
      </Table>
    </section>
  );
}
