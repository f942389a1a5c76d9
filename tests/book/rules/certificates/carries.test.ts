import { carries } from '../../../../src/book/rules/certificates/carries.ts';

it.each([
  [true, { state: 'active', certificateId: 'c1' }],
  [false, { state: 'suspended', certificateId: 'c1' }],
  [false, { state: 'revoked', certificateId: 'c1' }],
  [false, { state: 'active', certificateId: 'c2' }],
  [false, { state: 'active', certificateId: null }],
  [false, undefined],
] as const)('a certificate is in use: %s of %j', (isCarried, token) => expect(carries(token, 'c1')).toBe(isCarried));
