import type { ComponentChildren } from 'preact';
import type { Total } from '../../../flow/reading/paging.ts';
import { allOf, type Gendered } from '../all-of.ts';
import { single } from '../forms/forms.ts';
import { filtersOf, SORTED } from '../lists/list-address.ts';
import type { Option, OptionGroup } from './choices.tsx';
import { withQuery } from './pagination.tsx';
import { useVisit } from './visit-context.tsx';

interface FiltersProps {
  children: ComponentChildren;
  label: string;
  /** What the button says, and the link that empties them, where it is no list that they filter. */
  send?: string;
  reset?: string;
  /** The page that they filter. A form of another address that was refused shows it as well. */
  page: string;
  /** Whether they narrow anything down, where not all that an address says does. */
  isNarrow?: boolean;
  /** How many things there are in each list that they filter: where there are none at all, nothing is filtered. */
  totals?: readonly (Total | undefined)[];
}
/** Filters of a list: a GET form, so that they stand in the address and survive reload and bookmark. */
export function Filters({ children, label, send, reset, page, isNarrow, totals }: FiltersProps) {
  const { t, visit } = useVisit();
  const isNarrowed = isNarrow ?? filtersOf(visit.query).length > 0;
  if (!isNarrowed && totals?.every((total) => total?.n === 0)) return null;
  const sorted = single(visit.query, SORTED);
  const bare = withQuery(page, {}, { [SORTED]: sorted || undefined });
  return (
    <search aria-label={label}>
      <form method="get" action={page} class="jeton-filters">
        {children}
        {sorted && <input type="hidden" name={SORTED} value={sorted} />}
        <div class="jeton-filters__send">
          <button type="submit" class="fr-btn fr-btn--secondary">
            {send ?? t('filter.apply')}
          </button>
          {isNarrowed && (
            <a class="fr-link" href={bare}>
              {reset ?? t('filter.reset')}
            </a>
          )}
        </div>
      </form>
    </search>
  );
}

/** A drop-down list above a list, as it was last chosen; `all` names the choice of no filter. */
export function FilterSelect({
  name,
  label,
  options = [],
  groups = [],
  all,
  isFree = false,
  hint,
}: {
  name: string;
  label: string;
  hint?: string;
  options?: readonly Option[];
  /** Options of a long list, below those that stand in no group. */
  groups?: readonly OptionGroup[];
  all: string;
  /** Whether a value that is not among the options narrows the list down too, such as a site that has no machine any more. */
  isFree?: boolean;
}) {
  const { visit } = useVisit();
  const chosen = single(visit.query, name);
  return (
    <div class="fr-select-group">
      <label class="fr-label" for={`filter-${name}`}>
        {label}
        {hint !== undefined && <span class="fr-hint-text">{hint}</span>}
      </label>
      <select class="fr-select" id={`filter-${name}`} name={name}>
        <option value="">{all}</option>
        {/* of an address that was kept: the list is narrowed by it, and stays so */}
        {isFree &&
          chosen !== '' &&
          ![...options, ...groups.flatMap((group) => group.options)].some(({ value }) => value === chosen) && (
            <option value={chosen} selected>
              {chosen}
            </option>
          )}
        <Options options={options} chosen={chosen} />
        {groups.map((group) => (
          <optgroup key={group.label} label={group.label}>
            <Options options={group.options} chosen={chosen} />
          </optgroup>
        ))}
      </select>
    </div>
  );
}

function Options({ options, chosen }: { options: readonly Option[]; chosen: string }) {
  return (
    <>
      {options.map(({ value, label }) => (
        <option key={value} value={value} selected={value === chosen}>
          {label}
        </option>
      ))}
    </>
  );
}

interface FilterByProps {
  name: string;
  by: Gendered;
  options: readonly Option[];
  isFree?: boolean;
}
/** The same by what a label says, all of which is chosen where nothing is asked for. */
export function FilterBy({ name, by, options, isFree = false }: FilterByProps) {
  const { t } = useVisit();
  return <FilterSelect name={name} label={t(by)} all={allOf(t, by)} options={options} isFree={isFree} />;
}

interface FilterTextProps {
  name: string;
  label: string;
  type?: 'search' | 'date' | 'number';
  /** What the page shows when nothing was asked for. */
  initial?: string;
  hint?: string;
  /** Bounds of a number, both included. */
  min?: number;
  max?: number;
  /** What is wrong with what was typed. */
  problem?: string | undefined;
}
/** A search field above a list, with what was last typed. */
export function FilterText({ name, label, type = 'search', initial = '', hint, min, max, problem }: FilterTextProps) {
  const { visit } = useVisit();
  const id = `filter-${name}`;
  return (
    <div class={`fr-input-group${problem ? ' fr-input-group--error' : ''}`}>
      <label class="fr-label" for={id}>
        {label}
        {hint !== undefined && <span class="fr-hint-text">{hint}</span>}
      </label>
      <input
        class={`fr-input${problem ? ' fr-input--error' : ''}`}
        type={type as 'search'} // the typings want one element a type
        id={id}
        name={name}
        value={single(visit.query, name) || initial}
        min={min}
        max={max}
        {...(problem ? { 'aria-invalid': 'true', 'aria-describedby': `${id}-messages` } : {})}
      />
      {problem && (
        <div class="fr-messages-group" id={`${id}-messages`}>
          <p class="fr-message fr-message--error">{problem}</p>
        </div>
      )}
    </div>
  );
}
