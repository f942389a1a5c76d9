import { ACTS } from '../../book/book.ts';
import type { EntryRead } from '../../flow/reading/journal/entries.ts';
import type { EntryItem } from '../../flow/reading/journal/entry-lists.ts';
import { changesOf, type EntryChange, type Things } from '../../flow/reading/journal/entry-things.ts';
import { Verbatim } from '../frame/components/scrollable.tsx';
import { Fact, Facts } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { hasText } from '../frame/translate.ts';
import { saidText } from './column-text.ts';
import { Cell, SaidValue, useColumnText } from './entry-cells.tsx';
import { Actor, OutcomeBadge, ThingLink, useActText, useRoleText, useWhyRefused, When } from './entry-parts.tsx';
import { lifeAddress } from './life.ts';

interface EntryProps {
  entry: EntryItem;
  things: Things;
}

/** One entry of the journal: in words, as it is written, and how to find and check it in an export. */
export function EntryPage({ entry, hash, things }: EntryRead) {
  const { t } = useVisit();
  const actText = useActText();
  return (
    <>
      <h1>{t('journal.entry', { seq: entry.seq })}</h1>
      <p class="fr-text--lead">
        {actText(entry)} <OutcomeBadge outcome={entry.outcome} />
      </p>
      <Said entry={entry} things={things} />
      <Lives entry={entry} things={things} />
      <Written entry={entry} things={things} />
      <section class="fr-mt-4w">
        <h2 class="fr-h5">{t('journal.json')}</h2>
        <Verbatim>{JSON.stringify(entry, null, 2)}</Verbatim>
      </section>
      <Proof entry={entry} hash={hash} />
      <Neighbours seq={entry.seq} />
    </>
  );
}

function Said({ entry, things }: EntryProps) {
  const { t } = useVisit();
  const roleText = useRoleText();
  const { changes: _, code, ...detail } = entry.detail;
  const why = useWhyRefused()(entry);
  const said = Object.entries(why === undefined && code !== undefined ? { code, ...detail } : detail).filter(
    ([name, value]) => !tellsTheAct(entry.action, name, value),
  );
  return (
    <Facts>
      <Fact term={t('journal.when')}>
        <When at={entry.at} /> <span class="jeton-whole">({entry.at.replace('T', ' ').replace('Z', '')} UTC)</span>
      </Fact>
      <Fact term={t('journal.by')}>
        <Actor actor={entry.actor} things={things} />
      </Fact>
      <Fact term={t('journal.role')}>{roleText(entry.role)}</Fact>
      <Fact term={t('journal.subject')}>
        <ThingLink subject={entry.subject} things={things} />
      </Fact>
      <Fact term={t('journal.why')}>{why}</Fact>
      {said.map(([name, value]) => (
        <Fact key={name} term={saidText(t, entry.action, name)}>
          <SaidValue action={entry.action} member={name} value={value} things={things} />
        </Fact>
      ))}
      <Fact term={t('journal.name')}>
        <span class="jeton-mono">{entry.action}</span>
      </Fact>
      <Fact term={t('journal.id')}>
        <span class="jeton-mono jeton-break">
          {entry.actor}, {entry.subject}
        </span>
      </Fact>
    </Facts>
  );
}
/** Whether a member tells acts of one name apart: then the act's words say it. */
export const tellsTheAct = (action: string, member: string, value: unknown): boolean =>
  ['act', 'kind', 'proof'].includes(member) &&
  [`${action} ${value}`, `${action} ${value}!failed`].some((key) => ACTS.has(key));

/** To all that happened to what the entry is about, and to whoever acted. */
function Lives({ entry, things }: EntryProps) {
  const { t } = useVisit();
  const named = [things.get(entry.subject), things.get(`person:${entry.actor}`)].flatMap((thing) =>
    thing?.life
      ? [
          {
            kind: thing.life.kind,
            to: lifeAddress(
              thing.life,
              thing.life.kind === 'person' || entry.subject.startsWith('certificate:') ? null : thing.name,
            ),
          },
        ]
      : [],
  );
  const once = named.filter(({ to }, i) => named.findIndex((other) => other.to === to) === i);
  return (
    <ul class="fr-raw-list fr-mt-2w">
      {once.map(({ kind, to }) => (
        <li key={to}>
          <a class="fr-link" href={to}>
            {t(`journal.life.${kind}`)}
          </a>
        </li>
      ))}
    </ul>
  );
}

function Written({ entry, things }: EntryProps) {
  const { t } = useVisit();
  const changes = changesOf(entry);
  if (changes.length === 0) return null;
  return (
    <section class="fr-mt-4w">
      <h2 class="fr-h5">{t('journal.rows')}</h2>
      {changes.map((change, i) => (
        <Row key={i} change={change} things={things} />
      ))}
    </section>
  );
}

function Row({ change, things }: { change: EntryChange; things: Things }) {
  const { t } = useVisit();
  const columnText = useColumnText();
  const { table, id, isNew, cells, from } = change;
  const key = `thing.${table}`;
  const what = hasText(key) ? t(key) : table;
  return (
    <div class="fr-mb-3w">
      <h3 class="fr-h6 fr-mb-1w">{t(isNew ? 'journal.row.new' : 'journal.row.set', { what })}</h3>
      <Facts>
        <Fact term={columnText('id')}>
          <ThingLink subject={`${table}:${id}`} things={things} />
        </Fact>
        {Object.entries(cells)
          .filter(([column, value]) => column !== 'id' && value !== null)
          .map(([column, value]) => (
            <Fact key={column} term={columnText(column, table)}>
              <Cell
                table={table}
                id={id}
                act={cells['act']}
                column={column}
                value={value}
                from={column === 'state' ? from : undefined}
                things={things}
              />
            </Fact>
          ))}
      </Facts>
    </div>
  );
}

/** How whoever holds an export finds this line and computes its hash with the tools of any system. */
function Proof({ entry, hash }: Pick<EntryRead, 'entry' | 'hash'>) {
  const { t } = useVisit();
  const find = `grep '"seq":${entry.seq},"subject"' journal.ndjson`;
  return (
    <section class="fr-mt-4w">
      <h2 class="fr-h5">{t('journal.proof')}</h2>
      <p>{t('journal.proof.text', { seq: entry.seq })}</p>
      <Verbatim>{find}</Verbatim>
      <p>{t('journal.proof.hash')}</p>
      <Verbatim>{hash}</Verbatim>
      <p>{t('journal.proof.command')}</p>
      <Verbatim>{`{ printf '\\0'; ${find} | tr -d '\\n'; } | sha256sum`}</Verbatim>
    </section>
  );
}

function Neighbours({ seq }: { seq: number }) {
  const { t } = useVisit();
  return (
    <ul class="fr-btns-group fr-btns-group--inline fr-btns-group--sm fr-mt-4w">
      {seq > 0 && (
        <li>
          <a class="fr-btn fr-btn--tertiary" href={`/journal/${seq - 1}`}>
            {t('journal.before')}
          </a>
        </li>
      )}
      <li>
        <a class="fr-btn fr-btn--tertiary" href={`/journal/${seq + 1}`}>
          {t('journal.after')}
        </a>
      </li>
      <li>
        <a class="fr-btn fr-btn--tertiary" href="/journal">
          {t('journal.back')}
        </a>
      </li>
    </ul>
  );
}
