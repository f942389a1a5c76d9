import { SECRET_LETTERS } from '../../book/tables/states.ts';
import type { WaitingLetter } from '../../flow/reading/letters.ts';
import { PostButton } from '../frame/components/form.tsx';
import { useHere } from '../frame/components/here.tsx';
import { PrinterStates, type Printers } from '../frame/components/printers.tsx';
import { Table } from '../frame/components/table.tsx';
import { moment } from '../frame/dates.ts';

/** Papers that wait for a printer or for somebody to say that they came out well. */
export function LettersPage({
  letters,
  more,
  personId,
  printers,
}: {
  letters: readonly WaitingLetter[];
  /** More wait than are shown. */
  more: boolean;
  personId: string;
  printers: Printers;
}) {
  const { t, language } = useHere();
  const head = [t('letter.kind'), t('label.number'), t('label.state'), t('letter.printedAt'), t('label.action')];
  return (
    <>
      <h1>{t('menu.letters')}</h1>
      <p class="fr-text--lead">{t('letters.lead')}</p>
      <PrinterStates printers={printers} />
      {more && <p>{t('letters.more')}</p>}
      <Table caption={t('menu.letters')} silentCaption head={head} empty={t('letters.none')}>
        {letters.map((letter) => (
          <tr key={letter.id}>
            <th scope="row">{t(`letter.kind.${letter.kind}`)}</th>
            <td class="jeton-nowrap">
              <a href={`/demandes/${letter.number}`}>{letter.number}</a>
            </td>
            <td>
              <LetterBadge letter={letter} />
            </td>
            <td>{letter.printedAt === null ? '—' : moment(language, letter.printedAt)}</td>
            <td>
              <LetterActions letter={letter} personId={personId} />
            </td>
          </tr>
        ))}
      </Table>
    </>
  );
}

function LetterBadge({ letter }: { letter: WaitingLetter }) {
  const { t } = useHere();
  if (letter.state === 'printed')
    return <span class="fr-badge fr-badge--sm fr-badge--warning">{t('letter.state.printed')}</span>;
  return <span class="fr-badge fr-badge--sm fr-badge--info">{t('letter.state.waiting')}</span>;
}

function LetterActions({ letter, personId }: { letter: WaitingLetter; personId: string }) {
  const { t } = useHere();
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
      {!printed && letter.otherAddress && SECRET_LETTERS.includes(letter.kind) && (
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
