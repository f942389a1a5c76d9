import type { RefusedExchange } from '../../flow/campaign/exchange-list.ts';
import type { ReadCampaign } from '../../flow/reading/workstation/campaigns.ts';
import { Alert } from '../frame/components/alerts.tsx';
import { TextArea, TextField } from '../frame/components/fields.tsx';
import { Form, Submit } from '../frame/components/form.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import type { Translate } from '../frame/translate.ts';
import type { Visit } from '../frame/visit.ts';
import { Capacity } from './capacity.tsx';
import { hasFailed } from './failed-form.ts';
import { inOneText } from './left-out.ts';
import { ListOrFile } from './list-or-file.tsx';

/** Lines that a page shows of those that are refused; the rest are counted. */
const SHOWN = 20;
/**
 * Each line that is not taken, with its reason, in one text; of a long list also how many more, and by which command all can be read:
 * that of a new campaign, or that of one to which they come.
 */
export function refusedText(
  t: Translate,
  refused: readonly RefusedExchange[],
  command: 'exchange' | 'add-exchanges' = 'exchange',
): string {
  const shown = refused
    .slice(0, SHOWN)
    .map(
      ({ workstation, replacedBy, why }) =>
        `${workstation || '—'} → ${replacedBy || '—'} (${t(`campaign.refused.${why}`)})`,
    );
  const lines = inOneText(t, shown);
  return refused.length > SHOWN ? t('campaign.refused.more', { lines, n: refused.length - SHOWN, command }) : lines;
}

/** The lines of a failure that says that none is taken. */
const refusedIn = ({ failure }: Visit): readonly RefusedExchange[] =>
  (failure?.detail['refused'] ?? []) as readonly RefusedExchange[];

/** The list, typed or as a file. */
function Pairs() {
  const { t, visit } = useVisit();
  const refused = refusedIn(visit);
  return (
    <>
      {refused.length > 0 && (
        <Alert kind="error" title={t('campaign.ask.refused')}>
          <p>{refusedText(t, refused)}</p>
        </Alert>
      )}
      <p>{t('campaign.exchanges.either')}</p>
      <ListOrFile of="exchanges" optional="quiet">
        <TextArea
          name="exchanges"
          label={t('campaign.exchanges')}
          hint={t('campaign.exchanges.hint')}
          optional="quiet"
          mono
        />
      </ListOrFile>
    </>
  );
}

/** Opens a campaign that exchanges machines. */
export function OpenExchangeForm({ nextDay }: { nextDay: string }) {
  const { t, visit } = useVisit();
  return (
    <details class="jeton-details" open={hasFailed(visit, 'exchanges')}>
      <summary>{t('campaign.exchange.new')}</summary>
      <p>{t('campaign.exchange.text')}</p>
      <Form action="/campagnes/echanges" name="exchange" class="jeton-narrow" upload>
        <Pairs />
        <TextField name="startsOn" label={t('label.startsOn')} type="date" initial={nextDay} />
        <Capacity />
        <TextField name="closedDays" label={t('campaign.closedDays')} hint={t('campaign.closedDays.hint')} optional />
        <Submit>{t('campaign.count')}</Submit>
      </Form>
    </details>
  );
}

/** Adds exchanges to a campaign. */
export function AddExchangesForm({ campaign }: { campaign: Pick<ReadCampaign, 'id'> }) {
  const { t, visit } = useVisit();
  return (
    <details class="jeton-details" open={hasFailed(visit, 'exchanges')}>
      <summary>{t('campaign.exchanges.add')}</summary>
      <Form action={`/campagnes/${campaign.id}/echanges`} name="add-exchanges" class="jeton-narrow" upload>
        <Pairs />
        <Submit>{t('campaign.exchanges.add')}</Submit>
      </Form>
    </details>
  );
}
