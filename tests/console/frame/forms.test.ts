import { z } from 'zod';
import { listed, parseForm, single } from '../../../src/console/frame/forms/forms.ts';
import { AppError } from '../../../src/errors.ts';
import { ProduceNext } from '../../../src/flow/production/produce-next.ts';
import { SubmitRequest } from '../../../src/flow/request/request.ts';

const problems = (attempt: () => unknown): unknown => {
  try {
    attempt();
  } catch (error) {
    if (error instanceof AppError) return error.detail['fields'];
    throw error;
  }
  return undefined;
};

describe('a form', () => {
  it('becomes the input of the flow: empty fields left out, own fields dropped, numbers made', () => {
    const values = {
      _csrf: 'x',
      _form: 'request',
      kind: 'first-issue',
      workstation: ' PN-1 ',
      comment: '',
      priority: '2',
    };
    expect(parseForm(SubmitRequest, values, { numbers: ['priority'] })).toMatchObject({
      kind: 'first-issue',
      workstation: 'PN-1',
      priority: 2,
    });
  });

  it('is refused with each field and its problem', () => {
    expect(problems(() => parseForm(ProduceNext, { count: '' }, { numbers: ['count'] }))).toEqual({
      count: { problem: 'number' },
    });
    expect(problems(() => parseForm(ProduceNext, { count: '65' }, { numbers: ['count'] }))).toEqual({
      count: { problem: 'too_long', limit: 64 },
    });
    expect(problems(() => parseForm(SubmitRequest, { kind: 'gift' }))).toMatchObject({ kind: { problem: 'choice' } });
  });

  it('is refused when it brings a field that the flow does not know (mass assignment)', () => {
    expect(problems(() => parseForm(SubmitRequest, { kind: 'nomade', state: 'approved' }))).toHaveProperty(['']);
  });

  it('gives lists and boxes', () => {
    const shape = z.strictObject({ roles: z.array(z.string()), openings: z.boolean() });
    const typed = { lists: ['roles'], booleans: ['openings'] };
    expect(parseForm(shape, { roles: ['a', 'b'], openings: 'on' }, typed)).toEqual({
      roles: ['a', 'b'],
      openings: true,
    });
    expect(parseForm(shape, { roles: 'a' }, typed)).toEqual({ roles: ['a'], openings: false });
    expect(parseForm(shape, {}, typed)).toEqual({ roles: [], openings: false });
  });

  it('is read without surprise where a field came twice', () => {
    expect(single({ a: ['1', '2'] }, 'a')).toBe('1');
    expect(listed({}, 'a')).toEqual([]);
  });
});
