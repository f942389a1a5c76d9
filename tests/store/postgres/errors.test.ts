import { AppError } from '../../../src/errors.ts';
import {
  connectError,
  constraintOf,
  databaseError,
  databaseFailure,
  isConnectionLost,
  noneServes,
  sqlState,
} from '../../../src/store/postgres/server/errors.ts';
import { wordsEn } from '../../../src/words/en.ts';
import { explainError } from '../../../src/words/explain.ts';
import { wordsFr } from '../../../src/words/fr.ts';
import { LANGUAGES, translatorsOf } from '../../../src/words/translator.ts';

const translators = translatorsOf(wordsFr, wordsEn);
const failed = (fields: object, message = 'quotes a row: alice@interieur.example'): Error =>
  Object.assign(new Error(message), fields);

describe('what an error of the database means', () => {
  it.each([
    ['28P01', 'config_invalid', 'sign_in'],
    ['28000', 'config_invalid', 'sign_in'],
    ['3D000', 'config_invalid', 'no_database'],
    ['42501', 'config_invalid', 'denied'],
    ['53100', 'disk_full', 'disk_full'],
    ['53200', 'overloaded', 'full'],
    ['53300', 'overloaded', 'full'],
    ['08006', 'service_unreachable', 'lost'],
    ['08P01', 'config_invalid', 'protocol'],
    ['57P01', 'service_unreachable', 'lost'],
    ['57P02', 'service_unreachable', 'lost'],
    ['57P03', 'service_unreachable', 'starting'],
    ['25P03', 'service_unreachable', 'lost'],
    ['25006', 'service_unreachable', 'standby'],
    ['40001', 'conflict', 'deadlock'],
    ['40P01', 'conflict', 'deadlock'],
    ['55P03', 'overloaded', 'too_long'],
    ['57014', 'overloaded', 'too_long'],
    ['ECONNREFUSED', 'service_unreachable', 'unreachable'],
    ['EPIPE', 'service_unreachable', 'lost'],
    ['CERT_HAS_EXPIRED', 'config_invalid', 'expired'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'config_invalid', 'untrusted'],
    ['CERT_REVOKED', 'config_invalid', 'untrusted'],
  ])('is, of %s: %s, %s', (code, known, state) => {
    const cause = failed({ code });
    const error = databaseError(cause);
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({
      code: known,
      detail: { state, fr: expect.stringMatching(/^le serveur Postgre/) },
      cause,
    });
    expect(`${error}`).not.toContain('alice');
  });

  it.each([
    ['The server does not support SSL connections', 'plaintext'],
    ['SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string', 'sign_in'],
    ['timeout expired', 'unreachable'],
    ['timeout exceeded when trying to connect', 'busy'],
    ['Query read timeout', 'too_long'],
    ['Connection terminated unexpectedly', 'lost'],
    ['Client has encountered a connection error and is not queryable', 'lost'],
  ])('is, of "%s": %s', (message, state) => {
    expect(databaseError(failed({}, message))).toMatchObject({ detail: { state } });
  });

  it.each(['23505', '23503', '42P01', 'XX001', 'EPERM'])('is for the statement to say, of %s', (code) => {
    const error = failed({ code });
    expect(databaseError(error)).toBe(error);
  });

  it('names the server to administrators only', () => {
    const error = failed({ code: 'ECONNREFUSED' });
    expect(connectError(error, 'db1:5432')).toMatchObject({
      message: expect.stringMatching(/^the PostgreSQL server db1:5432 does not answer/),
      detail: { fr: expect.stringMatching(/^le serveur PostgreSQL db1:5432 ne répond pas/) },
    });
    expect(connectError(error)).toMatchObject({ message: expect.stringMatching(/^the PostgreSQL server does not/) });
  });

  it('is of a server that hangs up before anything was asked that it does not answer', () => {
    const error = failed({ code: 'ECONNRESET' });
    expect([databaseError(error), connectError(error)]).toMatchObject([
      { detail: { state: 'lost' } },
      { detail: { state: 'unreachable' } },
    ]);
    expect(connectError(failed({ code: '23505' }))).toMatchObject({ code: '23505' });
  });

  it('tells people in their language that their site is cut off, and what goes on', () => {
    const told = (state: 'unreachable' | 'starting' | 'standby' | 'lost') => {
      const { code, message, detail } = databaseFailure(state, { server: 'db1:5432' });
      return LANGUAGES.map((language) => {
        const { title, remedy } = explainError(translators(language), language, { code, message, detail });
        return { title: title.replace('\u202f', ' '), remedy };
      });
    };
    for (const state of ['unreachable', 'starting', 'standby'] as const) {
      const [fr, en] = told(state);
      expect(fr?.title).toBe('Ce site est coupé de la base de données : rien ne peut être produit ni changé ici.');
      expect(en?.title).toBe('This site is cut off from the database: nothing can be produced or changed here.');
      expect(fr?.remedy).toMatch(/jetons en service continuent.*autre site/);
      expect(en?.remedy).toMatch(/tokens in use go on.*another site/);
    }
    const [fr, en] = told('lost');
    expect(fr?.remedy).toMatch(/^Relisez si la dernière modification/);
    expect(en?.remedy).toMatch(/^Check whether the last change/);
  });

  it('stays an error of ours', () => {
    const ours = new AppError('conflict', 'ours');
    expect(databaseError(ours)).toBe(ours);
    expect(connectError(ours, 'db1:5432')).toBe(ours);
  });

  it('has a SQLSTATE and a constraint, from what caused it too', () => {
    const cause = failed({ code: '23505', constraint: 'requestOpen' });
    const error = new AppError('duplicate', 'stands already', { cause: new Error('between', { cause }) });
    expect([sqlState(error), constraintOf(error)]).toEqual(['23505', 'requestOpen']);
    expect([sqlState(failed({ code: 'EPIPE' })), constraintOf(failed({}))]).toEqual([undefined, undefined]);
    expect([sqlState(undefined), sqlState('23505'), constraintOf(null)]).toEqual([undefined, undefined, undefined]);
  });

  it('tells a connection that is gone from a statement that failed', () => {
    expect(['57P01', 'ECONNRESET', '25006'].map((code) => isConnectionLost(failed({ code })))).toEqual([
      true,
      true,
      true,
    ]);
    expect(['23505', '40001', '53100', '28P01'].some((code) => isConnectionLost(failed({ code })))).toBe(false);
  });

  it('is of several servers what an administrator mends first', () => {
    const [gone, signIn] = [databaseFailure('unreachable', { server: 'a:1' }), databaseFailure('sign_in')];
    expect(noneServes([gone])).toBe(gone);
    const all = noneServes([gone, signIn]);
    expect(all).toMatchObject({ code: 'config_invalid', detail: { state: 'sign_in' } });
    expect(all.message).toBe(`${gone.message}; ${signIn.message}`);
    expect(all.detail['fr']).toBe(`${gone.detail['fr']} ; ${signIn.detail['fr']}`);
    expect(noneServes([])).toMatchObject({ code: 'service_unreachable' });
  });
});
