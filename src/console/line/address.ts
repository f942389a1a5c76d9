/** Where technicians work: a locked session goes back there. */
export const LINE = '/atelier/chaine';
