import type { Ca } from '../ca/ca.ts';
import { type AppError, settingsRefused } from '../errors.ts';
import type { Records } from './records.ts';

const madeElsewhere = (): AppError =>
  settingsRefused({
    en: 'another node made the CA of these records: make this node’s folder there ("jeton node folder")',
    fr: 'un autre nœud a créé l’autorité de ces données : préparez-y le dossier de ce nœud (« jeton node folder »)',
  });

/**
 * Makes the evaluation CA of a first start. Of nodes that start on an empty database at once, one makes it, and the others
 * need its keys. Throws `config_invalid` for them.
 */
export async function makeFirstCa(
  ca: Pick<Ca, 'authorities' | 'createEvaluation'>,
  { presence, store }: Pick<Records['opened'], 'presence' | 'store'>,
): Promise<void> {
  // kept for as long as this node runs
  if (!(await presence.claim('first CA'))) throw madeElsewhere();
  const own = new Set(ca.authorities().map(({ id }) => id));
  if ((await store.reads.find('authority', {})).some(({ id }) => !own.has(id))) throw madeElsewhere();
  await ca.createEvaluation();
}
