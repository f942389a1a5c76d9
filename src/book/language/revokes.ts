import { type Row, textOf } from '../tables/row.ts';
import { all, moves, type Source, type Write } from './language.ts';
import type { Scene } from './scene.ts';
import { empty, now } from './sources.ts';

/** Rows as they stood before an entry. */
export type Rows = (scene: Scene) => readonly Row[];
const none: Rows = () => [];
const idOf = (row: Row): string => String(row['id']);

/** The certificates of these tokens that are not over. */
const certificatesOf =
  (tokens: Rows): Rows =>
  (s) =>
    tokens(s).flatMap((token) => s.find('certificatesOfToken', idOf(token)));
/** The PIN letters of these tokens that were not confirmed. */
export const pinLettersOf =
  (tokens: Rows): Rows =>
  (s) =>
    tokens(s).flatMap((token) => s.find('lettersOfToken', idOf(token)));
/** The letters with the password of these nomade credentials. */
export const passwordLettersOf =
  (certificates: Rows): Rows =>
  (s) =>
    certificates(s).flatMap((certificate) => {
      const request = textOf(certificate, 'requestId');
      if (request === null || certificate['tokenId'] !== null) return [];
      return s.find('lettersOfRequest', request).filter((letter) => letter.kind === 'pkcs12-password');
    });

/** The requests of these Nomade credentials that nobody fetched yet. */
const unfetchedOf =
  (certificates: Rows): Rows =>
  (s) =>
    certificates(s).flatMap((certificate) => {
      const id = certificate['tokenId'] === null ? textOf(certificate, 'requestId') : null;
      const request = id === null ? undefined : s.get('request', id);
      return request?.state === 'produced' ? [request] : [];
    });
/** The appointments at which these tokens were to be fetched: only a token that is ready has one. */
const appointmentsOf =
  (tokens: Rows): Rows =>
  (s) =>
    tokens(s).flatMap((token) => {
      const request = token['state'] === 'produced' ? textOf(token, 'requestId') : null;
      return request === null ? [] : s.find('openAppointments', request);
    });
/** There is nothing to be fetched any more. */
export const endsAppointments = (tokens: Rows, at: Source = now): Write =>
  all(appointmentsOf(tokens), moves('appointment', 'lapse', { endedAt: at }));

/** They end with what was made for them: else nothing could be asked for in its place. */
export const dropsUnfetched = (certificates: Rows): Write =>
  all(unfetchedOf(certificates), moves('request', 'drop', { closedAt: now }, { as: 'unfetched' }));

/** The labels of what was made for these requests. */
export const labelsOf =
  (requests: Rows): Rows =>
  (s) =>
    requests(s)
      .flatMap(({ id }) => s.find('lettersOfRequest', String(id)))
      .filter(({ kind }) => kind === 'label');

/** A letter that ends has no secret any more. */
export const endsLetters = (letters: Rows): Write => all(letters, moves('letter', 'expire', { secretId: empty }));

/**
 * Tokens are revoked, each with its certificates, its PIN letters and its appointment, and certificates that no token carries, each with
 * the letter of its password: exactly these rows and no other.
 */
export function revokes({ tokens = none, alone = none }: { tokens?: Rows; alone?: Rows }, reason: Source): Write[] {
  const certificates: Rows = (s) => [...certificatesOf(tokens)(s), ...alone(s)];
  const letters: Rows = (s) => [...pinLettersOf(tokens)(s), ...passwordLettersOf(alone)(s)];
  return [
    all(tokens, moves('token', 'revoke')),
    all(certificates, moves('certificate', 'revoke', { revokedAt: now, revocationReason: reason })),
    endsLetters(letters),
    endsAppointments(tokens),
  ];
}
