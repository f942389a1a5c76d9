// A form that is half typed is not lost to a change of theme or language, nor to news that come into its page. Without a
// script, a link carries nothing along.

/** Whether somebody changed a field of the page's forms since it came. */
function isTyped() {
  return typedForms().length > 0;
}

/** The forms that somebody changed, or that came back with what was typed because something was wrong with it. */
function typedForms() {
  return postForms().filter((form) => form.hasAttribute('data-typed') || [...form.elements].some(isChanged));
}

/** @returns {HTMLFormElement[]} */
function postForms() {
  return [...document.querySelectorAll('main form[method=post]')].filter((form) => form instanceof HTMLFormElement);
}

/** @param {Element} field */
function isChanged(field) {
  if (field instanceof HTMLTextAreaElement) return field.value !== field.defaultValue;
  if (field instanceof HTMLSelectElement) {
    const own = [...field.options].findLastIndex((option) => option.defaultSelected);
    return field.selectedIndex !== Math.max(own, 0);
  }
  if (!(field instanceof HTMLInputElement) || field.type === 'hidden') return false;
  return field.value !== field.defaultValue || field.checked !== field.defaultChecked;
}

/** The theme is changed in place; without an answer the form is sent as it is without a script. */
async function changeTheme(/** @type {HTMLFormElement} */ form) {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) body.append(name, String(value));
  try {
    const { type } = await fetch(form.action, { method: 'POST', body, redirect: 'manual' });
    if (type !== 'opaqueredirect') return form.submit();
    document.documentElement.setAttribute('data-fr-theme', body.get('theme') ?? 'system');
    document.getElementById('display')?.hidePopover();
  } catch {
    form.submit();
  }
}

const display = document.querySelector('form[action="/affichage"]');
display?.addEventListener('submit', (event) => {
  if (!isTyped() || !(display instanceof HTMLFormElement)) return;
  event.preventDefault();
  void changeTheme(display);
});

/** What goes along to the page in the other language; the next page of this window takes it out again, whichever it is. */
const CARRIED = 'jeton-typed';
/** A page that did not come within this time, ms, is not filled later. */
const CARRIED_MS = 60_000;

/** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Field */

/**
 * The fields that may be carried: no password and no code – of text, one that the browser is told not to keep, other than where
 * a scanner types –, no file, and nothing that the page wrote for itself.
 * @returns {Field[]}
 */
function openFields(/** @type {HTMLFormElement} */ form) {
  const fields = [...form.elements].filter(
    (field) =>
      field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement || field instanceof HTMLInputElement,
  );
  const secret = (/** @type {Field} */ field) =>
    ['password', 'hidden', 'file', 'submit'].includes(field.type) ||
    field.hasAttribute('data-secret') ||
    (field.getAttribute('autocomplete') === 'off' && !field.classList.contains('jeton-scan'));
  return fields.filter((field) => field.name !== '' && !secret(field));
}

/** The same form on both pages. */
const nameOf = (/** @type {HTMLFormElement} */ form) =>
  `${form.getAttribute('action')} ${form.querySelector('input[name=_form]')?.getAttribute('value') ?? ''}`;

const isTick = (/** @type {Field} */ field) => field.type === 'checkbox' || field.type === 'radio';

/** @returns {string[]} */
function valuesOf(/** @type {Field} */ field) {
  if (field instanceof HTMLSelectElement) return [...field.selectedOptions].map((option) => option.value);
  return field instanceof HTMLInputElement && isTick(field) && !field.checked ? [] : [field.value];
}

function carry() {
  const forms = typedForms().map((form) => ({
    form: nameOf(form),
    fields: openFields(form).map((field) => ({
      name: field.name,
      own: isTick(field) ? field.value : '',
      values: valuesOf(field),
    })),
  }));
  if (forms.length > 0) sessionStorage.setItem(CARRIED, JSON.stringify({ at: Date.now(), forms }));
}

/** @param {Field} field @param {string[]} values */
function fill(field, values) {
  if (valuesOf(field).join('\n') === values.join('\n')) return;
  if (field instanceof HTMLSelectElement)
    for (const option of field.options) option.selected = values.includes(option.value);
  else if (field instanceof HTMLInputElement && isTick(field)) field.checked = values.length > 0;
  else field.value = values[0] ?? '';
  field.closest('details')?.setAttribute('open', '');
  for (const type of ['input', 'change']) field.dispatchEvent(new Event(type, { bubbles: true }));
}

function takeCarried() {
  const carried = sessionStorage.getItem(CARRIED);
  sessionStorage.removeItem(CARRIED);
  const { at, forms } = JSON.parse(carried ?? '{"at":0,"forms":[]}');
  if (Date.now() - at > CARRIED_MS) return;
  for (const form of postForms()) {
    /** @type {{ name: string, own: string, values: string[] }[]} */
    const fields = forms.find((/** @type {{ form: string }} */ one) => one.form === nameOf(form))?.fields ?? [];
    for (const field of openFields(form)) {
      const own = isTick(field) ? field.value : '';
      const place = fields.findIndex((one) => one.name === field.name && one.own === own);
      // each is used once: of several fields with one name the first takes the first
      for (const { values } of place < 0 ? [] : fields.splice(place, 1)) fill(field, values);
    }
  }
}

document.addEventListener('click', (event) => {
  const link = event.target instanceof Element ? event.target.closest('header a[hreflang], main a[data-carry]') : null;
  // another tab leaves this page as it is
  if (link && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)) carry();
});
// a page that would be opened anew stays as it is where somebody types
document.addEventListener('jeton-leave', (event) => isTyped() && event.preventDefault());
takeCarried();

/** What was typed goes along into the same field; into one that is about something else now, another code, it does not. */
function moveTyped(/** @type {Element} */ shown, /** @type {Element} */ fresh) {
  const about = (/** @type {Element} */ field) => field.closest('[data-about]')?.getAttribute('data-about');
  for (const field of shown.querySelectorAll('[id][name]')) {
    const same = fresh.querySelector(`#${CSS.escape(field.id)}`);
    if (!isField(field) || !isField(same) || about(field) !== about(same)) continue;
    if (field instanceof HTMLInputElement && same instanceof HTMLInputElement) {
      if (field.checked !== field.defaultChecked) same.checked = field.checked;
      if (['checkbox', 'radio', 'file', 'hidden'].includes(field.type) || field.value === field.defaultValue) continue;
    }
    // the page's own choice is made anew: of one slot it is that one, of two it is none
    if (field instanceof HTMLSelectElement && !isChanged(field)) continue;
    same.value = field.value;
  }
}

/** @param {unknown} field @returns {field is Field} */
function isField(field) {
  return (
    field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement
  );
}

// before a part of the page is replaced by a newer one
document.addEventListener('jeton-replace', (event) => {
  if (event instanceof CustomEvent) moveTyped(event.detail.shown, event.detail.fresh);
});
