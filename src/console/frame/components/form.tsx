import { type ComponentChildren, createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { type FieldProblem, listed, single } from '../forms/forms.ts';
import { SCAN_FIELDS } from '../forms/scan.ts';
import { fieldProblems, wrongFields } from '../shell/failures.ts';
import type { Visit } from '../visit.ts';
import { useVisit } from './visit-context.tsx';

/** The name under which a form sends where its page stands. */
export const PAGE_MARK = '_mark';

/** Which form a field stands in: what was typed into one form never shows up in another. */
const FormName = createContext('');

interface FormProps {
  action: string;
  /** Different for each form of a page. */
  name: string;
  children: ComponentChildren;
  upload?: boolean;
  class?: string;
  id?: string;
}

/** A form that changes something: POST, with the token of the session. */
export function Form({ action, name, children, upload, id, ...rest }: FormProps) {
  const { visit } = useVisit();
  return (
    <FormName.Provider value={name}>
      <form
        method="post"
        action={action}
        data-typed={isShownAgain(visit, name) || undefined}
        class={rest.class}
        id={id}
        {...(upload ? { enctype: 'multipart/form-data' } : {})}
      >
        <input type="hidden" name="_csrf" value={visit.csrf} />
        <input type="hidden" name="_form" value={name} />
        <PageMark />
        {children}
      </form>
    </FormName.Provider>
  );
}

/** Where its page stands: a refusal says what was done since. */
export function PageMark() {
  const { visit } = useVisit();
  const mark = visit.pageMark ?? single(visit.values, PAGE_MARK);
  return mark === '' ? null : <input type="hidden" name={PAGE_MARK} value={mark} />;
}

interface PostButtonProps {
  action: string;
  values?: Readonly<Record<string, string>>;
  class?: string;
  children: ComponentChildren;
  title?: string | undefined;
  /** An F-key that presses it, where the page's script serves keys. */
  hotkey?: string;
  /** The page's script presses it as soon as it stands there. */
  ready?: boolean;
  /** The page's script presses it when the token that it showed is pulled out. */
  unplugged?: boolean;
}

/** One act behind one button. */
export function PostButton(props: PostButtonProps) {
  const { action, values = {}, children, title, hotkey, ready, unplugged, ...rest } = props;
  const { visit } = useVisit();
  return (
    <form
      method="post"
      action={action}
      class="jeton-inline"
      {...(ready ? { 'data-ready': true } : {})}
      {...(unplugged ? { 'data-unplugged': true } : {})}
    >
      <input type="hidden" name="_csrf" value={visit.csrf} />
      <PageMark />
      {Object.entries(values).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <button type="submit" class={rest.class ?? 'fr-btn'} title={title} data-key={hotkey}>
        {children}
      </button>
    </form>
  );
}

/** The button that sends the form; `secondary` for what is not the page's main act. */
export function Submit({
  children,
  secondary,
  danger,
  value,
  name,
  action,
}: {
  children: ComponentChildren;
  secondary?: boolean;
  danger?: boolean;
  name?: string;
  value?: string;
  /** Sends the form elsewhere, whatever is still missing in it: to look something up for it. */
  action?: string;
}) {
  const looks = ['fr-btn', secondary ? 'fr-btn--secondary' : '', danger ? 'jeton-btn--danger' : ''];
  return (
    <button
      type="submit"
      class={looks.filter(Boolean).join(' ')}
      name={name}
      value={value}
      {...(action === undefined ? {} : { formaction: action, formnovalidate: true })}
    >
      {children}
    </button>
  );
}

/** What Enter does in a form whose first visible button does something else: a browser takes the first of all. */
export function DefaultSubmit() {
  return <button type="submit" class="fr-sr-only" tabIndex={-1} aria-hidden="true" />;
}

/** Whether the form stands there with what was typed into it. */
function isShownAgain({ failure, goesOn, values }: Visit, form: string): boolean {
  return (failure !== undefined || goesOn === true) && single(values, '_form') === form;
}

interface FieldState {
  id: string;
  value: string;
  values: string[];
  problem: FieldProblem | undefined;
  typed: boolean;
  /** Whether the page begins here, for a field that it begins at where nothing is wrong. */
  begins(usually?: boolean): boolean;
}
/** A field's value – what was typed, after a failure of its own form – and its problem. */
export function useField(name: string, initial = ''): FieldState {
  const { visit } = useVisit();
  const form = useContext(FormName);
  const typed = isShownAgain(visit, form);
  const [wrong] = wrongFields(visit.failure);
  return {
    begins: (usually = false) => (wrong === undefined ? usually : typed && wrong === name),
    id: `${form}-${name}`,
    value: typed ? (listed(visit.values, name)[0] ?? '') : initial,
    values: typed ? listed(visit.values, name) : initial === '' ? [] : [initial],
    problem: typed ? fieldProblems(visit.failure)[name] : undefined,
    typed,
  };
}

/** The field of this form that a scanner types into. */
export function useScanField(): FieldState & { name: string } {
  const form = useContext(FormName);
  const name = SCAN_FIELDS[form];
  if (name === undefined) throw new Error(`SCAN_FIELDS has no field of the form ${form}`);
  return { ...useField(name), name };
}
