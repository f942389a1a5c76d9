import type { App } from '../app.ts';
import { dateOf, dayOf } from '../book/rules/calendar/working-days.ts';
import { all, type Cast } from './cast.ts';
import type { Told } from './story.ts';
import type { Refusal } from './traps.ts';

export interface Summary {
  requested: number;
  /** Tokens sealed, the dead one included. */
  tokensMade: number;
  secondsPerToken: number | null;
  active: number;
  revoked: number;
  credentials: number;
  refused: number;
  refusals: Refusal[];
  stockBalanced: boolean;
  export: { size: number; root: string; verified: boolean; vkey: string };
  seconds: number;
  /** Whether what the demo did is what the service's records and the verified export say. */
  agrees: boolean;
}

interface Counted {
  state: string;
}

/** Sums the story up, from the service's records, and holds it against what the story did. */
export async function summaryOf(of: {
  app: App;
  cast: Cast;
  told: Told;
  exported: { size: number; root: string; verified: boolean };
  seconds: number;
}): Promise<Summary> {
  const { app, cast, told, exported } = of;
  const { client } = cast.technician;
  const tokens = await all<Counted>(client, '/tokens');
  const stock = await client.get<{ balanced: boolean }>('/stock');
  const report = await cast.supervisor.client.get<{ produced: number; activated: number }>(
    `/reports/daily?date=${today()}`,
  );
  const count = (state: string): number => tokens.filter((t) => t.state === state).length;
  const times = told.made.map((m) => m.ms);
  const active = count('active');
  const sealed = active + count('revoked');
  return {
    requested: told.requested,
    tokensMade: told.made.length,
    secondsPerToken: times.length > 0 ? Math.round(times.reduce((a, b) => a + b, 0) / times.length) / 1000 : null,
    active,
    revoked: count('revoked'),
    credentials: told.credentials.length,
    refused: told.refusals.length,
    refusals: told.refusals,
    stockBalanced: stock.balanced,
    export: { ...exported, vkey: app.vkey },
    seconds: Math.round(of.seconds * 10) / 10,
    agrees:
      exported.verified &&
      stock.balanced &&
      sealed === told.made.length &&
      report.activated === active + (told.lost ? 1 : 0),
  };
}

/** Today in Paris, `YYYY-MM-DD`. */
const today = (): string => dateOf(dayOf(Date.now()));

/** The summary for people: French, then English. */
export function printSummary(out: NodeJS.WritableStream, s: Summary): void {
  const line = (label: string, value: string): void => void out.write(`  ${label.padEnd(44)} ${value}\n`);
  out.write('\nBilan · summary\n');
  line('Demandes recevables · requests', String(s.requested));
  line(
    'Jetons produits · tokens made',
    `${s.tokensMade}${s.secondsPerToken === null ? '' : ` (${s.secondsPerToken.toFixed(2)} s)`}`,
  );
  line('En service · active', String(s.active));
  line('Révoqués (perte, mort à l’arrivée) · revoked', String(s.revoked));
  line('Certificats Nomade · Nomade credentials', String(s.credentials));
  line('Actes refusés · refused', String(s.refused));
  const kinds = new Set(s.refusals.map(({ what, code }) => `${what} · ${code}`));
  for (const kind of kinds) {
    const times = s.refusals.filter(({ what, code }) => kind === `${what} · ${code}`).length;
    line('', `${times} × ${kind}`);
  }
  line('Stock', s.stockBalanced ? 'équilibré · balanced' : 'FAUX · WRONG');
  line(
    'Journal',
    `${s.export.size} écritures, ${s.export.verified ? 'vérifié · verified' : 'NON VÉRIFIÉ · NOT VERIFIED'}`,
  );
  line('Racine · root', s.export.root);
  line('Durée · duration', `${s.seconds} s`);
}
