import { WORKSTATION_STATES, WorkstationInput } from '../flow/inputs.ts';
import { folded, type Parsed, parseRows } from './rows.ts';

/** What French files call the states; the first is the one that a report names. */
const FRENCH_STATES: Readonly<Record<WorkstationInput['state'], readonly [string, ...string[]]>> = {
  registered: ['enregistré'],
  commissioned: ['en service', 'mis en service'],
  migrating: ['en migration'],
  loaned: ['prêté'],
  in_repair: ['en réparation'],
  blocked: ['bloqué'],
  lost: ['perdu'],
  retired: ['réformé', 'retiré'],
};
const STATES = new Map<string, string>(
  WORKSTATION_STATES.flatMap((state) => [state, ...FRENCH_STATES[state]].map((name) => [folded(name), state])),
);

/**
 * SPAN workstations from CSV, with the headings `numero;modele;service;site;etat` or `assetNumber,model,service,site,state`, in
 * any order. States in French or by their English codes.
 */
export function parseWorkstations(file: string | Uint8Array): Parsed<WorkstationInput> {
  return parseRows(file, {
    schema: WorkstationInput,
    columns: {
      assetNumber: ['numero', 'numéro de poste'],
      model: ['modele'],
      service: ['service'],
      site: ['site'],
      state: ['etat'],
    },
    unique: ['assetNumber'],
    translate: (field, value) => (field === 'state' ? (STATES.get(folded(value)) ?? value) : value),
    states: WORKSTATION_STATES.map((state) => FRENCH_STATES[state][0]).join(', '),
  });
}
