import { z } from 'zod';
import { REQUEST_KINDS } from '../../book/tables/codes.ts';
import { REQUEST_STATES } from '../../book/tables/states.ts';
import type { RequestFilter } from '../../flow/reading/request/request-lists.ts';
import { NamedDevice } from '../../flow/request/devices.ts';
import { SubmitRequest } from '../../flow/request/request.ts';
import { parseForm, single, type Values } from '../frame/forms/forms.ts';
import { splitMotif } from '../frame/forms/motif.ts';
import { fieldError } from '../frame/shell/failures.ts';
import type { Search } from './new-request.tsx';

const DeviceForm = z.strictObject({ deviceKind: NamedDevice.shape.kind, deviceName: NamedDevice.shape.name });
/** The device of the form, by its two fields. */
function readDevice({ deviceKind = '', deviceName = '' }: Values) {
  const device = parseForm(DeviceForm, { deviceKind, deviceName });
  return { kind: device.deviceKind, name: device.deviceName };
}

/** A request form becomes the flow's input: the motif split, and for a nomade credential a device instead of a workstation. */
export function readRequest(values: Values) {
  const { motif: _, ...rest } = inCapitals(values);
  const asked = splitMotif(single(values, 'motif'));
  if (!asked) throw fieldError('motif', 'choice');
  const { deviceKind: _1, deviceName: _2, ...ofToken } = rest;
  const { workstation: _3, profile: _4, ...ofNomade } = ofToken;
  const named = asked.kind === 'nomade' ? ofNomade : ofToken;
  const input = parseForm(SubmitRequest, { ...named, ...asked }, { numbers: ['priority'] });
  if (asked.kind === 'nomade') return { ...input, device: readDevice(values) };
  if (input.workstation === undefined) throw fieldError('workstation', 'missing');
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
