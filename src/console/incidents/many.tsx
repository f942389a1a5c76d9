import type { z } from 'zod';
import { INCIDENT_KINDS } from '../../book/tables/codes.ts';
import type { BlockedMachine, BlockedMany, BlockedPerson } from '../../flow/incident/block-many.ts';
import type { BlockMany } from '../../flow/incident/named-many.ts';
import { Alert } from '../frame/components/alerts.tsx';
import { Select } from '../frame/components/choices.tsx';
import { TextArea, TextField } from '../frame/components/fields.tsx';
import { Form, PostButton, Submit } from '../frame/components/form.tsx';
import { Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { hasText } from '../frame/translate.ts';

/** What was done, and what it was asked of. */
interface Done extends BlockedMany {
  asked: Pick<z.output<typeof BlockMany>, 'service' | 'reason'>;
}

/** A list of machines and people, or a service, for one reason; after it, a result for each line. */
export function ManyPage({ done }: { done?: Done }) {
  const { t } = useVisit();
  return (
    <div class="jeton-narrow">
      <h1>{t('incident.many')}</h1>
      {done && <Results done={done} />}
      <p class="fr-text--lead">{t('incident.many.text')}</p>
      <Form action="/incidents/postes" name="many">
        <TextArea
          name="workstations"
          label={t('incident.many.list')}
          hint={t('incident.many.list.hint')}
          optional
          mono
        />
        <TextArea name="people" label={t('incident.many.people')} hint={t('incident.many.people.hint')} optional mono />
        <TextField
          name="service"
          label={t('incident.many.service')}
          hint={t('incident.many.service.hint')}
          optional
          maxlength={64}
        />
        <Select
          name="reason"
          label={t('incident.reason')}
          placeholder={t('choose')}
          options={INCIDENT_KINDS.map((value) => ({ value, label: t(`incident.short.${value}`) }))}
        />
        <Submit>{t('incident.many.ask')}</Submit>
      </Form>
    </div>
  );
}

function Results({ done: { machines, people, published, more, asked } }: { done: Done }) {
  const { t } = useVisit();
  const { service = '', reason } = asked;
  return (
    <>
      {more && (
        <Alert kind="warning" title={t('incident.many.more')}>
          <PostButton action="/incidents/postes" values={{ service, reason }} class="fr-btn jeton-btn--danger">
            {t('incident.many.rest')}
          </PostButton>
        </Alert>
      )}
      <Sum all={[...machines, ...people]} />
      {!published && <Alert kind="warning" small title={t('incident.many.later')} />}
      {machines.length > 0 && (
        <Outcomes head={t('label.workstation')} rows={machines.map((one) => [one.workstation, one])} />
      )}
      {people.length > 0 && <Outcomes head={t('incident.who')} rows={people.map((one) => [one.person, one])} />}
      <p>
        <a href="/incidents/blocages">{t('incident.blocks.look')}</a>
      </p>
    </>
  );
}

type Outcome = BlockedMachine | BlockedPerson;
/** What all lines come to: in an emergency nobody adds up hundreds of them. */
function Sum({ all }: { all: readonly Outcome[] }) {
  const { t } = useVisit();
  const done = all.flatMap((one) => (one.outcome === 'done' ? [one] : []));
  const n = (of: 'tokens' | 'credentials'): number => done.reduce((sum, one) => sum + one[of], 0);
  const params = { done: done.length, all: all.length, tokens: n('tokens'), credentials: n('credentials') };
  return (
    <Alert
      kind={done.length === 0 || done.length < all.length ? 'warning' : 'success'}
      small
      title={t('incident.many.sum', params)}
    />
  );
}
function Outcomes({ head: first, rows }: { head: string; rows: readonly (readonly [name: string, one: Outcome])[] }) {
  const { t } = useVisit();
  const said = (one: Outcome): string => {
    if (one.outcome === 'done') return t('incident.many.done');
    const key = `error.${one.error.code}`;
    return hasText(key) ? t(key) : one.error.code;
  };
  const head = [first, t('incident.many.result'), t('incident.tokens'), t('incident.credentials')];
  return (
    <Table caption={first} head={head}>
      {rows.map(([name, one]) => (
        <tr key={name}>
          <th scope="row">{name}</th>
          <td>{said(one)}</td>
          <td>{one.outcome === 'done' ? one.tokens : '—'}</td>
          <td>{one.outcome === 'done' ? one.credentials : '—'}</td>
        </tr>
      ))}
    </Table>
  );
}
