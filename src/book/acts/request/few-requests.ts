import { must } from '../../language/language.ts';
import { hasManyOpen, openRequestsOf } from '../../rules/request/open-requests.ts';
import { MOST_OPEN, MOST_OPEN_FOR_MACHINE } from '../../tables/states.ts';

/** A person who changes in the directory changes in all that they ask for, in one entry: an agent could make it too long. */
export const fewOpen = must(
  `moins de ${MOST_OPEN} demandes du porteur sont ouvertes`,
  `fewer than ${MOST_OPEN} requests of the holder are open`,
  (s) => !hasManyOpen(openRequestsOf(s, s.written('request.holderId') ?? null).length),
);

/**
 * A machine that comes back from its loan ends all that is open for it, in one entry: whoever asks could make it too long. What
 * replaces a token of its holder there passes, as what the service asks for by itself does: of tokens in use on a machine there are few, and
 * whoever lost one is not to wait for what others ask for.
 */
export const fewForMachine = must(
  `moins de ${MOST_OPEN_FOR_MACHINE} demandes sont ouvertes pour le poste, sauf s’il est celui d’avant ou si la demande remplace un jeton`,
  `fewer than ${MOST_OPEN_FOR_MACHINE} requests are open for the workstation, unless it is the one of before or the request replaces a token`,
  (s) => {
    const machine = s.written('request.workstationId') ?? null;
    if (machine === null || machine === s.get('request', s.subjectId)?.workstationId) return true;
    if ((s.later('request', s.subjectId)?.replacesTokenId ?? null) !== null) return true;
    return s.find('openRequestsOfWorkstation', machine).length < MOST_OPEN_FOR_MACHINE;
  },
);
