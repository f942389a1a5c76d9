import { adds, all, must, type Source, sets, type Write } from '../language.ts';
import type { Row, Scene } from '../scene.ts';
import { computed } from '../sources.ts';

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
