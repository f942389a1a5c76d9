// @ts-check
import { AtRule, parse } from 'postcss';
import selectorParser from 'postcss-selector-parser';

/** What of a style sheet the pages can meet. */

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
 * follows the machine: no script has to find out which it is. They are of screens alone: paper is white.
 * @param {string} css @param {Used} used
 * @returns {string}
 */
export function onlyUsed(css, used) {
  const root = parse(css);
  root.walkComments((comment) => void comment.remove());
  root.walkAtRules((at) => {
    if (!at.nodes || at.name === 'font-face' || isForOldBrowsers(at)) at.remove();
  });
  root.walkRules((rule) => keepUsed(rule, used));
  root.walkAtRules((at) => {
    if (at.nodes?.length === 0) at.remove();
  });
  return root.toString();
}

const DARK = '[data-fr-theme=dark]';
const SYSTEM = '[data-fr-theme=system]';
const SCREEN = 'screen';

/** @param {import('postcss').Rule} rule @param {Used} used */
function keepUsed(rule, used) {
  if (rule.parent instanceof AtRule && (rule.parent.name.endsWith('keyframes') || rule.parent.params === SCREEN))
    return;
  if (rule.selectors.some((selector) => selector.includes(SYSTEM))) return; // made here of a dark one
  const selectors = rule.selectors.filter((selector) => canMatch(selector, used));
  if (selectors.length === 0) return void rule.remove();
  rule.selectors = selectors;
  const dark = selectors.filter((selector) => selector.includes(DARK));
  if (dark.length === 0) return;
  const system = rule.clone({ selectors: dark.map((selector) => selector.replace(DARK, SYSTEM)) });
  const follows = new AtRule({ name: 'media', params: '(prefers-color-scheme:dark)', nodes: [system] });
  rule.after(new AtRule({ name: 'media', params: SCREEN, nodes: [rule.clone({ selectors: dark }), follows] }));
  const others = selectors.filter((selector) => !dark.includes(selector));
  if (others.length === 0) rule.remove();
  else rule.selectors = others;
}

/** Internet Explorer's hacks. @param {import('postcss').AtRule} at */
function isForOldBrowsers({ name, params }) {
  return name === 'media' && params.includes('min-width:0\\0');
}

/** Whether every class that a selector asks for is on some page; a negation asks for none. @param {string} selector @param {Used} used */
function canMatch(selector, used) {
  const asked = selectorParser().astSync(selector);
  asked.walkPseudos((pseudo) => {
    if (pseudo.value === ':not') pseudo.remove();
  });
  let matches = true;
  asked.walkClasses(({ value }) => {
    matches &&= !value.startsWith('fr-') || used.has(value);
  });
  asked.walkAttributes(({ attribute, operator, value = '' }) => {
    const begins = attribute === 'class' && (operator === '^=' || operator === '*=') && value.trim().startsWith('fr-');
    matches &&= !begins || used.begins(value.trim());
  });
  return matches;
}
