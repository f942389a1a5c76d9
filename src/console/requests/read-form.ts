import { REQUEST_STATES } from '../../book/tables/states.ts';
import { REQUEST_KINDS } from '../../book/tables/tables.ts';
import type { RequestFilter } from '../../flow/reading/lists.ts';
import { SubmitRequest } from '../../flow/request/request.ts';
import { fieldError } from '../frame/failures.ts';
import { parseForm, single, type Values } from '../frame/forms.ts';
import { splitMotif } from '../frame/motif.ts';
import type { Search } from './new-request.tsx';

/** A request form becomes the flow's input: the motif split, and no workstation for a nomade credential. */
export function readRequest(values: Values) {
  const { motif: _, ...rest } = inCapitals(values);
  const asked = splitMotif(single(values, 'motif'));
  if (!asked) throw fieldError('motif', 'choice');
  const { workstation: __, ...withoutWorkstation } = rest;
  const { profile: ___, ...nomade } = withoutWorkstation;
  const named = asked.kind === 'nomade' ? nomade : rest;
  const input = parseForm(SubmitRequest, { ...named, ...asked }, { numbers: ['priority'] });
  if (asked.kind !== 'nomade' && input.workstation === undefined) throw fieldError('workstation', 'missing');
  return input;
}

/** What was typed, with what was searched for; who was found is chosen, where it is one person. */
export function withFound({ holder: _, ...values }: Values, typed: string, found: Search): Values {
  if (found.state !== 'found' || found.people.length === 0) return { ...values, holder: typed };
  const [only, ...others] = found.people;
  return { ...values, _search: typed, holder: only && others.length === 0 ? only.directoryId : '' };
}

/** A workstation's number as its label has it. */
export function inCapitals(values: Values): Values {
  return 'workstation' in values ? { ...values, workstation: single(values, 'workstation').toUpperCase() } : values;
}

/** The filters of an address; what is unknown is left out. */
export function requestFilter(query: Values): RequestFilter {
  const [text, service] = [single(query, 'texte'), single(query, 'service')];
  const state = REQUEST_STATES.find((s) => s === single(query, 'etat'));
  const kind = REQUEST_KINDS.find((k) => k === single(query, 'nature'));
  return {
    ...(text ? { text } : {}),
    ...(service ? { service } : {}),
    ...(state ? { state: [state] } : {}),
    ...(kind ? { kind: [kind] } : {}),
  };
}
