import { mightEver } from '../../book/rights/authorise.ts';
import type { Right } from '../../book/rights/sentences.ts';
import { useVisit } from '../frame/components/visit-context.tsx';

function useMay(right: Right): boolean {
  const { visit } = useVisit();
  return Boolean(visit.me && mightEver(visit.me.caller, right, visit.now));
}

/** The number of a machine, and the way to its sheet where the reader may open it. */
export function MachineLink({ number }: { number: string }) {
  const opens = useMay('workstation.read');
  return opens ? <a href={`/postes/${encodeURIComponent(number)}`}>{number}</a> : number;
}

/** The serial number of a token, and the way to its sheet where the reader may open it. */
export function TokenLink({ serial }: { serial: string }) {
  const opens = useMay('stock.read');
  return opens ? <a href={`/stock/${encodeURIComponent(serial)}`}>{serial}</a> : serial;
}

/** The way to the report of an incident, for whoever may make one. */
export function ReportLink() {
  const { t } = useVisit();
  if (!useMay('incident.report')) return null;
  return (
    <p>
      <a href="/incidents/signaler">{t('incident.report')}</a>
    </p>
  );
}
