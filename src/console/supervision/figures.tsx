import type { StockCover } from '../../flow/reading/stock/stock-levels.ts';
import type { DailyReport } from '../../reports/daily.ts';
import { byDepartment, departmentWords } from '../../reports/departments.ts';
import { AGES, type Count, type Share, tokensMade } from '../../reports/shape.ts';
import type { DaysSum } from '../../reports/sums.ts';
import { profileText } from '../frame/components/labels.ts';
import { Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { hasText, type Key, type Translate } from '../frame/translate.ts';
import { Levels } from '../stock/levels.tsx';

interface FiguresProps {
  report: DailyReport;
}
const MADE = ['firstIssue', 'renewal', 'replacement', 'temporary', 'nomade', 'repeat'] as const;

/** Tokens by why they were made, Nomade credentials, and what was made again, each apart; and how well it went. */
export function Made({ report }: { report: DailyReport | DaysSum }) {
  const { t } = useVisit();
  const { made, firstPass } = report;
  const all = tokensMade(report);
  const part = Math.round((100 * firstPass) / Math.max(1, all));
  return (
    <section class="fr-mt-4w">
      <h2 class="fr-h4">{t('report.made')}</h2>
      {all > 0 && <p>{t('report.firstPass', { n: firstPass, all, part })}</p>}
      <Table caption={t('report.made')} silentCaption head={[t('report.made.what'), t('report.number')]} small>
        {MADE.map((name) => (
          <tr key={name}>
            <th scope="row">{t(`report.made.${name}`)}</th>
            <td>{made[name]}</td>
          </tr>
        ))}
      </Table>
    </section>
  );
}

/** What was made beside the tokens that are counted as produced: nothing is said of what there is none of. */
export function Beside({ made }: Pick<DailyReport, 'made'>) {
  const { t } = useVisit();
  const what = (['repeat', 'nomade'] as const).flatMap((name) =>
    made[name] > 0 ? [t.count(`report.beside.${name}`, made[name])] : [],
  );
  return what.length === 0 ? null : t('report.beside', { what: what.join(', ') });
}

/** The words of a group of ages. */
function ageText(t: Translate, group: number): string {
  const [from, to] = [AGES[group - 1], AGES[group]];
  if (from === undefined) return t('report.age.under');
  return to === undefined ? t('report.age.over', { from }) : t('report.age.between', { from, to });
}

/** What is open, by state and age, with the oldest of each, and what blank tokens there are for it. */
export function Backlog({
  report: { backlog, backlogByAge, stock, stockPlaces, cover: then },
  cover,
}: FiguresProps & { cover: StockCover | undefined }) {
  const { t } = useVisit();
  const groups = Array.from({ length: AGES.length + 1 }, (_, group) => ageText(t, group));
  const title = t('report.backlog', { n: backlog });
  return (
    <section class="fr-mt-4w">
      <h2 class="fr-h4">{title}</h2>
      <Table caption={title} silentCaption head={[t('label.state'), ...groups, t('report.oldest')]} small>
        {backlogByAge.map(({ state, counts, oldest }) => (
          <tr key={state}>
            <th scope="row">{t(`state.request.${state}`)}</th>
            {counts.map((count, group) => (
              <td key={group}>{count}</td>
            ))}
            <td>{oldest ? <a href={`/demandes/${oldest.number}`}>{oldest.number}</a> : '–'}</td>
          </tr>
        ))}
      </Table>
      <h3 class="fr-h6">{t('report.stock')}</h3>
      <p>
        <Stocked blanks={cover?.blanks ?? stock.blanks} days={(cover ?? then)?.days ?? null} />{' '}
        {cover?.days != null && (
          <a class="jeton-no-print" href="/stock">
            {t('report.stock.look')}
          </a>
        )}{' '}
        {stock.toCheck > 0 && t.count('report.stock.check', stock.toCheck)}
      </p>
      {stockPlaces.length > 0 && (
        <>
          <h3 class="fr-h6">{t('level.evening')}</h3>
          <Levels rows={stockPlaces} />
        </>
      )}
    </section>
  );
}

/** The blank tokens, and how many working days they last where that is known. */
function Stocked({ blanks: n, days }: { blanks: number; days: number | null }) {
  const { t } = useVisit();
  const blanks = t.count('report.stock.blanks', n);
  if (days === null) return <>{t('report.stock.only', { blanks })}</>;
  return <>{t('report.stock.cover', { blanks, days: t.count('report.stock.days', Math.floor(days)) })}</>;
}

/** The day by service, site, profile, bench, technician and reason. */
export function Groups({
  report,
  names,
  seesProducers,
}: FiguresProps & {
  names: ReadonlyMap<string, string>;
  /** Whether the reader may have a count to read: nothing stands there for anybody else. */
  seesProducers: boolean;
}) {
  const { t } = useVisit();
  return (
    <section class="fr-mt-4w">
      <Places report={report} />
      <Counts title="report.by.bench" counts={report.benches} named={(name) => name} />
      {seesProducers && (
        <>
          <Counts title="report.by.technician" counts={report.producers} named={(name) => names.get(name) ?? name} />
          <p class="fr-text--sm">{t('report.by.technician.who')}</p>
        </>
      )}
      <Revoked report={report} />
    </section>
  );
}

/** For whom and where to, and what was made: by service, département, site, profile and model; `within` a section that has its heading. */
export function Places({ report, within = false }: { report: DailyReport | DaysSum; within?: boolean }) {
  const { t, language } = useVisit();
  const departments = byDepartment(report.services).map((one) => ({
    ...one,
    name: departmentWords(one.name)[language],
  }));
  return (
    <>
      {within ? (
        <h3 class="fr-h6 fr-mt-3w">{t('report.by.service')}</h3>
      ) : (
        <h2 class="fr-h4">{t('report.by.service')}</h2>
      )}
      <Shares title="report.by.service" of="label.service" shares={report.services} />
      <h3 class="fr-h6 fr-mt-3w">{t('report.by.department')}</h3>
      <Shares title="report.by.department" of="report.department" shares={departments} />
      <h3 class="fr-h6 fr-mt-3w">{t('report.by.site')}</h3>
      <Shares title="report.by.site" of="report.site" shares={report.sites} />
      <Counts title="report.by.profile" counts={report.profiles} named={(name) => profileText(t, name)} />
      <h3 class="fr-h6 fr-mt-3w">{t('report.by.model')}</h3>
      <Models models={report.models} />
    </>
  );
}

/** What became of the tokens of each model. */
function Models({ models }: Pick<DailyReport, 'models'>) {
  const { t } = useVisit();
  const head = [
    t('label.model'),
    t('report.head.produced'),
    t('report.made.repeat'),
    t('report.head.scrapped'),
    t('report.head.setAside'),
  ];
  return (
    <Table caption={t('report.by.model')} silentCaption head={head} empty={t('report.none')} small>
      {models.map(({ name, produced, repeat, scrapped, setAside }) => (
        <tr key={name}>
          <th scope="row">{name}</th>
          <td>{produced}</td>
          <td>{repeat}</td>
          <td>{scrapped}</td>
          <td>{setAside}</td>
        </tr>
      ))}
    </Table>
  );
}

/** What was revoked, by reason. */
export function Revoked({ report }: { report: DailyReport | DaysSum }) {
  const { t } = useVisit();
  const reason = (name: string): string => {
    const key = `revocation.${name}`;
    return hasText(key) ? t(key) : name;
  };
  return <Counts title="report.by.reason" counts={report.revokedFor} named={reason} />;
}

/** What was received, produced and handed over for each service or site, under a heading that says so. */
function Shares({ title, of, shares }: { title: Key; of: Key; shares: readonly Share[] }) {
  const { t } = useVisit();
  const head = [t(of), t('report.head.received'), t('report.head.produced'), t('report.head.handedOver')];
  return (
    <Table caption={t(title)} silentCaption head={head} empty={t('report.none')} small>
      {shares.map(({ name, received, produced, handedOver }) => (
        <tr key={name}>
          <th scope="row">{name}</th>
          <td>{received}</td>
          <td>{produced}</td>
          <td>{handedOver}</td>
        </tr>
      ))}
    </Table>
  );
}

/** So many of each name, under a heading of its own. */
export function Counts({
  title,
  counts,
  named,
}: {
  title: Key;
  counts: readonly Count[];
  named(name: string): string;
}) {
  const { t } = useVisit();
  return (
    <>
      <h3 class="fr-h6 fr-mt-3w">{t(title)}</h3>
      <Table
        caption={t(title)}
        silentCaption
        head={[t('report.name'), t('report.number')]}
        empty={t('report.none')}
        small
      >
        {counts.map(({ name, count }) => (
          <tr key={name}>
            <th scope="row">{named(name)}</th>
            <td>{count}</td>
          </tr>
        ))}
      </Table>
    </>
  );
}
