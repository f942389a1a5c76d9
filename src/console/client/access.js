// Passkeys, and the warning before a session ends.

/** @param {string} text base64url */
function octets(text) {
  const binary = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
  return Uint8Array.from(binary, (c) => c.charCodeAt(0));
}

/** @param {ArrayBuffer} buffer */
function base64url(buffer) {
  const binary = [...new Uint8Array(buffer)].map((octet) => String.fromCharCode(octet)).join('');
  return btoa(binary).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

/** @param {{ id: string }[] | undefined} list */
const credentials = (list = []) => list.map((known) => ({ ...known, id: octets(known.id) }));

/** @param {any} options as the service wrote them */
async function create(options) {
  const made = await navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: octets(options.challenge),
      user: { ...options.user, id: octets(options.user.id) },
      excludeCredentials: credentials(options.excludeCredentials),
    },
  });
  if (!(made instanceof PublicKeyCredential) || !(made.response instanceof AuthenticatorAttestationResponse)) return;
  return answer(made, {
    clientDataJSON: base64url(made.response.clientDataJSON),
    attestationObject: base64url(made.response.attestationObject),
    transports: made.response.getTransports(),
  });
}

/** @param {any} options as the service wrote them */
async function get(options) {
  const found = await navigator.credentials.get({
    publicKey: {
      ...options,
      challenge: octets(options.challenge),
      allowCredentials: credentials(options.allowCredentials),
    },
  });
  if (!(found instanceof PublicKeyCredential) || !(found.response instanceof AuthenticatorAssertionResponse)) return;
  const { clientDataJSON, authenticatorData, signature, userHandle } = found.response;
  return answer(found, {
    clientDataJSON: base64url(clientDataJSON),
    authenticatorData: base64url(authenticatorData),
    signature: base64url(signature),
    ...(userHandle ? { userHandle: base64url(userHandle) } : {}),
  });
}

/**
 * @param {PublicKeyCredential} credential
 * @param {object} response
 */
function answer(credential, response) {
  const { id, type } = credential;
  return JSON.stringify({ id, rawId: base64url(credential.rawId), type, clientExtensionResults: {}, response });
}

/** @param {string} address */
const readOptions = async (address) => (await fetch(address, { headers: { accept: 'application/json' } })).json();

/** A form that waits for a key: the key's answer goes into its field, then it is sent as any form. */
function askKeys() {
  for (const part of document.querySelectorAll('[data-passkey]')) {
    const form = part.closest('form');
    const field = part.querySelector('input[name=response]');
    const failed = part.querySelector('[data-passkey-failed]');
    const known = part.querySelector('[data-passkey-known]');
    if (!form || !(field instanceof HTMLInputElement) || !(failed instanceof HTMLElement)) continue;
    let asking = false;
    form.addEventListener('submit', async (event) => {
      if (field.value !== '') return;
      event.preventDefault();
      event.stopPropagation(); // not sent yet: a second try must not be taken for a second click
      if (asking) return;
      asking = true;
      failed.hidden = true;
      if (known instanceof HTMLElement) known.hidden = true;
      const given = part.getAttribute('data-given');
      const options = given ? JSON.parse(given) : await readOptions(part.getAttribute('data-options') ?? '');
      const ceremony = part.getAttribute('data-passkey') === 'create' ? create : get;
      let isKnown = false;
      field.value =
        (await ceremony(options).catch((error) => {
          isKnown = error?.name === 'InvalidStateError'; // the browser's word for a key that the account has already
        })) ?? '';
      asking = false;
      failed.hidden = field.value !== '' || isKnown;
      if (known instanceof HTMLElement) known.hidden = !isKnown;
      if (field.value !== '') form.requestSubmit();
    });
    // a locked bench waits for one touch; any key asks again
    if (!part.hasAttribute('data-at-once')) continue;
    form.requestSubmit();
    document.addEventListener('keydown', () => failed.hidden || form.requestSubmit());
  }
}

/** After a restore: a passkey from before it stands for the password from before it. */
function offerFormer() {
  const part = document.querySelector('[data-former]');
  const button = part?.querySelector('button');
  const field = part?.querySelector('input[name=response]');
  const [done, failed] = ['done', 'failed'].map((end) => part?.querySelector(`[data-former-${end}]`));
  if (!part || !button || !(field instanceof HTMLInputElement) || !('PublicKeyCredential' in globalThis)) return;
  if (!(done instanceof HTMLElement) || !(failed instanceof HTMLElement)) return;
  button.hidden = false;
  button.addEventListener('click', async () => {
    const options = await readOptions(part.getAttribute('data-former') ?? '');
    field.value = (await get(options).catch(() => undefined)) ?? '';
    failed.hidden = field.value !== '';
    done.hidden = field.value === '';
  });
}

const FRENCH = document.documentElement.lang !== 'en';
const WORDS = FRENCH
  ? {
      ending: 'Votre session prend fin dans deux minutes sans activité.',
      stay: 'Rester connecté',
    }
  : {
      ending: 'Your session ends in two minutes unless you do something.',
      stay: 'Stay signed in',
    };

/** @param {HTMLFormElement} form whose token proves that it is ours */
function tokenOf(form) {
  const field = form.querySelector('input[name=_csrf]');
  return field instanceof HTMLInputElement ? field.value : '';
}

/** Where somebody proves once more who they are, a passkey does; what was being done goes on with the same click. */
function offerKey() {
  const button = document.querySelector('[data-own-key]');
  const form = button?.closest('form');
  const failed = form?.querySelector('[data-passkey-failed]');
  if (!(button instanceof HTMLButtonElement) || !form || !(failed instanceof HTMLElement)) return;
  if ('PublicKeyCredential' in globalThis) button.hidden = false;
  button.addEventListener('click', async (event) => {
    event.preventDefault();
    failed.hidden = true;
    const response = await readOptions('/connexion/cle/defi')
      .then(get)
      .catch(() => undefined);
    const body = new URLSearchParams({ _csrf: tokenOf(form), response: response ?? '' });
    const sent = response ? await fetch('/connexion/cle/confirmer', { method: 'POST', body }) : undefined;
    failed.hidden = sent?.ok === true;
    if (!sent?.ok) return;
    form.querySelector('[name=_password]')?.setAttribute('disabled', '');
    form.submit();
  });
}

const IDLE_MS = 15 * 60_000;
const WARN_MS = 2 * 60_000;

/** Two minutes before a session ends for want of use: said aloud, and one click keeps it. What was typed stays. */
function warnBeforeEnd() {
  const leave = document.querySelector('form[action="/deconnexion"]');
  // a locked bench waits for its owner
  if (!(leave instanceof HTMLFormElement) || document.querySelector('[data-locked]')) return;
  const warn = () => {
    const box = document.createElement('div');
    box.className = 'fr-alert fr-alert--warning jeton-session-end';
    box.setAttribute('role', 'alert');
    const text = document.createElement('p');
    text.textContent = WORDS.ending;
    const stay = document.createElement('button');
    stay.type = 'button';
    stay.className = 'fr-btn fr-btn--sm';
    stay.textContent = WORDS.stay;
    stay.addEventListener('click', async () => {
      const body = new URLSearchParams({ _csrf: tokenOf(leave) });
      const kept = await fetch('/session/prolonger', { method: 'POST', body }).catch(() => undefined);
      if (!kept?.ok) return;
      box.remove();
      setTimeout(warn, IDLE_MS - WARN_MS);
    });
    box.append(text, stay);
    document.body.prepend(box);
  };
  setTimeout(warn, IDLE_MS - WARN_MS);
}

// a key answers only at the console's own name
for (const failed of document.querySelectorAll('p[data-home]'))
  if (failed.getAttribute('data-home') !== location.origin) failed.textContent = failed.getAttribute('data-elsewhere');
askKeys();
offerFormer();
offerKey();
warnBeforeEnd();
