import type { Role } from '../../book/tables/codes.ts';
import type { Key } from '../frame/translate.ts';
import { GUIDES, type Task } from './guide.ts';

/** Where a task stands on the page of its guide. */
export const anchorOf = ({ title }: Pick<Task, 'title'>): string => title.replace('guide.', '');

/** Pages as the router knows them that no step of a guide opens, and the tasks that they are a part of: of several roles, where each has its own. */
const PART_OF: Readonly<Record<string, Key | readonly Key[]>> = {
  '/demandes/:number/rendez-vous': 'guide.receive',
  '/postes/perdu': 'guide.loss',
  '/service/fichier': 'guide.askFor',
  '/atelier/chaine/douchette': 'guide.produce',
  '/atelier/series/:id': 'guide.produce',
  '/remise/envois': 'guide.handOver',
  '/remise/rendez-vous': 'guide.handOver',
  '/courriers': ['guide.handOver', 'guide.approve'],
  '/livraisons': 'guide.stock',
  '/transferts/:transferId': 'guide.stock',
  '/incidents': 'guide.incident',
  '/incidents/:id': 'guide.incident',
  '/incidents/blocages': 'guide.incident',
  '/journal/:seq': 'guide.search',
  '/journal/lecture': 'guide.search',
  '/administration/import': 'guide.invite',
  '/noeuds': 'guide.health',
  '/pilotage/echeances': 'guide.forecast',
  '/pilotage/semaine': 'guide.forecast',
  '/pilotage/mois': 'guide.forecast',
  '/pilotage/tendances': 'guide.forecast',
  '/campagnes/:id': 'guide.exchange',
  '/double-controle': 'guide.invite',
  '/revue-des-roles': ['guide.confirm', 'guide.invite'],
};

const isAt = (page: string, path: string): boolean => {
  const [named, given] = [page.split('/'), path.split('/')];
  return named.length === given.length && named.every((part, at) => part.startsWith(':') || part === given[at]);
};

/** Everybody is an agent: whoever has other work is told of that first. */
const workFirst = (roles: readonly Role[]): Role[] => [
  ...roles.filter((role) => role !== 'agent'),
  ...roles.filter((role) => role === 'agent'),
];

/**
 * Where the guides explain a page, for whoever holds these roles; undefined for a page that no guide of theirs is about. `path` is
 * attacker-controlled and stands in no answer.
 */
export function helpOf(path: string, roles: readonly Role[]): string | undefined {
  const tasks = workFirst(roles).flatMap((role) =>
    GUIDES[role].tasks.map((task) => ({
      address: `/aide/${GUIDES[role].address}#${anchorOf(task)}`,
      pages: [
        ...task.steps.map(({ page }) => page),
        ...Object.keys(PART_OF).filter((page) => [PART_OF[page]].flat().includes(task.title)),
      ],
    })),
  );
  // `/demandes/nouvelle` is a page of its own, and no request of that number
  const named = tasks.find(({ pages }) => pages.includes(path));
  return (named ?? tasks.find(({ pages }) => pages.some((page) => isAt(page, path))))?.address;
}
