import { must } from '../../language/language.ts';
import type { Scene } from '../../language/scene.ts';
import { computed } from '../../language/sources.ts';
import { type Row, textOf } from '../../tables/row.ts';
import { isOpenRequest } from '../../tables/states.ts';
import { limitOf, settingsOf } from '../limits.ts';

/** A Nomade request, as far as it tells on which device its credential is. */
export interface OnDevice {
  id: string;
  deviceId: string | null;
  state: unknown;
}
/** The devices that somebody has a credential on, or has asked one for. `isLive`: the credential of the request is not over. */
export function devicesInUse<R extends OnDevice>(requests: readonly R[], isLive: (request: R) => boolean): Set<string> {
  const inUse = requests.filter((one) => one.deviceId !== null && (isOpenRequest(one.state) || isLive(one)));
  return new Set(inUse.flatMap(({ deviceId }) => deviceId ?? []));
}

const isNomade = (s: Scene): boolean => s.written('request.kind') === 'nomade';
const deviceWritten = (s: Scene): string | null => {
  const id = s.written('request.deviceId');
  return typeof id === 'string' ? id : null;
};
/** The device is named for the first time: its row comes with the request. */
export const isNewDevice = must(
  'l’appareil personnel n’est pas encore connu',
  'the personal device is not known yet',
  (s) => {
    const id = deviceWritten(s);
    return id !== null && s.get('device', id) === undefined;
  },
);
/** The device that a request is for. */
export const deviceOfRequest = computed(
  'pour un certificat Nomade, un appareil personnel du porteur, connu ou nommé ici ; aucun pour un jeton',
  'for a nomade credential a personal device of the holder, known or named here; none for a token',
  (v, s) => {
    if (!isNomade(s)) return v === null;
    if (typeof v !== 'string') return false;
    const known = s.get('device', v);
    return known ? known.holderId === s.written('request.holderId') : s.written('device.id') === v;
  },
);

/** An agent has Nomade credentials on few devices: each is a key that lies where nobody of the ministry looks. */
export const fewDevices = must(
  'avec celui-ci, le porteur n’a pas de certificat Nomade sur plus d’appareils que `nomade.devices`',
  'with this one, the holder has nomade credentials on no more devices than nomade.devices',
  (s) => {
    const own = deviceWritten(s);
    if (own === null) return true;
    const requests = s.find('requestsOfPerson', s.written('request.holderId') ?? null);
    const inUse = devicesInUse(requests, ({ id }) => s.find('credentialsOfRequest', id).length > 0);
    return new Set([...inUse, own]).size <= limitOf(settingsOf(s), 'nomade.devices');
  },
);

/** The credentials that are on the device of a request, or about to be, this request's own left out. */
export const otherCredentials = (s: Scene): readonly Row[] => {
  const request = s.row('request');
  const device = textOf(request, 'deviceId');
  if (device === null) return [];
  return s
    .find('credentialsOfPerson', textOf(request, 'holderId'))
    .filter(({ requestId }) => requestId !== request?.['id'] && deviceOf(s, requestId) === device);
};
const deviceOf = (s: Scene, requestId: string | null): string | null =>
  (requestId === null ? undefined : s.get('request', requestId)?.deviceId) ?? null;

/** The credentials of a request's device after the entry: one that is in use on it, and beside it one that was not fetched yet. */
export function oneOnDevice(scene: Scene, requestId: string | null): boolean {
  const request = requestId === null ? undefined : scene.later('request', requestId);
  if (!request || request.deviceId === null) return true;
  const requests = scene
    .findLater('credentialsOfPerson', request.holderId)
    .map((one) => (one.requestId === null ? undefined : scene.later('request', one.requestId)))
    .filter((one) => one?.deviceId === request.deviceId);
  const fetched = requests.filter((one) => one?.state === 'closed').length;
  return fetched <= 1 && requests.length - fetched <= 1;
}
