// A form that is half typed is not lost to a change of theme. Nothing of it is kept in the browser.

/** Whether somebody changed a field of the page's forms since it came. */
function isTyped() {
  for (const form of document.querySelectorAll('main form[method=post]'))
    if (form instanceof HTMLFormElement && [...form.elements].some(isChanged)) return true;
  return false;
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
