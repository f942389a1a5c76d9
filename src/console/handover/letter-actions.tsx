import type { RequestDetail } from '../../flow/reading/request/request-detail.ts';
import { Alert } from '../frame/components/alerts.tsx';
import { PostButton } from '../frame/components/form.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';

/** Why a letter is another's to print, as its text: they have the token, or somebody else has the letter. */
export type NotMine = 'letter.notYours' | 'letter.inOtherHand' | undefined;

/** Print, look, confirm: after the confirmation the PIN is nowhere in the service any more. */
export function LetterActions({
  back,
  letter,
  notMine,
}: {
  back: string;
  letter: RequestDetail['letters'][number] | undefined;
  notMine: NotMine;
}) {
  const { t } = useVisit();
  if (!letter || letter.state === 'expired') return <p>{t('letter.none')}</p>;
  if (letter.state === 'shown') return <p>{t('letter.shown')}</p>;
  if (letter.state === 'confirmed') return <p>{t('letter.confirmed')}</p>;
  if (letter.waitsFor !== null) return <p>{t(`letter.waits.${letter.waitsFor}`)}</p>;
  if (notMine) return <Alert kind="warning" small title={t(notMine)} />;
  return (
    <div class="jeton-actions">
      <PostButton
        action={`/courriers/${letter.id}/imprimer`}
        values={{ retour: back }}
        class={letter.state === 'printed' ? 'fr-btn fr-btn--secondary' : 'fr-btn'}
      >
        {t(letter.state === 'printed' ? 'letter.reprint' : 'letter.print')}
      </PostButton>
      {letter.state === 'printed' && (
        <PostButton action={`/courriers/${letter.id}/confirmer`} values={{ retour: back }}>
          {t('letter.confirm')}
        </PostButton>
      )}
    </div>
  );
}
