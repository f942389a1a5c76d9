import type { OpenRecall } from '../../book/rules/stock/recalls.ts';
import type { NamedHits } from '../../flow/reading/token/recalls.ts';
import { moment } from '../frame/dates.ts';
import type { Question } from '../frame/forms/grave-acts.tsx';
import type { Member } from '../frame/visit.ts';
import { argumentTerm } from '../journal/column-text.ts';

const hitsNothing = ({ states }: NamedHits): boolean => states.length === 0;

/** What is recalled and how, and what that would hit now: read before it is proposed, and before it is confirmed. */
export function recallFacts(
  { t, language }: Pick<Member, 't' | 'language'>,
  { kind, model, value, way, revokeAt }: OpenRecall,
  hits: NamedHits | undefined,
): Question['facts'] {
  const named = hits?.services.map(({ service, holders }) => `${service} (${holders})`) ?? [];
  const more = hits && hits.moreServices > 0 ? [t('recall.services.more', { n: hits.moreServices })] : [];
  return [
    { term: t(`recall.kind.${kind}`), value: [model, hits?.reference ?? value].filter(Boolean).join(' – ') },
    { term: argumentTerm(t, 'recall.open', 'way'), value: t(`recall.way.${way}`) },
    ...(revokeAt === undefined
      ? []
      : [{ term: argumentTerm(t, 'recall.open', 'revokeAt'), value: moment(language, revokeAt) }]),
    ...(hits?.states ?? []).map(([state, n]) => ({
      term: `${t('recall.hits')} – ${t(`state.token.${state}`)}`,
      value: `${n}`,
    })),
    ...(hits && hitsNothing(hits) ? [{ term: t('recall.hits'), value: t('recall.hits.none') }] : []),
    ...(hits ? [{ term: t('recall.holders'), value: `${hits.holders}` }] : []),
    ...(named.length > 0 ? [{ term: t('recall.services'), value: [...named, ...more].join(', ') }] : []),
  ];
}

/** The question before it is proposed. */
export const recallQuestion = (member: Member, asked: OpenRecall, hits: NamedHits): Question => ({
  title: 'recall.ask.title',
  facts: recallFacts(member, asked, hits),
  // of a mistyped model: whoever reads zeros in haste takes them for good news
  warning: hitsNothing(hits) ? 'recall.ask.none' : 'recall.ask.warning',
  send: 'recall.ask.send',
  back: '/rappels',
});
