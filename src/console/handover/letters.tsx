import { SECRET_LETTERS } from '../../book/tables/states.ts';
import type { Total } from '../../flow/reading/lists.ts';
import type { WaitingLetter, WaitingLetters } from '../../flow/reading/request/letters.ts';
import { PostButton } from '../frame/components/form.tsx';
import { PrinterStates, type Printers } from '../frame/components/printers.tsx';
import { Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { moment } from '../frame/dates.ts';

/** Papers that wait for a printer or for somebody to say that they came out well; below them those that wait for something else. */
export function LettersPage({
  waiting: { letters, ready, early, more },
  personId,
  printers,
}: {
  waiting: WaitingLetters;
  personId: string;
  printers: Printers;
}) {
  const { t } = useVisit();
  return (
    <>
      <h1>{t('menu.letters')}</h1>
      <p class="fr-text--lead">{t('letters.lead')}</p>
      <PrinterStates printers={printers} />
      {more && <p>{t('letters.more', { n: letters.length })}</p>}
      <Ready
        total={ready}
        letters={letters.filter(({ waitsFor }) => waitsFor === null)}
        personId={personId}
        empty={t(early.n > 0 ? 'letters.ready.none' : 'letters.none')}
      />
      {early.n > 0 && <Early total={early} letters={letters.filter(({ waitsFor }) => waitsFor !== null)} />}
    </>
  );
}

/** A number of letters, or that there are more than were counted. */
function useCounted({ n, more }: Total): string {
  const { t, language } = useVisit();
  const count = n.toLocaleString(language);
  return more ? t('letters.countMore', { n: count }) : count;
}

interface LetterRows {
  total: Total;
  letters: readonly WaitingLetter[];
}

function Ready({ total, letters, personId, empty }: LetterRows & { personId: string; empty: string }) {
  const { t, language } = useVisit();
  const title = t('letters.ready', { n: useCounted(total) });
  const head = [t('letter.kind'), t('label.number'), t('label.state'), t('letter.printedAt'), t('label.action')];
  return (
    <>
      <h2 class="fr-h4 fr-mt-3w">{title}</h2>
      <Table caption={title} silentCaption stacks head={head} empty={empty}>
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
function Early({ total, letters }: LetterRows) {
  const { t } = useVisit();
  const title = t('letters.early', { n: useCounted(total) });
  return (
    <>
      <h2 class="fr-h4 fr-mt-4w">{title}</h2>
      <p>{t('letters.early.text')}</p>
      {letters.length > 0 && (
        <Table caption={title} silentCaption stacks head={[t('letter.kind'), t('label.number'), t('letters.waitsFor')]}>
          {letters.map((letter) => (
            <tr key={letter.id}>
              <LetterCells letter={letter} />
              <td>{letter.waitsFor && t(`letter.waits.${letter.waitsFor}`)}</td>
            </tr>
          ))}
        </Table>
      )}
    </>
  );
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
