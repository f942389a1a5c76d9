import type { Leaver } from '../../flow/people/leaver-list.ts';
import { nameOf } from '../frame/components/names.ts';
import { day } from '../frame/dates.ts';
import type { Question } from '../frame/forms/grave-acts.tsx';
import type { Member } from '../frame/visit.ts';
import { heldText } from './leavers.tsx';

/** Whose access ends, why they are taken for somebody who left, and all that is revoked: the next line is somebody else. */
export function leaverQuestion({ t, language }: Member, leaver: Leaver): Question {
  const { person, state, since } = leaver;
  return {
    title: 'grave.leaver',
    facts: [
      { term: t('label.holder'), value: `${nameOf(person)} (${person.directoryId ?? person.id})` },
      { term: t('label.service'), value: person.service || '—' },
      { term: t('leavers.why'), value: t(`leavers.state.${state}`) },
      { term: t('leavers.since'), value: since === null ? '—' : day(language, since) },
      { term: t('leavers.held'), value: heldText(t, leaver), to: t('state.token.revoked') },
    ],
    warning: 'loss.warning',
    send: 'leavers.revoke',
    back: '/departs',
  };
}
