import { INCIDENT_KINDS } from '../../book/tables/codes.ts';
import { REFLEXES } from '../../words/reflexes.ts';
import { typesetIn } from '../../words/translator.ts';
import { Radios } from '../frame/components/choices.tsx';
import { TextField } from '../frame/components/fields.tsx';
import { Form, Submit } from '../frame/components/form.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';

/** Where whoever deals with incidents has them. */
export const INCIDENTS = '/securite';

interface ReportProps {
  machines: readonly string[];
  forOthers: boolean;
  /** Where whoever reports nothing goes back to. */
  back: string;
}
/** What happened and on which machine, with the reader's own in its place. What happened is theirs to say: a choice made beforehand would be sent unread. */
export function ReportPage({ machines, forOthers, back }: ReportProps) {
  const { t } = useVisit();
  const kinds = INCIDENT_KINDS.map((value) => ({ value, label: t(`incident.kind.${value}`) }));
  const own = machines.map((value) => ({ value, label: value }));
  const none = { value: 'none', label: t('incident.machine.none') };
  return (
    <div class="jeton-narrow">
      <h1>{t('incident.report')}</h1>
      <p class="fr-text--lead">{t('incident.lead')}</p>
      <Form action="/incidents/signaler" name="incident">
        <Radios name="kind" label={t('incident.kind')} options={kinds} />
        {machines.length > 0 && (
          <Radios
            name="machine"
            label={t('incident.machine')}
            options={[...own, none]}
            initial={machines.length === 1 ? (machines[0] ?? '') : ''}
          />
        )}
        {forOthers && (
          <>
            <TextField
              name="person"
              label={t('incident.person')}
              hint={t('incident.person.hint')}
              optional
              maxlength={64}
            />
            <TextField
              name="workstation"
              label={t('incident.person.machine')}
              hint={t('incident.person.machine.hint')}
              scan
              optional
              maxlength={64}
            />
          </>
        )}
        <Submit danger>{t('incident.send')}</Submit>
      </Form>
      <p class="fr-mt-2w">
        <a class="fr-link" href={back}>
          {t('action.cancel')}
        </a>
      </p>
    </div>
  );
}

/** What to do until somebody comes: large, plain, and printable. `readsIncidents`: the reader goes back to incidents. */
export function ReflexesPage({ readsIncidents }: { readsIncidents: boolean }) {
  const { t, language } = useVisit();
  const say = (text: string): string => typesetIn(language, text);
  return (
    <div class="jeton-narrow">
      <h1>{t('incident.reflexes')}</h1>
      <ol class="fr-text--lead fr-pl-4w">
        {REFLEXES.map((reflex) => (
          <li key={reflex.en.title} class="fr-mb-4w">
            <strong class="fr-h3">{say(reflex[language].title)}</strong>
            <br />
            {say(reflex[language].text)}
          </li>
        ))}
      </ol>
      <p class="fr-text--sm">{t('incident.reflexes.print')}</p>
      <p class="jeton-no-print">
        <a href="/incidents/signaler">{t('incident.report')}</a> ·{' '}
        {readsIncidents ? (
          <a href={INCIDENTS}>{t('incident.all')}</a>
        ) : (
          <a href="/mes-jetons">{t('incident.reflexes.back')}</a>
        )}
      </p>
    </div>
  );
}
