import { beginOf } from '../../book/rules/calendar/working-days.ts';
import { offeredOf } from '../../book/rules/workstation/checklists.ts';
import { isLoneBringer } from '../../book/rules/workstation/inventory.ts';
import type { ChecklistPurpose } from '../../book/tables/codes.ts';
import { nextState } from '../../book/tables/lifecycle.ts';
import type { WorkstationRow } from '../../book/tables/rows/workstations.ts';
import type { DueItem, Round } from '../../flow/reading/workstation/check-items.ts';
import type { MachineExchange } from '../../flow/reading/workstation/exchanges.ts';
import type { WorkstationRecord } from '../../flow/reading/workstation/workstations.ts';
import { Alert } from '../frame/components/alerts.tsx';
import { StateBadge } from '../frame/components/badges.tsx';
import { DefaultSubmit, Form, Submit } from '../frame/components/form.tsx';
import type { Opens } from '../frame/components/person-link.tsx';
import { ScanField } from '../frame/components/scan-field.tsx';
import { Fact, Facts } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { Whole } from '../frame/components/whole.tsx';
import { day } from '../frame/dates.ts';
import { ExchangeFact } from '../workstations/exchange.tsx';
import { OpenItems, wordsOf } from './open-items.tsx';
import { Rounds } from './rounds.tsx';

/** « Mise en service » before a machine is there: the label is scanned. */
export function BenchPage() {
  const { t } = useVisit();
  return (
    <div class="jeton-narrow">
      <h1>{t('menu.commissioning')}</h1>
      <p class="fr-text--lead">{t('commission.lead')}</p>
      <p>
        {t('commission.cards')} <a href="/listes-de-controle">{t('checklist.lists')}</a>
      </p>
      <Form action="/mise-en-service" name="commission">
        <ScanField label={t('commission.scan')} hint={t('commission.scan.hint')} />
        <Submit>{t('commission.open')}</Submit>
      </Form>
    </div>
  );
}

interface MachineProps {
  workstation: WorkstationRow;
  checklist: ChecklistPurpose | null;
  items: readonly DueItem[];
  rounds: readonly Round[];
  opens: Opens;
  /** What moves it to another image, and when; null: nothing does. */
  campaign: WorkstationRecord['campaign'];
  /** The reader may begin a migration. */
  mayBegin: boolean;
  /** What exchanges it for another machine; null: nothing does. */
  exchange: MachineExchange | null;
  me: string;
  /** The item whose value is asked for next. */
  asks: DueItem | undefined;
  /** What the last scan did, in words. */
  said: string | undefined;
}

/** A machine on the bench: what is left stands first, and the focus is where the scanner types. */
export function BenchMachine(props: MachineProps) {
  const { t } = useVisit();
  const { workstation, checklist, items, rounds, opens, campaign, exchange } = props;
  const { assetNumber, model, serialNumber, image, state } = workstation;
  return (
    <>
      <div class="jeton-head">
        <h1>
          <Whole text={t('request.workstation', { number: assetNumber })} />
        </h1>
        <StateBadge of={{ kind: 'workstation', state }} large />
      </div>
      <Facts>
        <Fact term={t('label.model')}>{model}</Fact>
        <Fact term={t('label.serial')}>{serialNumber ?? '—'}</Fact>
        <Fact term={t('label.image')}>{image ?? '—'}</Fact>
        {campaign && <Fact term={t('campaign.targetImage')}>{campaign.targetImage}</Fact>}
        <ExchangeFact exchange={exchange} />
      </Facts>
      {checklist !== null && <Left {...props} />}
      {checklist === null && (isToBegin(props) ? <ToBegin {...props} /> : <NothingDue />)}
      <Rounds
        rounds={rounds.filter(({ recorded }) => items.length === 0 || recorded === workstation.round)}
        opens={opens}
      />
      <p class="fr-mt-2w">
        <a class="fr-link" href={`/postes/${assetNumber}`}>
          {t('commission.page')}
        </a>
      </p>
    </>
  );
}

/** Whether a campaign leads the machine to another image, and its migration can begin now. */
export const isToBegin = ({ campaign, workstation }: Pick<WorkstationRecord, 'campaign' | 'workstation'>): boolean =>
  campaign !== null && nextState('workstation', workstation.state, 'migrate') !== undefined;

/** A machine of a campaign: the OK card, or one button, begins its migration; the next label leaves it as it is. */
function ToBegin({ workstation, campaign, mayBegin }: MachineProps) {
  const { t, language } = useVisit();
  if (campaign === null || !mayBegin) return <NothingDue />;
  const { targetImage: image, day: planned } = campaign;
  return (
    <section class="jeton-panel fr-mt-3w">
      <h2 class="fr-h5">{t('checklist.migration')}</h2>
      <p>
        {planned === null
          ? t('commission.campaign.noDay', { image })
          : t('commission.campaign', { image, day: day(language, beginOf(planned)) })}
      </p>
      <Form action={`/mise-en-service/${workstation.assetNumber}/migration`} name="begin">
        <DefaultSubmit />
        <ScanField label={t('commission.beginCard')} hint={t('commission.beginCard.hint')} optional />
        <div class="jeton-actions fr-mt-2w">
          <Submit name="begin" value="yes">
            {t('workstation.action.migrate')}
          </Submit>
        </div>
      </Form>
    </section>
  );
}

/** No checklist is due: the next machine may be scanned. */
function NothingDue() {
  const { t } = useVisit();
  return (
    <section class="jeton-panel fr-mt-3w">
      <p>{t('commission.none')}</p>
      <Form action="/mise-en-service" name="commission">
        <ScanField label={t('commission.scan')} hint={t('commission.scan.hint')} />
        <Submit>{t('commission.open')}</Submit>
      </Form>
    </section>
  );
}

function Left({ workstation, checklist, items, me, asks, said }: MachineProps) {
  const { t, language } = useVisit();
  const done = items.filter(({ signed }) => signed).length;
  const isLone = isLoneBringer(workstation, me);
  const offered = offeredOf(items, isLone);
  const nothing = offered.length === 0;
  const label = t('checklist.progress', { done, total: items.length });
  const scan = nothing ? 'commission.scan' : 'commission.card';
  return (
    <section class="jeton-panel fr-mt-3w">
      <h2 class="fr-h5">
        {t(`checklist.${checklist ?? 'commissioning'}`)} <span class="jeton-small">{label}</span>
      </h2>
      <div class="jeton-progress">
        <progress value={done} max={items.length} aria-label={label} />
      </div>
      {isLone && <p>{t('checklist.last')}</p>}
      {said !== undefined && <Alert kind="info" small title={said} />}
      <Form action={`/mise-en-service/${workstation.assetNumber}`} name="commission">
        <DefaultSubmit />
        {asks && <input type="hidden" name="asks" value={asks.item} />}
        <ScanField
          label={asks ? t('commission.value', { item: wordsOf(asks, language) }) : t(scan)}
          hint={t(`${scan}.hint`)}
          optional
          most={96}
        />
        <OpenItems items={offered} />
        {nothing ? (
          <Submit>{t('commission.open')}</Submit>
        ) : (
          <div class="jeton-actions fr-mt-2w">
            <Submit name="sign" value="yes">
              {t('checklist.sign')}
            </Submit>
            <a class="fr-btn fr-btn--tertiary" href={`/mise-en-service/${workstation.assetNumber}`}>
              {t('commission.clear')}
            </a>
          </div>
        )}
      </Form>
      {!isLone && <p class="fr-hint-text fr-mb-0 fr-mt-2w">{t('checklist.last.hint')}</p>}
    </section>
  );
}
