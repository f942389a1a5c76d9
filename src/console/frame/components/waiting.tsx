import type { CountKey, Key } from '../translate.ts';
import { Alert } from './alerts.tsx';
import { useVisit } from './visit-context.tsx';

/** What waits on another page for the reader, said on the one where their work begins; nothing where nothing waits. */
export function Waiting({ count, text, href, look }: { count: number; text: CountKey; href: string; look: Key }) {
  const { t } = useVisit();
  if (count === 0) return null;
  return (
    <Alert kind="warning" title={t.count(text, count)}>
      <p>
        <a href={href}>{t(look)}</a>
      </p>
    </Alert>
  );
}
