import { codeOf, type LifeKind, type Thing } from '../../flow/reading/journal/entry-things.ts';
import type { Translate } from '../frame/translate.ts';

/** By which parameter of its address the journal shows the whole life of something. */
export const LIFE_PARAMETERS = {
  person: 'personne',
  request: 'demande',
  token: 'jeton',
  workstation: 'poste',
} as const satisfies Record<LifeKind, string>;

/** The address of a whole life, to be kept and sent: by number or serial, of a person by the id, for it may be sent on. */
export function lifeAddress({ kind, id }: { kind: LifeKind; id: string }, name: string | null): string {
  const ref = kind === 'person' ? id : (name ?? id);
  return `/journal?${LIFE_PARAMETERS[kind]}=${encodeURIComponent(ref)}`;
}

/** What a person is called here: by name, or by the beginning of their id where the reader may not see the name. */
const personText = (t: Translate, id: string, name: string | null): string =>
  name ?? t('journal.person', { code: codeOf(id) });

/** What something whose life is told is called. */
export const lifeText = (t: Translate, { kind, id }: { kind: LifeKind; id: string }, { name }: Pick<Thing, 'name'>) =>
  kind === 'person' ? personText(t, id, name) : (name ?? id);
