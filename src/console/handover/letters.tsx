import { LETTER_KINDS } from '../../book/tables/codes.ts';
import { SECRET_LETTERS } from '../../book/tables/states.ts';
import type { Total } from '../../flow/reading/paging.ts';
import { LETTER_PARTS, type LetterPage, type WaitingLetter } from '../../flow/reading/request/letters.ts';
import { FilterSelect, Filters } from '../frame/components/filters.tsx';
import { PostButton } from '../frame/components/form.tsx';
import { ListBar } from '../frame/components/list-bar.tsx';
import { PastList } from '../frame/components/paged-lists.tsx';
import { NextPage } from '../frame/components/pagination.tsx';
import { PrinterStates, type Printers } from '../frame/components/printers.tsx';
import { Table, type TableSorting } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { ago, moment } from '../frame/dates.ts';
import { single } from '../frame/forms/forms.ts';
import { filtersOf, SORTED } from '../frame/lists/list-address.ts';

/** Papers that wait for a printer or for somebody to say that they came out well; below them those that wait for something else. */
export function LettersPage({
  waiting: { ready, early },
  personId,
  printers,
}: {
  waiting: { ready: LetterPage; early: LetterPage };
  personId: string;
  printers: Printers;
}) {
  const { t, visit } = useVisit();
  const isNarrow = filtersOf(visit.query).length > 0;
  const none = isNarrow ? 'letters.none.found' : early.total.n > 0 ? 'letters.ready.none' : 'letters.none';
  return (
    <>
      <h1>{t('menu.letters')}</h1>
      <p class="fr-text--lead">{t('letters.lead')}</p>
      <PrinterStates printers={printers} />
      <Filters page="/courriers" label={t('letters.filter')} totals={[ready.total, early.total]}>
        <FilterSelect
          name="etat"
          label={t('label.state')}
          all={t('letters.part.all')}
          options={LETTER_PARTS.map((part) => ({ value: part, label: t(`letters.part.${part}`) }))}
        />
        <FilterSelect
          name="nature"
          label={t('letter.kind')}
          all={t('letters.kind.all')}
          options={LETTER_KINDS.map((kind) => ({ value: kind, label: t(`letter.kind.${kind}`) }))}
        />
      </Filters>
      <ListBar total={{ n: ready.total.n + early.total.n, more: ready.total.more || early.total.more }} />
      <Ready {...ready} personId={personId} empty={t(none)} />
      <NextPage next={ready.next} page="/courriers" />
      {early.total.n > 0 && <Early {...early} />}
    </>
  );
}

/** A number of letters, or that there are more than were counted. */
function useCounted({ n, more }: Total): string {
  const { t, language } = useVisit();
  const count = n.toLocaleString(language);
  return more ? t('letters.countMore', { n: count }) : count;
}

function Ready({ total, letters, personId, empty }: LetterPage & { personId: string; empty: string }) {
  const { t, language } = useVisit();
  const title = t('letters.ready', { n: useCounted(total) });
  const head = [
    t('letter.kind'),
    { by: 'age', text: t('label.number') },
    t('label.state'),
    t('letter.printedAt'),
    t('label.action'),
  ];
  return (
    <>
      <h2 class="fr-h4 fr-mt-3w">{title}</h2>
      <Table caption={title} silentCaption stacks head={head} sorting={useSorting()} empty={empty}>
        {letters.map((letter) => (
          <tr key={letter.id}>
            <LetterCells letter={letter} />
            <td>
              <LetterBadge letter={letter} />
            </td>
            <td>
              <span class="jeton-stacked">{t('letter.printedAt')} </span>
              {letter.printedAt === null ? '—' : moment(language, letter.printedAt)}
            </td>
            <td>
              <LetterActions letter={letter} personId={personId} />
            </td>
          </tr>
        ))}
      </Table>
    </>
  );
}

/** Letters whose secret may not be told yet, with the reason. */
function Early({ total, letters, next }: LetterPage) {
  const { t, language, now } = useVisit();
  const title = t('letters.early', { n: useCounted(total) });
  const head = [t('letter.kind'), t('label.number'), { by: 'age', text: t('letters.made') }, t('letters.waitsFor')];
  return (
    <PastList title={title} list={{ found: { next } }} page="/courriers">
      <p>{t('letters.early.text')}</p>
      {letters.length > 0 && (
        <Table caption={title} silentCaption stacks head={head} sorting={useSorting()}>
          {letters.map((letter) => (
            <tr key={letter.id}>
              <LetterCells letter={letter} />
              <td class="jeton-nowrap">
                <span class="jeton-stacked">{t('letters.made')} </span>
                {letter.producedAt === null ? '—' : ago(language, letter.producedAt, now)}
              </td>
              <td>{letter.waitsFor && t(`letter.waits.${letter.waitsFor}`)}</td>
            </tr>
          ))}
        </Table>
      )}
    </PastList>
  );
}

/** By the age of letters, which is that of their ids: the oldest first where nothing is said. */
function useSorting(): TableSorting {
  const { visit } = useVisit();
  const descending = single(visit.query, SORTED) === '-age';
  return { page: '/courriers', sort: descending ? { by: 'age', descending } : undefined };
}

function LetterCells({ letter: { kind, number } }: { letter: WaitingLetter }) {
  const { t } = useVisit();
  return (
    <>
      <th scope="row">{t(`letter.kind.${kind}`)}</th>
      <td class="jeton-nowrap">
        <a href={`/demandes/${number}`}>{number}</a>
      </td>
    </>
  );
}

function LetterBadge({ letter }: { letter: WaitingLetter }) {
  const { t } = useVisit();
  if (letter.state === 'printed')
    return <span class="fr-badge fr-badge--sm fr-badge--warning">{t('letter.state.printed')}</span>;
  return <span class="fr-badge fr-badge--sm fr-badge--info">{t('letter.state.waiting')}</span>;
}

function LetterActions({ letter, personId }: { letter: WaitingLetter; personId: string }) {
  const { t } = useVisit();
  const [, ...others] = letter.addresses;
  if (SECRET_LETTERS.includes(letter.kind) && [letter.producerId, ...letter.carrierIds].includes(personId))
    return <span class="jeton-small">{t('letter.notYours')}</span>;
  const printed = letter.state === 'printed';
  if (printed && SECRET_LETTERS.includes(letter.kind) && letter.printedBy !== personId)
    return <span class="jeton-small">{t('letter.inOtherHand')}</span>;
  return (
    <span class="jeton-actions">
      <PostButton
        action={`/courriers/${letter.id}/imprimer`}
        class={`fr-btn fr-btn--sm ${printed ? 'fr-btn--tertiary' : 'fr-btn--secondary'}`}
      >
        {t(printed ? 'letter.reprint' : 'letter.print')}
      </PostButton>
      {!printed && others.includes('site') && (
        <PostButton
          action={`/courriers/${letter.id}/imprimer`}
          values={{ to: 'site' }}
          class="fr-btn fr-btn--sm fr-btn--tertiary"
        >
          {t('letter.print.site')}
        </PostButton>
      )}
      {printed && (
        <PostButton action={`/courriers/${letter.id}/confirmer`} class="fr-btn fr-btn--sm">
          {t('letter.confirm')}
        </PostButton>
      )}
    </span>
  );
}
