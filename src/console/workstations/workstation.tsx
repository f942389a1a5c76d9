import { beginOf } from '../../book/rules/calendar/working-days.ts';
import { offeredOf } from '../../book/rules/workstation/checklists.ts';
import { LIFECYCLE } from '../../book/tables/lifecycle.ts';
import { TOKEN_IN_USE } from '../../book/tables/states.ts';
import type { LifeEvent } from '../../flow/reading/journal/life-events.ts';
import type { Paged } from '../../flow/reading/paging.ts';
import type { DueItem } from '../../flow/reading/workstation/check-items.ts';
import type { WorkstationRecord } from '../../flow/reading/workstation/workstations.ts';
import { OpenItems, wordsOf } from '../checklists/open-items.tsx';
import { Rounds } from '../checklists/rounds.tsx';
import { Alert } from '../frame/components/alerts.tsx';
import { StateBadge } from '../frame/components/badges.tsx';
import { Form, PostButton, Submit } from '../frame/components/form.tsx';
import { grouped } from '../frame/components/names.ts';
import { OnlyNewest } from '../frame/components/newest.tsx';
import { type Opens, PersonLink } from '../frame/components/person-link.tsx';
import { Fact, Facts, Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { Whole } from '../frame/components/whole.tsx';
import { day } from '../frame/dates.ts';
import { Life } from '../journal/life-list.tsx';
import { ALARMS, Alarms } from './alarms.tsx';
import { ExchangeFact } from './exchange.tsx';
import { MachineCertificates } from './machine-certificate.tsx';
import { Amendment, HolderForms, HolderText, Incidents } from './record.tsx';

interface WorkstationProps extends WorkstationRecord {
  /** Null for people who only have the machine. */
  life: Paged<LifeEvent> | null;
  mayAmend: boolean;
  mayAssign: boolean;
  /** Holders of its tokens whose sheet the reader may open: no others are named here. */
  opens: Opens;
  mayReadStock: boolean;
  mayReadCampaigns: boolean;
  maySign: boolean;
  mayOpenSheets: boolean;
  mayLabel: boolean;
  mayChange: boolean;
  mayBlock: boolean;
  mayLose: boolean;
  mayCertify: boolean;
  hadPart: boolean;
  /** The reader brought it in alone: another signs the last item. */
  isLoneBringer: boolean;
}
/** `commission` is what the last item of the checklist does. */
type WorkstationAction = Exclude<keyof typeof LIFECYCLE.workstation, 'commission'>;

/** One workstation: its checklist item by item, its life, its tokens past and present. */
export function WorkstationPage(props: WorkstationProps) {
  const { t, language } = useVisit();
  const { workstation, opens } = props;
  return (
    <>
      <div class="jeton-head">
        <h1>
          <Whole text={t('request.workstation', { number: workstation.assetNumber })} />
        </h1>
        <StateBadge of={{ kind: 'workstation', state: workstation.state }} large />
      </div>
      <Facts>
        <Fact term={t('label.serial')}>
          {workstation.serialNumber && <span class="jeton-mono">{workstation.serialNumber}</span>}
        </Fact>
        <Fact term={t('label.model')}>{workstation.model}</Fact>
        <Fact term={t('label.image')}>{workstation.image}</Fact>
        <CampaignFact {...props} />
        <ExchangeFact exchange={props.exchange} />
        <Fact term={t('label.service')}>{workstation.service}</Fact>
        <Fact term={t('label.site')}>{workstation.site}</Fact>
        <Fact term={t('record.holder')}>
          <HolderText holder={props.holder} state={workstation.state} opens={opens} />
        </Fact>
        <Fact term={t('workstations.since')}>{day(language, workstation.registeredAt)}</Fact>
        <Fact term={t('workstations.cameIn')}>{t(`workstations.cameIn.${workstation.cameIn ?? 'none'}`)}</Fact>
      </Facts>
      {props.mayLabel && (
        <div class="fr-mt-3w">
          <PostButton action={`/postes/${workstation.assetNumber}/etiquette`} class="fr-btn fr-btn--tertiary">
            {t('labels.one')}
          </PostButton>
        </div>
      )}
      <Checklist {...props} />
      <HolderForms {...props} />
      <Amendment {...props} />
      <Steps {...props} />
      <Alarms {...props} />
      <Rounds {...props} sheetOf={props.mayOpenSheets ? workstation.assetNumber : undefined} />
      <MachineCertificates {...props} />
      <Tokens {...props} />
      {props.incidents !== null && <Incidents incidents={{ items: props.incidents, more: props.cut.incidents }} />}
      {props.life && (
        <Life
          life={props.life}
          kind="workstation"
          id={workstation.id}
          name={workstation.assetNumber}
          page={`/postes/${workstation.assetNumber}`}
        />
      )}
    </>
  );
}

/** To which image a campaign moves it, and on which day. */
function CampaignFact({ campaign, mayReadCampaigns }: WorkstationProps) {
  const { t, language } = useVisit();
  if (campaign === null) return null;
  const when = campaign.day === null ? '—' : day(language, beginOf(campaign.day));
  const text = t('workstations.campaign.value', { image: campaign.targetImage, day: when });
  return (
    <Fact term={t('workstations.campaign')}>
      {mayReadCampaigns && campaign.id !== null ? <a href={`/campagnes/${campaign.id}`}>{text}</a> : text}
    </Fact>
  );
}

function Tokens({ tokens: present, formerTokens, cut, opens, mayReadStock }: WorkstationProps) {
  const { t, language } = useVisit();
  const head = [t('label.serial'), t('label.holder'), t('label.state'), t('mine.since')];
  const tokens = [...present, ...formerTokens];
  const former = new Set(formerTokens.map(({ id }) => id));
  return (
    <section class="fr-mt-4w">
      <h2 class="fr-h4">{t('workstations.tokens')}</h2>
      <OnlyNewest of={{ items: tokens, more: cut.formerTokens }} />
      <Table caption={t('workstations.tokens')} silentCaption head={head} empty={t('workstations.tokens.none')}>
        {tokens.map((token) => (
          <tr key={token.id}>
            <th scope="row" class="jeton-mono">
              {mayReadStock ? <a href={`/stock/${token.id}`}>{grouped(token.id)}</a> : grouped(token.id)}
            </th>
            <td>
              {former.has(token.id) ? (
                t('record.formerToken')
              ) : (
                <PersonLink id={token.holderId} opens={opens}>
                  {opens.get(token.holderId ?? '') ?? '—'}
                </PersonLink>
              )}
            </td>
            <td>
              <StateBadge of={{ kind: 'token', state: token.state }} />
            </td>
            <td>{token.activatedAt === null ? '—' : day(language, token.activatedAt)}</td>
          </tr>
        ))}
      </Table>
    </section>
  );
}

function Checklist({ workstation, checklist, items, maySign, isLoneBringer }: WorkstationProps) {
  const { t } = useVisit();
  if (checklist === null) return null;
  const open = items.filter(({ signed }) => !signed);
  const offered = offeredOf(items, isLoneBringer);
  return (
    <section class="jeton-panel fr-mt-3w">
      <h2 class="fr-h5">
        {t(`checklist.${checklist}`)}{' '}
        <span class="jeton-small">
          {t('checklist.progress', { done: items.length - open.length, total: items.length })}
        </span>
      </h2>
      {maySign && isLoneBringer && <p>{t('checklist.last')}</p>}
      {maySign ? (
        offered.length > 0 && (
          <Form action={`/postes/${workstation.assetNumber}/pointer`} name="pointer">
            <p class="fr-mb-1w">{t('checklist.tick')}</p>
            <OpenItems items={offered} />
            <div class="fr-mt-2w">
              <Submit>{t('checklist.sign')}</Submit>
            </div>
          </Form>
        )
      ) : (
        <LeftItems items={open} />
      )}
      {maySign && !isLoneBringer && <p class="fr-hint-text fr-mb-0 fr-mt-2w">{t('checklist.last.hint')}</p>}
    </section>
  );
}

/** What is left, for whoever may not sign it. */
function LeftItems({ items }: { items: readonly DueItem[] }) {
  const { language } = useVisit();
  return (
    <ul class="fr-raw-list jeton-checklist">
      {items.map((item) => (
        <li key={item.item}>{wordsOf(item, language)}</li>
      ))}
    </ul>
  );
}

/** The steps that the lifecycle table has from here. */
function Steps({ workstation, mayChange, tokens }: WorkstationProps) {
  const { t } = useVisit();
  const { commission: _, ...steps } = LIFECYCLE.workstation;
  const all = Object.keys(steps) as WorkstationAction[];
  const from = all.filter((action) => workstation.state in steps[action]);
  const usual = from.filter((a) => !ALARMS.includes(a) && mayChange);
  const live = tokens.filter((token) => TOKEN_IN_USE.includes(token.state)).length;
  if (usual.length === 0) return null;
  return (
    <section class="fr-mt-4w jeton-no-print">
      <h2 class="fr-h4">{t('workstations.steps')}</h2>
      {usual.includes('retire') && live > 0 && (
        <Alert kind="warning" small title={t.count('workstations.retire.tokens', live)} />
      )}
      <div class="jeton-actions">
        {usual.map((action) => (
          <PostButton
            key={action}
            action={`/postes/${workstation.assetNumber}/etat`}
            values={{ action }}
            class="fr-btn fr-btn--secondary"
          >
            {t(`workstation.action.${action}`)}
          </PostButton>
        ))}
      </div>
    </section>
  );
}
