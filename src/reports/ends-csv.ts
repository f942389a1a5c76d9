import type { EndsReport } from '../flow/reading/token/ends.ts';
import { csvOf } from './csv.ts';

const COLUMNS = ['Semaine', 'Échéances', 'Déjà demandés', 'Demandes prévues', 'Capacité'];

/** Ends by week as French spreadsheets read it, and a column for each service. */
export const endsCsv = ({ weeks, services }: EndsReport): string =>
  csvOf([
    [...COLUMNS, ...services.map(({ service }) => service)],
    ...weeks.map(({ week, ends, asked, planned, capacity }, i) => [
      ...[week, ends, asked, planned, capacity],
      ...services.map((one) => one.ends[i] ?? 0),
    ]),
  ]);
