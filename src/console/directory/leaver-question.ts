import type { Leaver } from '../../flow/people/leaver-list.ts';
import { nameOf } from '../frame/components/names.ts';
import { withQuery } from '../frame/components/pagination.tsx';
import { day } from '../frame/dates.ts';
import type { Question } from '../frame/forms/grave-acts.tsx';
import type { Member } from '../frame/visit.ts';
import { heldText, waitingText } from './leavers.tsx';

/** Whose access ends, why they are taken for somebody who left, and all that is revoked: the next line is somebody else. */
export function leaverQuestion({ t, language, query }: Member, leaver: Leaver): Question {
  const { person, state, since } = leaver;
  const [held, waits] = [heldText(t, leaver), waitingText(leaver)];
  return {
    title: 'grave.leaver',
    facts: [
      { term: t('label.holder'), value: `${nameOf(person)} (${person.directoryId ?? person.id})` },
      { term: t('label.service'), value: person.service || '—' },
      { term: t('leavers.why'), value: t(`leavers.state.${state}`) },
      { term: t('leavers.since'), value: since === null ? '—' : day(language, since) },
      ...(held === '' ? [] : [{ term: t('leavers.held'), value: held, to: t('state.token.revoked') }]),
      ...(waits === '' ? [] : [{ term: t('leavers.waits'), value: waits, to: t('state.request.withdrawn') }]),
    ],
    warning: 'loss.warning',
    send: 'leavers.revoke',
    back: withQuery('/departs', query, {}),
  };
}
