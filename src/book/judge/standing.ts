import { must } from '../language/language.ts';
import type { Scene } from '../language/scene.ts';
import { covers } from '../rights/roles.ts';
import { isThere } from '../rules/is-there.ts';
import type { Role } from '../tables/codes.ts';
import type { RowOf } from '../tables/row.ts';

/** An act is decided at its beginning and recorded at its end; a grant may run out in between. */
const MEANWHILE_MS = 60_000;

function grantsHeld(scene: Scene, person: string, role: Role): RowOf<'grant'>[] {
  const { earliest, latest } = scene.clock;
  return scene.find('grantsOfPerson', person).filter(({ role: held, validFrom, validUntil }) => {
    const begun = (validFrom ?? 0) <= latest + MEANWHILE_MS;
    return held === role && begun && (validUntil ?? Number.MAX_SAFE_INTEGER) > earliest - MEANWHILE_MS;
  });
}

/** Whether the person's account is open: somebody who comes in. */
export const isOpen = (scene: Scene, person: string): boolean => scene.get('account', person)?.state === 'active';

/**
 * Whether the person held the role when the entry was made and their account was open. Where a service is named, the role
 * has to cover it.
 */
export function holds(scene: Scene, person: string, role: Role, service?: string): boolean {
  if (!isOpen(scene, person)) return false;
  return grantsHeld(scene, person, role).some(({ scope }) => service === undefined || covers(scope, service));
}

/** Whether the person held the role when the entry was made, whatever became of their account. */
export const wasGranted = (scene: Scene, person: string, role: Role): boolean =>
  grantsHeld(scene, person, role).length > 0;

/** The services that the person's role covers. */
export const scopesHeld = (scene: Scene, person: string, role: Role): string[] =>
  grantsHeld(scene, person, role).map(({ scope }) => scope);

/** Whether the person of this id may hold something. */
export const isSomebody = (scene: Scene, person: string): boolean =>
  isThere(scene.get('person', person), scene.get('account', person));

/** Whoever this column names has not left. */
export const isHere = (path: `${string}.holderId`) =>
  must(
    'le porteur est connu et son compte n’est pas fermé',
    'the holder is known and their account is not closed',
    (scene) => isSomebody(scene, String(scene.value(path))),
  );
/** Nothing is made for somebody who left, and nothing of theirs is given to anybody: a gateway would let it in. */
export const holderIsHere = isHere('request.holderId');

/** No restore waits for two persons. */
export const noRestoreWaits = must(
  'aucune restauration n’attend d’être confirmée',
  'no restore waits to be confirmed',
  (scene) => (scene.get('setting', 'restore')?.value ?? '') === '',
);
