import { type Condition, must, type Named } from '../../language/language.ts';
import type { Scene } from '../../language/scene.ts';
import { computed } from '../../language/sources.ts';
import type { Cell } from '../../tables/row.ts';
import type { NodeRow } from '../../tables/rows/service.ts';

/** What a node may be called: it stands in subjects, in settings and before a slash. */
export const NODE_NAME = /^[a-z][a-z0-9-]{0,39}$/;

/** The longest name of the site where a node stands, in characters. */
export const SITE_LENGTH = 100;

/** `NAME/RUN`: a node since its last start. */
export const runOf = ({ id, run }: Pick<NodeRow, 'id' | 'run'>): string => `${id}/${run}`;
/** The name of the node of a run. */
export const nodeOfRun = (run: string): string => run.split('/', 1)[0] ?? '';

/**
 * Whether the run in which something was begun is over: its node stopped, was found to have gone, or started anew. Nobody
 * is left then who could end it but the service.
 */
export const isOver = (run: string, node: Pick<NodeRow, 'id' | 'run' | 'state'> | undefined): boolean =>
  node?.state !== 'running' || runOf(node) !== run;

/** Whether what was begun in this run is interrupted, before the entry. What belongs to no run is nobody's. */
export const interrupted = (s: Scene, run: Cell | undefined): boolean =>
  typeof run !== 'string' || isOver(run, s.get('node', nodeOfRun(run)));

/** The run of a node, which is under way. */
export const runningRun = computed(
  'la marche en cours d’un nœud, `NOM/NUMÉRO`',
  'the present run of a node, `NAME/NUMBER`',
  (v, s) => typeof v === 'string' && !interrupted(s, v),
);

/** An act that failed as "interrupted" did so because the node of `run` is not in that run any more. */
export const ifInterrupted = (run: (s: Scene) => Cell | undefined): Condition =>
  must(
    '« interrupted » : le nœud s’est arrêté, a disparu ou a redémarré depuis',
    '"interrupted": its node stopped, was lost or started anew meanwhile',
    (s) => s.entry.detail['failure'] !== 'interrupted' || interrupted(s, run(s)),
  );

/** Nothing is signed for a node of which others may have undone what it ordered. */
export const orderGoesOn = must(
  'le nœud qui a commandé le certificat ne s’est pas arrêté, n’a pas disparu et n’a pas redémarré depuis',
  'the node that ordered the certificate did not stop, was not lost and did not start anew meanwhile',
  (s) => !interrupted(s, s.value('certificate.run')),
);

/** The node in the subject, which may not be known yet. */
export const nodeOfSubject: Named = { table: 'node', find: (s) => s.get('node', s.subjectId) };
