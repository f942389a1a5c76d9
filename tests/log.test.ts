import { PassThrough } from 'node:stream';
import { AppError } from '../src/errors.ts';
import { createLog } from '../src/log.ts';

/** What the log says of one error. */
function said(error: unknown): Record<string, unknown> {
  const stream = new PassThrough();
  createLog('info', stream).error('it happened', error);
  const { timestamp: _, ...rest } = JSON.parse(String(stream.read()));
  return rest;
}

describe('a line of the log', () => {
  it('has code and reason of what failed, and neither where nothing did', () => {
    const line = { level: 'error', message: 'it happened' };
    expect(said(new AppError('conflict', 'look again'))).toEqual({ ...line, code: 'conflict', reason: 'look again' });
    expect(said('typed')).toEqual({ ...line, code: 'internal', reason: 'string' });
    expect(said(undefined)).toEqual(line);
  });
});
