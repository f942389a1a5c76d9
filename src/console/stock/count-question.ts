import type { CountSums } from '../../flow/stock/counts.ts';
import { grouped, shortened } from '../frame/components/names.ts';
import type { Question } from '../frame/forms/grave-acts.tsx';
import type { Member } from '../frame/visit.ts';

/** What is about to be written of a location that is not as the records have it; undefined for an exact count. */
export function countQuestion(
  { t }: Member,
  code: string,
  { expected, found, missing, notExpected, unknown }: CountSums,
): Question | undefined {
  if (missing + notExpected + unknown.length === 0) return undefined;
  const strangers = unknown.length === 0 ? [] : [{ term: t('count.putAside'), value: shortened(unknown.map(grouped)) }];
  return {
    title: 'count.ask',
    facts: [
      { term: t('label.location'), value: code },
      { term: t('count.expected'), value: `${expected}` },
      { term: t('count.found'), value: `${found}` },
      { term: t('count.kind.not-seen'), value: `${missing}` },
      { term: t('count.kind.not-expected'), value: `${notExpected}` },
      { term: t('count.strangers'), value: `${unknown.length}` },
      ...strangers,
    ],
    warning: 'count.ask.warning',
    send: 'count.ask.send',
    back: `/emplacements/${code}`,
  };
}
