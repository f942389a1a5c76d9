import { RECALL_LEFT } from '../../book/tables/codes.ts';
import type { Paged } from '../../flow/reading/paging.ts';
import type { RecalledToken } from '../../flow/reading/token/recall-lists.ts';
import type { ReadRecall, RecallProgress } from '../../flow/reading/token/recalls.ts';
import { StateBadge } from '../frame/components/badges.tsx';
import { Form, PostButton, Submit } from '../frame/components/form.tsx';
import { grouped } from '../frame/components/names.ts';
import { NextPage } from '../frame/components/pagination.tsx';
import { Fact, Facts, Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { Whole } from '../frame/components/whole.tsx';
import { moment } from '../frame/dates.ts';
import type { FileColumn } from '../frame/lists/list-file.ts';
import type { Translate } from '../frame/translate.ts';
import { recallName } from './recalls.tsx';

const COUNTS = ['hit', 'blank', 'inUse', 'revoked', 'told', 'queued', 'again', 'replaced', 'waiting', 'open'] as const;

/** The tokens of a recall as a file. It names nobody. */
export const recalledColumns = (t: Translate, date: (at: number) => string): FileColumn<RecalledToken>[] => [
  { head: 'label.serial', cell: ({ serial }) => grouped(serial) },
  { head: 'recall.found', cell: ({ found }) => t(`state.token.${found}`) },
  { head: 'recall.now', cell: ({ state }) => t(`state.token.${state}`) },
  { head: 'recall.hitAt', cell: ({ hitAt }) => date(hitAt) },
  { head: 'recall.settledAt', cell: ({ settledAt }) => (settledAt === null ? '' : date(settledAt)) },
  { head: 'recall.replacement', cell: ({ number, again }) => (again ? '' : (number ?? '')) },
  { head: 'recall.again', cell: ({ number, again }) => (again ? (number ?? '') : '') },
  {
    head: 'recall.replacement.state',
    cell: ({ requestState }) => (requestState === null ? '' : t(`state.request.${requestState}`)),
  },
  { head: 'recall.left', cell: ({ left }) => (left === null ? '' : t(`recall.left.${left}`)) },
];

interface RecallPageProps {
  recall: ReadRecall;
  progress: RecallProgress;
  tokens: Paged<RecalledToken>;
  mayClose: boolean;
  mayExport: boolean;
}

/** One recall: what was decided, how far it is, and each token with what takes its place. */
export function RecallPage({ recall, progress, tokens, mayClose, mayExport }: RecallPageProps) {
  const { t, language } = useVisit();
  const at = (time: number | null) => (time === null ? null : moment(language, time));
  const deciders = { proposer: recall.proposerName, confirmer: recall.confirmerName };
  return (
    <>
      <h1>
        <Whole text={t('recall.one', { name: recallName(recall) })} />
      </h1>
      <Facts>
        <Fact term={t('recall.kind')}>{t(`recall.kind.${recall.kind}`)}</Fact>
        <Fact term={t('recall.way')}>{t(`recall.way.${recall.way}`)}</Fact>
        <Fact term={t('label.revokeAt')}>{at(recall.revokeAt)}</Fact>
        <Fact term={t('recall.since')}>{at(recall.openedAt)}</Fact>
        <Fact term={t('recall.deciders')}>{t('recall.deciders.value', deciders)}</Fact>
        <Fact term={t('recall.closedAt')}>{at(recall.closedAt)}</Fact>
      </Facts>
      <h2 class="fr-h4 fr-mt-4w">{t('recall.progress')}</h2>
      <Progress {...progress} />
      {mayClose && recall.state === 'open' && progress.open > 0 && <p>{t.count('recall.close.wait', progress.open)}</p>}
      {mayClose && recall.state === 'open' && progress.open === 0 && (
        <Form action={`/rappels/${recall.id}/clore`} name="close">
          <p>{t('recall.close.text')}</p>
          {progress.waiting > 0 && <p>{t.count('recall.close.waiting', progress.waiting)}</p>}
          <Submit secondary>{t('recall.close')}</Submit>
        </Form>
      )}
      <h2 class="fr-h4 fr-mt-4w">{t('recall.tokens')}</h2>
      {mayExport && (
        <div class="jeton-list-bar">
          <PostButton action={`/rappels/${recall.id}.csv`} class="fr-btn fr-btn--sm fr-btn--tertiary">
            {t('recall.file')}
          </PostButton>
        </div>
      )}
      <Tokens items={tokens.items} />
      <NextPage next={tokens.next} page={`/rappels/${recall.id}`} />
    </>
  );
}

function Progress(progress: RecallProgress) {
  const { t } = useVisit();
  const left = RECALL_LEFT.flatMap((why) => {
    const n = progress.left[why];
    return n === undefined ? [] : [t('recall.left.count', { why: t(`recall.left.${why}`), n })];
  });
  return (
    <Facts>
      {COUNTS.map((name) => (
        <Fact key={name} term={t(`recall.n.${name}`)}>
          {String(progress[name])}
        </Fact>
      ))}
      <Fact term={t('recall.left')}>{left.length > 0 ? left.join(', ') : null}</Fact>
    </Facts>
  );
}

function Tokens({ items }: { items: readonly RecalledToken[] }) {
  const { t } = useVisit();
  const head = [
    ...[t('label.serial'), t('recall.found'), t('recall.now')],
    ...[t('recall.replacement'), t('recall.replacement.state')],
  ];
  return (
    <Table caption={t('recall.tokens')} silentCaption head={head} empty={t('recall.tokens.none')}>
      {items.map(({ serial, found, state, number, requestState, again, left }) => (
        <tr key={serial}>
          <th scope="row" class="jeton-mono">
            <a href={`/stock/${serial}`}>{grouped(serial)}</a>
          </th>
          <td>{t(`state.token.${found}`)}</td>
          <td>
            <StateBadge of={{ kind: 'token', state }} />
          </td>
          <td>
            {number ? (
              <>
                <a href={`/demandes/${number}`}>{number}</a>
                {again && (
                  <>
                    <br />
                    <span class="jeton-small">{t('recall.again.text')}</span>
                  </>
                )}
              </>
            ) : left ? (
              t('recall.replacement.none', { why: t(`recall.left.${left}`) })
            ) : (
              '—'
            )}
          </td>
          <td>{requestState ? <StateBadge of={{ kind: 'request', state: requestState }} /> : '—'}</td>
        </tr>
      ))}
    </Table>
  );
}
