import { must } from '../../language/language.ts';
import { isOpenRequest, MOST_OPEN } from '../../tables/states.ts';

/** A person who changes in the directory changes in all that they ask for, in one entry: an agent could make it too long. */
export const fewOpen = must(
  `moins de ${MOST_OPEN} demandes du porteur sont ouvertes`,
  `fewer than ${MOST_OPEN} requests of the holder are open`,
  (s) => {
    const all = s.find('requestsOfPerson', s.written('request.holderId') ?? null);
    return all.filter(({ state }) => isOpenRequest(state)).length < MOST_OPEN;
  },
);
