import type { ComponentChildren } from 'preact';

/** Written out: of the design system only the classes that a source names reach a browser. */
const LOOKS = { info: 'fr-notice--info', warning: 'fr-notice--warning' } as const;

interface BannerProps {
  kind: keyof typeof LOOKS;
  label: string;
  children: ComponentChildren;
}
/** A notice across the whole page, above its header; nothing closes it. */
export function Banner({ kind, label, children }: BannerProps) {
  return (
    <section class={`fr-notice ${LOOKS[kind]}`} aria-label={label}>
      <div class="fr-container">
        <div class="fr-notice__body">
          <p>{children}</p>
        </div>
      </div>
    </section>
  );
}
