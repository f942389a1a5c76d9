import { VALUE_KINDS } from '../../book/rules/workstation/check-values.ts';
import type { CheckPoint } from '../../book/rules/workstation/checklists.ts';
import { CHECKLIST_PURPOSES } from '../../book/tables/codes.ts';
import type { Checklist } from '../../flow/reading/workstation/checklists.ts';
import { anyOf } from '../frame/all-of.ts';
import { Checkbox, Select } from '../frame/components/choices.tsx';
import { TextField } from '../frame/components/fields.tsx';
import { Form, Submit } from '../frame/components/form.tsx';
import { Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { moment } from '../frame/dates.ts';
import { detailOf } from './item-text.ts';
import { wordsOf } from './open-items.tsx';
import { scopeText } from './scope-text.ts';
import { MORE_LINES, MOST_LINES } from './set-form.ts';

/** The checklists in force, and what each asks for. */
export function ChecklistsPage({ lists, mayPropose }: { lists: readonly Checklist[]; mayPropose: boolean }) {
  const { t } = useVisit();
  return (
    <>
      <div class="jeton-head">
        <h1>{t('checklist.lists')}</h1>
        {mayPropose && (
          <a class="fr-btn fr-btn--secondary" href="/listes-de-controle/nouvelle">
            {t('checklist.new')}
          </a>
        )}
      </div>
      <p class="fr-text--lead">{t('checklist.lists.lead')}</p>
      {lists.map((list) => (
        <OneChecklist key={list.id} list={list} mayPropose={mayPropose} />
      ))}
    </>
  );
}

function OneChecklist({ list, mayPropose }: { list: Checklist; mayPropose: boolean }) {
  const { t, language } = useVisit();
  const { id, purpose, model, image, version, since, items, withdrawn } = list;
  const title = t('checklist.of', {
    purpose: t(`checklist.${purpose}`),
    model: scopeText(t, 'model', model),
    image: scopeText(t, 'image', image),
  });
  return (
    <section class="fr-mb-4w" id={id}>
      <h2 class="fr-h4">{title}</h2>
      <p>{t('checklist.since', { version, at: moment(language, since) })}</p>
      {withdrawn ? <p>{t('checklist.withdrawn')}</p> : <Points of={title} items={items} withCodes={mayPropose} />}
      {!withdrawn && (
        <p>
          <a class="fr-link" href={`/listes-de-controle/${id}/cartes.pdf`}>
            {t('cards.open')}
            <span class="fr-sr-only"> {t(`checklist.${purpose}`)}</span>
          </a>
        </p>
      )}
      {mayPropose && (
        <a class="fr-link" href={`/listes-de-controle/nouvelle?de=${id}`}>
          {t('checklist.change')}
          <span class="fr-sr-only"> {t(`checklist.${purpose}`)}</span>
        </a>
      )}
    </section>
  );
}

interface PointsProps {
  of: string;
  items: readonly CheckPoint[];
  /** For whoever proposes the next version: the others go by the words. */
  withCodes: boolean;
}
function Points({ of, items, withCodes }: PointsProps) {
  const { t, language } = useVisit();
  const head = [t('checklist.item'), t('checklist.kind'), t('checklist.needed')];
  return (
    <Table caption={of} silentCaption head={withCodes ? [...head, t('checklist.code')] : head}>
      {items.map(({ code, value, required, ...words }) => (
        <tr key={code}>
          <th scope="row">{wordsOf(words, language)}</th>
          <td class="jeton-break">
            {value ? [t(`checklist.kind.${value.kind}`), detailOf(value, t)].filter(Boolean).join(' : ') : '—'}
          </td>
          <td>{t(required ? 'checklist.required' : 'checklist.optional')}</td>
          {withCodes && <td class="jeton-mono">{code}</td>}
        </tr>
      ))}
    </Table>
  );
}

/** The next version of a checklist, or the first of a new one, to be proposed to a second person. */
export function NextChecklist({ list }: { list: Checklist | undefined }) {
  const { t } = useVisit();
  const lines = Math.min(MOST_LINES, (list?.items.length ?? 0) + MORE_LINES);
  return (
    <>
      <h1>{t(list ? 'checklist.change' : 'checklist.new')}</h1>
      <p class="fr-text--lead">{t('checklist.next.lead')}</p>
      <Form action="/listes-de-controle" name="checklist">
        <input type="hidden" name="version" value={String((list?.version ?? 0) + 1)} />
        <input type="hidden" name="de" value={list?.id ?? ''} />
        {list ? <SameScope {...list} /> : <NewScope />}
        {Array.from({ length: lines }, (_, line) => (
          <Line key={line} line={line} item={list?.items[line]} />
        ))}
        <div class="jeton-actions">
          <Submit>{t('dual.propose')}</Submit>
          <a class="fr-btn fr-btn--tertiary" href="/listes-de-controle">
            {t('action.cancel')}
          </a>
        </div>
      </Form>
    </>
  );
}

function SameScope({ purpose, model, image, version }: Checklist) {
  const { t } = useVisit();
  const names = {
    purpose: t(`checklist.${purpose}`),
    model: scopeText(t, 'model', model),
    image: scopeText(t, 'image', image),
  };
  return (
    <>
      {Object.entries({ purpose, model, image }).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <p>
        <strong>{t('checklist.of', names)}</strong>, {t('checklist.next', { version: version + 1 })}
      </p>
    </>
  );
}

function NewScope() {
  const { t } = useVisit();
  const purposes = CHECKLIST_PURPOSES.map((value) => ({ value, label: t(`checklist.${value}`) }));
  return (
    <div class="jeton-narrow fr-mb-4w">
      <Select name="purpose" label={t('checklist.purpose')} options={purposes} />
      <TextField
        name="model"
        label={t('label.model')}
        hint={t('checklist.scope.hint', { any: anyOf(t, 'label.model') })}
        optional
      />
      <TextField
        name="image"
        label={t('label.image')}
        hint={t('checklist.scope.hint', { any: anyOf(t, 'label.image') })}
        optional
      />
    </div>
  );
}

function Line({ line, item }: { line: number; item: CheckPoint | undefined }) {
  const { t } = useVisit();
  const field = (name: string) => `${name}.${line}`;
  const kinds = VALUE_KINDS.map((value) => ({ value, label: t(`checklist.kind.${value}`) }));
  return (
    <fieldset class="jeton-panel jeton-narrow fr-mb-3w">
      <legend class="fr-text--bold fr-mb-1w">{t('checklist.line', { line: line + 1 })}</legend>
      <TextField name={field('code')} label={t('checklist.code')} initial={item?.code} optional="quiet" />
      <TextField name={field('fr')} label={t('checklist.fr')} initial={item?.fr} optional="quiet" />
      <TextField name={field('en')} label={t('checklist.en')} initial={item?.en} optional="quiet" />
      <Select
        name={field('kind')}
        label={t('checklist.kind')}
        initial={item?.value?.kind}
        optional="quiet"
        options={kinds}
        placeholder={t('checklist.kind.none')}
      />
      <TextField
        name={field('detail')}
        label={t('checklist.detail')}
        hint={t('checklist.detail.hint')}
        initial={detailOf(item?.value, t)}
        optional="quiet"
      />
      <Checkbox name={field('required')} label={t('checklist.required.field')} checked={item?.required ?? false} />
    </fieldset>
  );
}
