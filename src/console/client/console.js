// What pages do more comfortably with a script; every one of them works without.

/** A one-time code in the address's fragment goes into its field, and out of the address. */
function takeCode() {
  const field = document.querySelector('#welcome-token');
  if (!(field instanceof HTMLInputElement)) return;
  // the switch of the language takes it along, in the fragment again
  for (const link of document.querySelectorAll('a'))
    if (link.hreflang) link.addEventListener('click', () => (link.hash = encodeURIComponent(field.value)));
  if (location.hash.length < 2) return;
  field.value = decodeURIComponent(location.hash.slice(1));
  history.replaceState(null, '', location.pathname + location.search);
  document.querySelector('#welcome-password')?.setAttribute('autofocus', '');
}

/** "Select all" ticks in place what has no anomaly, and keeps count. */
function selectAll() {
  const button = document.querySelector('[data-select-all]');
  const form = button?.closest('form');
  if (!(button instanceof HTMLElement) || !form) return;
  const boxes = [...form.querySelectorAll('input[data-plain]')].filter((box) => box instanceof HTMLInputElement);
  button.setAttribute('role', 'button');
  button.setAttribute('aria-pressed', String(boxes.length > 0 && boxes.every((box) => box.checked)));
  button.addEventListener('click', (event) => {
    event.preventDefault();
    const tick = boxes.some((box) => !box.checked);
    for (const box of boxes) box.checked = tick;
    button.setAttribute('aria-pressed', String(tick));
  });
  button.addEventListener('keydown', (event) => {
    if (event.key !== ' ') return; // a link that acts as a button answers to the space bar too
    event.preventDefault();
    button.click();
  });
}

/** How many are ticked stands beside what is done to them. */
function countTicked() {
  const said = document.querySelector('[data-ticked]');
  const form = said?.closest('form');
  if (!(said instanceof HTMLElement) || !form) return;
  const show = () => {
    const ticked = form.querySelectorAll('input[name=choice]:checked').length;
    const words = (ticked === 1 ? said.dataset['one'] : said.dataset['other']) ?? '';
    said.textContent = ticked === 0 ? '' : words.replace(/\d+/, ticked.toLocaleString(document.documentElement.lang));
  };
  form.addEventListener('change', show);
  // "select all" ticks by script, which tells nobody
  form.addEventListener('click', () => setTimeout(show));
  show();
}

/** What the service said last of all that changes by itself: as it came, whatever was opened in it since. */
let lastShown = document.querySelector('[data-refresh]')?.outerHTML;

/** What moves does not take the focus away: a key's button that has it keeps it, anything else waits. False: it waits. */
function replaceShown(/** @type {Element} */ shown, /** @type {HTMLElement} */ fresh) {
  const html = fresh.outerHTML;
  if (html === lastShown) return true; // what somebody opened or chose stays as it is
  const active = shown.contains(document.activeElement) ? document.activeElement : undefined;
  const key = active?.getAttribute('data-key');
  // a field is found again by its id; where it is gone, what was typed into it stays on the page
  const stays = active?.id ? fresh.querySelector(`#${CSS.escape(active.id)}`) !== null : false;
  const empty = active instanceof HTMLInputElement && active.value === '' && active.id !== '';
  const typed = active?.matches('input, textarea, select') && (empty || stays);
  const field = typed ? active?.id : undefined;
  if (key === null && field === undefined && fresh.hasAttribute('data-refresh')) return false;
  lastShown = html;
  sayChanges(shown, fresh);
  const was = shown.getAttribute('data-plugged');
  // a slot that does not answer says nothing of its token: only one that answers and is without it does
  if (was !== null && fresh.getAttribute('data-plugged') === 'unknown') fresh.setAttribute('data-plugged', was);
  const pulled = was === 'yes' && fresh.getAttribute('data-plugged') === 'no';
  // typed.js moves what was typed; a module cannot call another whose address has a hash
  document.dispatchEvent(new CustomEvent('jeton-replace', { detail: { shown, fresh } }));
  shown.replaceWith(fresh);
  const leaves = pulled ? fresh.querySelector('form[data-unplugged]') : null;
  if (leaves instanceof HTMLFormElement) leaves.requestSubmit();
  const same = field === undefined ? null : document.getElementById(field);
  const next = document.activeElement === document.body ? (same ?? fresh.querySelector('[autofocus]')) : null;
  if (next instanceof HTMLElement) next.focus({ preventScroll: true }); // who reads further down stays there
  const button = key ? fresh.querySelector(`[data-key="${key}"]`) : null;
  if (button instanceof HTMLElement) button.focus();
  return true;
}

/** Reads out what a slot has passed since, and nothing that has been said; what ended is heard too. */
function sayChanges(/** @type {Element} */ shown, /** @type {Element} */ fresh) {
  const status = document.querySelector('#line-said');
  if (!status) return;
  const news = (/** @type {string} */ name) => {
    const of = (/** @type {Element} */ place) =>
      [...place.querySelectorAll(`[${name}]`)].map((tile) => tile.getAttribute(name) ?? '');
    const before = new Set(of(shown));
    return of(fresh).filter((said) => !before.has(said));
  };
  const said = news('data-said');
  if (said.length > 0) status.textContent = said.join('. ');
  const sounds = news('data-sound');
  if (sounds.length > 0) sound(sounds.some((one) => one.startsWith('failed')) ? 'failed' : 'done');
}

const MUTED = 'jeton-muted';
/** Hertz, one after another: up for done, down for failed. */
const TONES = { done: [880, 1320], failed: [330, 220, 165] };

/** Heard from the other side of the bench, unless its technician chose silence. */
function sound(/** @type {'done' | 'failed'} */ kind) {
  if (localStorage.getItem(MUTED) === 'yes' || !document.querySelector('.jeton-line') || !globalThis.AudioContext)
    return;
  const context = new AudioContext();
  TONES[kind].forEach((hertz, place) => {
    const tone = context.createOscillator();
    const volume = context.createGain();
    tone.frequency.value = hertz;
    volume.gain.value = 0.15;
    tone.connect(volume).connect(context.destination);
    tone.start(context.currentTime + place * 0.16);
    tone.stop(context.currentTime + place * 0.16 + 0.14);
  });
  setTimeout(() => void context.close(), 1500);
}

/** Sounds are muted by choice, on this machine. */
function serveMute() {
  const button = document.querySelector('[data-mute]');
  if (!(button instanceof HTMLElement)) return;
  const show = () => button.setAttribute('aria-pressed', String(localStorage.getItem(MUTED) === 'yes'));
  button.hidden = false;
  button.addEventListener('click', () => {
    localStorage.setItem(MUTED, localStorage.getItem(MUTED) === 'yes' ? 'no' : 'yes');
    show();
  });
  show();
  if (document.querySelector('.jeton-full .fr-alert--error[role=alert]:not([hidden])')) sound('failed');
}

/** Without a stream for this long the page is behind; a stream that stands says something every five seconds. */
const AWAY_MS = 1500;
const SILENT_MS = 16_500;
/** A server that refuses is asked again after this. */
const AGAIN_MS = 5000;

/**
 * Said as long as nothing is heard of the server: on the line at once, for nobody unplugs what they cannot see, elsewhere after
 * three tries.
 */
function sayLost(/** @type {boolean} */ lost, /** @type {boolean} */ long) {
  const say = (/** @type {string} */ id, /** @type {boolean} */ is) =>
    document.getElementById(id)?.toggleAttribute('hidden', !is);
  say('line-lost', lost);
  say('page-lost', long);
}

/** Whether the page only says that it changed, and typed.js keeps it as it is for what is typed into it. */
const isKept = () =>
  document.querySelector('#news') !== null &&
  !document.dispatchEvent(new CustomEvent('jeton-leave', { cancelable: true }));

/** The session is over, or locked, or sees this no more: its page says so; never more than once in two seconds. */
function openAnew() {
  const said = document.querySelector('[data-over]');
  if (said instanceof HTMLElement && isKept()) said.hidden = false;
  else setTimeout(() => location.reload(), Math.max(0, 2000 - performance.now()));
}

/** What changes by itself is sent by the server whenever it did; the focus stays where it was. */
function followServer() {
  const address = document.querySelector('[data-refresh]')?.getAttribute('data-refresh');
  if (!address || !globalThis.EventSource) return;
  let heard = Date.now();
  let next = 0;
  /** What was sent and waits for the focus to leave. @type {string | undefined} */
  let kept;
  /** @type {EventSource | undefined} */
  let source;
  const stop = () => {
    source?.close();
    clearInterval(timer);
  };
  const show = () => {
    const shown = document.querySelector('[data-refresh]');
    const fresh =
      shown && kept !== undefined ? new DOMParser().parseFromString(kept, 'text/html').getElementById(shown.id) : null;
    if (shown && fresh && replaceShown(shown, fresh)) kept = undefined;
    if (!document.querySelector('[data-refresh]')) stop();
  };
  const connect = () => {
    next = Date.now() + AGAIN_MS;
    source?.close();
    source = new EventSource(address);
    const hear = () => {
      heard = Date.now();
    };
    source.addEventListener('open', hear);
    source.addEventListener('beat', hear);
    source.addEventListener('message', (event) => {
      hear();
      kept = event.data;
      show();
    });
    source.addEventListener('over', () => {
      stop();
      openAnew();
    });
    // newer pages of this session took its place: it comes back when somebody looks at it
    source.addEventListener('elsewhere', () => {
      stop();
      addEventListener('focus', () => (isKept() ? followServer() : location.reload()), { once: true });
    });
  };
  const timer = setInterval(() => {
    const silent = Date.now() - heard;
    const lost = silent > (source?.readyState === EventSource.OPEN ? SILENT_MS : AWAY_MS);
    sayLost(lost, silent > SILENT_MS);
    // a browser comes back by itself, but not from a refusal, nor to a line that only looks as if it stood
    const left = source?.readyState === EventSource.CLOSED || silent > SILENT_MS;
    if (lost && left && Date.now() > next) connect();
    show();
    submitWhatIsReady();
  }, 500);
  connect();
}

/** Whether this page has begun what was ready: a slow server's answer is waited for, never asked for again. */
let begun = false;

/** On the line: the token that was waited for is plugged in, and production begins by itself. */
function submitWhatIsReady() {
  const form = document.querySelector('form[data-ready]');
  if (begun || !(form instanceof HTMLFormElement)) return;
  // this page is its refusal: it waits for somebody, or would ask again for ever
  if (location.pathname === form.getAttribute('action')) return;
  begun = true;
  form.requestSubmit();
}

/** On the line: the keyboard is the scanner's, F-keys are buttons. */
function serveLine() {
  const field = document.querySelector('.jeton-line [name=scan]');
  if (!(field instanceof HTMLInputElement)) return;
  field.focus();
  document.addEventListener('keydown', (event) => {
    const button = /^F\d+$/.test(event.key) ? document.querySelector(`[data-key="${event.key}"]`) : null;
    if (button instanceof HTMLElement) {
      event.preventDefault();
      button.click();
    } else if (event.key.length === 1 && !event.ctrlKey && !event.altKey && !event.metaKey) {
      field.focus(); // before the character is typed
    }
  });
}

/** A form is sent once: a second click or a scanner's second Enter does nothing. */
function sendOnce() {
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.method !== 'post') return;
    if (form.dataset['sent'] === 'yes') event.preventDefault();
    form.dataset['sent'] = 'yes';
    setTimeout(() => delete form.dataset['sent'], 2000); // a download leaves the page where it is
  });
}

takeCode();
selectAll();
countTicked();
sendOnce();
serveLine();
serveMute();
followServer();
