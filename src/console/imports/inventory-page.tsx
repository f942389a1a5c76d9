import { FINDING_KINDS, type Finding, type FindingKind } from '../../flow/import/compare.ts';
import type { ImportStanding } from '../../flow/import/import-standing.ts';
import type { Plan } from '../../flow/import/plans.ts';
import type { Paged } from '../../flow/reading/paging.ts';
import { INVENTORY_HEADINGS } from '../../imports/inventory.ts';
import { FILE_MB } from '../../imports/size.ts';
import { Alert } from '../frame/components/alerts.tsx';
import { Checkbox } from '../frame/components/choices.tsx';
import { FileField, TextField } from '../frame/components/fields.tsx';
import { Form, Submit } from '../frame/components/form.tsx';
import { shortened } from '../frame/components/names.ts';
import { NextPage } from '../frame/components/pagination.tsx';
import { Verbatim } from '../frame/components/scrollable.tsx';
import { Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { findingText, problemColumn } from './finding-text.ts';
import { Before, WORKSTATIONS } from './import-page.tsx';

/** The headings that an inventory has, by their first names. */
const KNOWN = Object.values(INVENTORY_HEADINGS)
  .map(([name]) => name)
  .join(', ');

/** An inventory is sent to be compared; `before`: those that were done, the newest first. */
export function InventoryPage({ before }: { before: Paged<ImportStanding> }) {
  const { t } = useVisit();
  return (
    <div class="jeton-narrow">
      <h1>{t('inventory.title')}</h1>
      <p>{t('inventory.text')}</p>
      <p class="fr-text--sm fr-mb-1v">{t('import.example')}</p>
      <Verbatim>{WORKSTATIONS}</Verbatim>
      <Form action="/postes/inventaire" name="inventory" upload>
        <FileField
          name="file"
          label={t('label.file')}
          hint={t('inventory.hint', { most: FILE_MB })}
          accept=".csv,text/csv"
        />
        <div class="fr-mt-3w">
          <Submit>{t('inventory.compare')}</Submit>
        </div>
      </Form>
      <Before imports={before} page="/postes/inventaire" />
    </div>
  );
}

interface PlanProps {
  plan: Plan;
  found: Paged<Finding>;
  kind: FindingKind | undefined;
  mayRetire: boolean;
}
/** What would come of a file, line by line, and the way to have it done. */
export function PlanPage({ plan, found, kind, mayRetire }: PlanProps) {
  const here = useVisit();
  const { t, language } = here;
  const path = `/postes/inventaire/${plan.id}`;
  const head = [t('import.line'), t('inventory.finding'), t('label.workstation.short'), t('inventory.what')];
  return (
    <>
      <h1>{t('inventory.title')}</h1>
      <p>
        {t('inventory.read', {
          encoding: plan.encoding === 'utf-8' ? 'UTF-8' : 'Windows-1252',
          count: plan.count.toLocaleString(language),
          unchanged: plan.totals.unchanged.toLocaleString(language),
        })}{' '}
        {plan.ignored.length > 0 &&
          t('inventory.ignored', {
            columns: shortened(plan.ignored.map((heading) => t('inventory.heading', { heading }))),
            known: KNOWN,
          })}
      </p>
      <Alert
        kind={plan.absence === 'site' || plan.absence === 'service' ? 'info' : 'warning'}
        small
        title={t(`inventory.absence.${plan.absence}`)}
      />
      <Apply plan={plan} mayRetire={mayRetire} />
      <nav aria-label={t('inventory.filter')}>
        <ul class="fr-tags-group">
          {FINDING_KINDS.map((one) => (
            <li key={one}>
              <a class="fr-tag" href={`${path}?constat=${one}`} aria-current={one === kind ? 'true' : undefined}>
                {t('inventory.count', {
                  kind: t(`inventory.kind.${one}`),
                  n: plan.totals[one].toLocaleString(language),
                })}
              </a>
            </li>
          ))}
          <li>
            <a class="fr-tag" href={path} aria-current={kind === undefined ? 'true' : undefined}>
              {t('inventory.kind.all')}
            </a>
          </li>
        </ul>
      </nav>
      <p>
        <a class="fr-link" href={`${path}/constats.csv${kind ? `?constat=${kind}` : ''}`} download>
          {t('inventory.csv')}
        </a>
      </p>
      <Table caption={t('inventory.findings')} head={head} empty={t('inventory.none')} small>
        {found.items.map((one, index) => (
          <tr key={index}>
            <td>{one.line || '—'}</td>
            <td>{t(`inventory.one.${one.kind}`)}</td>
            <td class="jeton-nowrap">{one.assetNumber ?? '—'}</td>
            <td class="jeton-break">
              {one.problem?.column && <strong>{problemColumn(one, here)} </strong>}
              {findingText(one, here)}
            </td>
          </tr>
        ))}
      </Table>
      <NextPage next={found.next} page={path} />
    </>
  );
}

function Apply({ plan, mayRetire }: { plan: Plan; mayRetire: boolean }) {
  const { t } = useVisit();
  const retires = mayRetire && plan.retirable > 0;
  if (plan.totals.wrong > 0) return <Alert kind="error" small title={t('inventory.wrong')} />;
  if (plan.rows === 0 && !retires) return <Alert kind="info" small title={t('inventory.nothing')} />;
  return (
    <Form action={`/postes/inventaire/${plan.id}/appliquer`} name="apply" class="jeton-narrow fr-mb-4w">
      <input type="hidden" name="sha256" value={plan.sha256} />
      <p>{t('inventory.apply.text')}</p>
      {retires && (
        <>
          <Checkbox
            name="retireAsked"
            label={t('inventory.retire', { n: plan.retirable })}
            hint={t('inventory.retire.hint')}
          />
          <div class="fr-mt-2w fr-mb-3w">
            <TextField name="retire" label={t('inventory.retire.number')} type="number" min={1} optional="quiet" />
          </div>
        </>
      )}
      <Submit>{t('inventory.apply')}</Submit>
    </Form>
  );
}
