import type { ComponentChildren } from 'preact';

/** What scrolls inside itself can be reached, and so scrolled, by keyboard (WCAG 2.1.1). */
export const SCROLLS = { tabIndex: 0 };

/** Text to copy, as it is. */
export function Verbatim({ children }: { children: ComponentChildren }) {
  return (
    <pre class="jeton-example" {...SCROLLS}>
      {children}
    </pre>
  );
}
