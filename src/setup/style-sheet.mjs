// @ts-check

/**
 * What of a style sheet the pages can meet. The sheet is the design system's own, minified and well formed: nothing here
 * comes from a stranger.
 */

/**
 * Which classes the pages name.
 * @typedef {object} Used
 * @property {(name: string) => boolean} has the class stands on some page
 * @property {(start: string) => boolean} begins some class on some page begins so
 */

/**
 * The classes of the design system that sources name. One that ends with `-` is made on the server of two parts, so every
 * class that begins so may be on a page.
 * @param {Iterable<string>} sources
 * @returns {Used}
 */
export function classesIn(sources) {
  const named = new Set([...sources].flatMap((text) => text.match(/\bfr-[a-z][\w-]*/g) ?? []));
  const all = [...named];
  const starts = all.filter((name) => name.endsWith('-'));
  return {
    has: (name) => named.has(name) || starts.some((start) => name.startsWith(start)),
    begins: (start) => all.some((name) => name.startsWith(start) || (name.endsWith('-') && start.startsWith(name))),
  };
}

/**
 * The sheet without the rules for what no page has, and without typefaces. Dark colours hold as well where the page
 * follows the machine: no script has to find out which it is.
 * @param {string} css @param {Used} used
 * @returns {string}
 */
export function onlyUsed(css, used) {
  let kept = '';
  for (const { prelude, body } of statements(css)) {
    if (body === undefined || prelude === '@font-face' || isForOldBrowsers(prelude)) continue;
    if (!prelude.startsWith('@')) kept += rule(prelude, body, used);
    else if (prelude.startsWith('@media') || prelude.startsWith('@supports')) {
      const inside = onlyUsed(body, used);
      if (inside !== '') kept += `${prelude}{${inside}}`;
    } else kept += `${prelude}{${body}}`;
  }
  return kept;
}

/** @param {string} prelude @param {string} body @param {Used} used */
function rule(prelude, body, used) {
  const selectors = split(prelude, ',').filter((selector) => canMatch(selector, used));
  if (selectors.length === 0) return '';
  const dark = selectors.filter((selector) => selector.includes(DARK));
  const alsoDark = dark.map((selector) => selector.replace(DARK, SYSTEM)).join(',');
  const system = dark.length === 0 ? '' : `@media (prefers-color-scheme:dark){${alsoDark}{${body}}}`;
  return `${selectors.join(',')}{${body}}${system}`;
}

const DARK = '[data-fr-theme=dark]';
const SYSTEM = '[data-fr-theme=system]';

/** Internet Explorer's hacks. @param {string} prelude */
function isForOldBrowsers(prelude) {
  return prelude.startsWith('@media') && prelude.includes('min-width:0\\0');
}

/** Whether every class that a selector asks for is on some page. @param {string} selector @param {Used} used */
function canMatch(selector, used) {
  const asked = withoutNegations(selector);
  const classes = [...asked.matchAll(/\.(fr-[\w-]+)/g)].map(([, name = '']) => name);
  const starts = [...asked.matchAll(/\[class[\^*]="? ?(fr-[\w-]+)"?\]/g)].map(([, start = '']) => start);
  return classes.every(used.has) && starts.every(used.begins);
}

/** @param {string} selector */
function withoutNegations(selector) {
  let [left, rest] = ['', selector];
  for (let at = rest.indexOf(':not('); at >= 0; at = rest.indexOf(':not(')) {
    left += rest.slice(0, at);
    rest = rest.slice(endOf(rest, at + ':not('.length, ')') + 1);
  }
  return left + rest;
}

/**
 * The statements of a sheet, one level deep; `body` is what stands in braces.
 * @param {string} css
 * @returns {Generator<{ prelude: string, body: string | undefined }>}
 */
function* statements(css) {
  const text = css.replace(/\/\*[\s\S]*?\*\//g, '');
  for (let at = 0; at < text.length; ) {
    const stop = endOf(text, at, '{;');
    const prelude = text.slice(at, stop).trim();
    if (text[stop] !== '{') {
      if (prelude !== '') yield { prelude, body: undefined };
      at = stop + 1;
      continue;
    }
    const end = endOf(text, stop + 1, '}');
    yield { prelude, body: text.slice(stop + 1, end).trim() };
    at = end + 1;
  }
}

/** @param {string} text @param {string} separator @returns {string[]} */
function split(text, separator) {
  const parts = [];
  for (let at = 0; at <= text.length; ) {
    const end = endOf(text, at, separator);
    parts.push(text.slice(at, end).trim());
    at = end + 1;
  }
  return parts;
}

/** What closes what; a quotation mark closes itself. @type {Record<string, string>} */
const CLOSING = { '{': '}', '(': ')', '[': ']', '"': '"', "'": "'" };

/**
 * Where the first of `stops` stands that is neither quoted nor in brackets of its own; the end where there is none.
 * @param {string} text @param {number} from @param {string} stops
 * @returns {number}
 */
function endOf(text, from, stops) {
  for (let at = from; at < text.length; at += 1) {
    const sign = text[at] ?? '';
    if (stops.includes(sign)) return at;
    if (sign === '\\') at += 1;
    else if (sign === '"' || sign === "'") at = endOfQuoted(text, at);
    else if (CLOSING[sign] !== undefined) at = endOf(text, at + 1, CLOSING[sign]);
  }
  return text.length;
}

/** @param {string} text @param {number} from where the mark stands that opens */
function endOfQuoted(text, from) {
  let at = from + 1;
  while (at < text.length && text[at] !== text[from]) at += text[at] === '\\' ? 2 : 1;
  return at;
}
