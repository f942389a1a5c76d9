import { campaignNamesIn } from '../../words/campaign-names.ts';
import { dateAt } from '../day.ts';
import type { DailyReport } from '../shape.ts';
import { type DaysSum, machineDays } from '../sums.ts';
import type { Row } from './row.ts';

type Machines = Pick<DailyReport, 'workstations' | 'workstationSites' | 'campaigns' | 'timeZone'>;
const NAMES = { fr: campaignNamesIn('fr'), en: campaignNamesIn('en') };

/** Workstations taken over, brought into service, migrated, exchanged and retired; by site, and by campaign. */
export const machineRows = ({ workstations, workstationSites, campaigns, timeZone }: Machines): Row[] => [
  ['Postes repris, déjà en service', 'Workstations taken over in service', workstations.takenOver],
  ['Postes mis en service', 'Workstations commissioned', workstations.commissioned],
  ['Postes migrés', 'Workstations migrated', workstations.migrated],
  ['Postes échangés', 'Workstations exchanged', workstations.exchanged],
  ['Postes réformés', 'Workstations retired', workstations.retired],
  ...workstationSites.flatMap(({ name, commissioned, migrated, retired }): Row[] => [
    [`Postes mis en service, site ${name}`, `Workstations commissioned, site ${name}`, commissioned],
    [`Postes migrés, site ${name}`, `Workstations migrated, site ${name}`, migrated],
    [`Postes réformés, site ${name}`, `Workstations retired, site ${name}`, retired],
  ]),
  ...campaigns.map(({ done, ...of }): Row => {
    const [fr, en] = [NAMES.fr.name(of), NAMES.en.name(of)];
    // two campaigns may go to the same image, each of another site
    const which = [of.site, of.service, of.model].flatMap((one) => (one === null ? [] : [`, ${one}`])).join('');
    const opened = dateAt(of.openedAt, timeZone);
    return [
      `Campagne du ${opened}, ${fr}${which} : postes migrés ou échangés`,
      `Campaign of ${opened}, ${en}${which}: workstations migrated or exchanged`,
      done,
    ];
  }),
];

/** The days on which something was done, each with its figures. */
export const machineDayRows = (days: DaysSum['days']): Row[] =>
  machineDays(days).flatMap(({ date, workstations }): Row[] => [
    [`Postes repris, le ${date}`, `Workstations taken over, on ${date}`, workstations.takenOver],
    [`Postes mis en service, le ${date}`, `Workstations commissioned, on ${date}`, workstations.commissioned],
    [`Postes migrés, le ${date}`, `Workstations migrated, on ${date}`, workstations.migrated],
    [`Postes échangés, le ${date}`, `Workstations exchanged, on ${date}`, workstations.exchanged],
    [`Postes réformés, le ${date}`, `Workstations retired, on ${date}`, workstations.retired],
  ]);
