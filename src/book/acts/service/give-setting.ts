import { adds, all, must, type Source, sets, type Write } from '../../language/language.ts';
import type { Scene } from '../../language/scene.ts';
import { computed, constant } from '../../language/sources.ts';
import type { Row } from '../../tables/row.ts';

/** A setting gets a value, whether it had one before or not. `id` says which. */
export function givesSetting(id: string | ((scene: Scene) => string), value: Source): readonly Write[] {
  const idOf = typeof id === 'string' ? () => id : id;
  const standing = (s: Scene): readonly Row[] => {
    const row = s.get('setting', idOf(s));
    return row ? [row] : [];
  };
  const isNew = must(
    'le réglage n’avait pas de valeur',
    'the setting had no value',
    (s: Scene) => standing(s).length === 0,
  );
  const name = computed('le nom du réglage', "the setting's name", (v, s) => v === idOf(s));
  return [adds('setting', { id: name, value }, { when: isNew }), all(standing, sets('setting', { value }))];
}

/** A setting says this, and is written where it said something else. */
export function changesSetting(id: string, value: (scene: Scene) => string | undefined): readonly Write[] {
  const source = computed('ce que dit l’écriture', 'what the entry says', (v, s) => v !== undefined && v === value(s));
  const standing = (s: Scene) => s.get('setting', id);
  const isNew = must('le réglage n’avait pas de valeur', 'the setting had no value', (s) => standing(s) === undefined);
  const other = (s: Scene): readonly Row[] => {
    const row = standing(s);
    return row && row.value !== value(s) ? [row] : [];
  };
  return [
    adds('setting', { id: constant(id), value: source }, { when: isNew }),
    all(other, sets('setting', { value: source })),
  ];
}
