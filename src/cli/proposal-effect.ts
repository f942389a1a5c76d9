import type { OPERATIONS } from '../api/operations.ts';
import type { Shell } from './shell.ts';

type Effect = Awaited<ReturnType<typeof OPERATIONS.listProposals.call>>['items'][number]['effect'];
type Items = Extract<Effect, { kind: 'items' }>;
type Hits = Awaited<ReturnType<typeof OPERATIONS.countRecall.call>>;

/** What a recall would hit now: tokens by state, and their holders by service. */
export function hitsText(shell: Shell, { states, holders, services, moreServices, reference }: Hits): string {
  const named = services.map((one) => `${one.service} (${one.holders})`);
  const more = moreServices > 0 ? [shell.t`and ${moreServices} more`] : [];
  const tokens = states.map(({ state, tokens: n }) => [shell.word('state.token', state), n]);
  return (
    shell.table(['state', 'tokens'], tokens) +
    shell.facts({
      ...(reference === null ? {} : { reference }),
      holders: `${holders}`,
      services: [...named, ...more].join(', ') || null,
    })
  );
}

/** An item of a checklist in one line: its words, whether it is required, what it asks for. */
function itemText({ text }: Shell, item: Items['items'][number]['after']): string | null {
  if (item === null) return null;
  const asked = item.value === undefined ? '' : `, ${JSON.stringify(item.value)}`;
  return `${item.fr} / ${item.en}, ${text(item.required ? 'required' : 'optional')}${asked}`;
}

/** What a proposal changes of what stands now, for the two to read before they confirm; nothing where its arguments say all. */
export function effectText(shell: Shell, effect: Effect): string {
  if (effect === null) return '';
  if (effect.kind === 'recall') return hitsText(shell, effect.hits);
  if (effect.kind === 'policy') return shell.facts({ before: `${effect.before}`, after: `${effect.after}` });
  if (effect.kind === 'words') {
    if (effect.changes === null)
      return shell.t`what two persons confirmed before is not known any more: read it whole\n`;
    const rows = effect.changes.map(({ at, before, after }) => [at, before, after]);
    return shell.table(['what', 'before', 'after'], rows);
  }
  const rows = effect.items.map(({ code, before, after }) => [code, itemText(shell, before), itemText(shell, after)]);
  const { order } = effect;
  const moved = order ? [[shell.text('their order'), order.before.join(', '), order.after.join(', ')]] : [];
  return shell.table(['what', 'before', 'after'], [...rows, ...moved]);
}
