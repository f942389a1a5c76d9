import type { Round, SignedItem } from '../../flow/reading/workstation/check-items.ts';
import { PostButton } from '../frame/components/form.tsx';
import { type Opens, PersonLink } from '../frame/components/person-link.tsx';
import { Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { exactMoment } from '../frame/dates.ts';
import type { Translate } from '../frame/translate.ts';
import { wordsOf } from './open-items.tsx';

/** A value in the reader's words. */
const valueText = (value: string | null, t: Translate): string => {
  if (value === 'yes' || value === 'no') return t(`checklist.value.${value}`);
  return value ?? '—';
};

interface RoundsProps {
  rounds: readonly Round[];
  opens: Opens;
  /** The number of the machine whose sheets the reader may open. */
  sheetOf?: string | undefined;
}
/** What was ever signed on a machine, round by round: who, when, which value. */
export function Rounds({ rounds, opens, sheetOf }: RoundsProps) {
  const { t } = useVisit();
  if (rounds.length === 0) return null;
  return (
    <section class="fr-mt-4w" id="points">
      <h2 class="fr-h4">{t('checklist.rounds')}</h2>
      {rounds.map(({ round, purpose, version, items }) => (
        <div key={round} class="fr-mb-3w">
          <SignedItems
            caption={t('checklist.round', { n: round, purpose: t(`checklist.${purpose}`), version })}
            items={items}
            opens={opens}
          />
          {sheetOf !== undefined && (
            <PostButton
              action={`/postes/${sheetOf}/fiche`}
              values={{ round: String(round) }}
              class="fr-btn fr-btn--sm fr-btn--tertiary"
            >
              {t('commissioning.sheet')}
              <span class="fr-sr-only"> {t('checklist.round.short', { n: round })}</span>
            </PostButton>
          )}
        </div>
      ))}
    </section>
  );
}

function SignedItems({ caption, items, opens }: { caption: string; items: readonly SignedItem[]; opens: Opens }) {
  const { t, language } = useVisit();
  const head = [t('checklist.item'), t('checklist.value'), t('checklist.signer'), t('checklist.signedAt')];
  return (
    <Table caption={caption} head={head}>
      {items.map(({ item, value, signedBy, signedAt, signer, ...words }) => (
        <tr key={item}>
          <th scope="row">{wordsOf(words, language)}</th>
          <td>{valueText(value, t)}</td>
          <td>
            <PersonLink id={signedBy} opens={opens}>
              {signer || t('checklist.purged')}
            </PersonLink>
          </td>
          <td>{exactMoment(language, signedAt)}</td>
        </tr>
      ))}
    </Table>
  );
}
