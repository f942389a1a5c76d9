import { encodeEntry } from '../../../../src/journal/entry.ts';
import { namedIn } from '../../../../src/store/postgres/status/named-in.ts';

const line = (action: string, subject: string, changes?: object[]): string =>
  encodeEntry({
    seq: 0,
    at: '2026-11-26T09:00:00.000Z',
    actor: 'system',
    role: 'system',
    outcome: 'done',
    action,
    subject,
    detail: changes ? { changes } : {},
  });

describe('what entries name of what status answers need', () => {
  it('is every certificate whose row they change or that they are about, each once', () => {
    const lines = [
      line('token.revoke', 'token:1', [
        { table: 'token', id: '1', from: 'active', set: { state: 'revoked' } },
        { table: 'certificate', id: '0a', from: 'good', set: { state: 'revoked' } },
      ]),
      line('row.repair', 'certificate:0b'),
      line('row.repair', 'certificate:0a'),
      line('request.submit', 'request:certificate'),
    ];
    expect(namedIn(lines)).toEqual({ certificates: new Set(['0a', '0b']), crls: false, compared: false });
  });

  it('is a CRL that was published, and a comparison that may have put back what was missing', () => {
    const crl = line('crl.publish', 'crl:issuing-1', [{ table: 'crl', id: 'issuing-1', insert: { number: 1 } }]);
    expect(namedIn([crl])).toEqual({ certificates: new Set(), crls: true, compared: false });
    expect(namedIn([line('journal.compared', 'journal')])).toMatchObject({ crls: false, compared: true });
  });

  it.each([
    ['no JSON', '{"table":"certificate"'],
    ['no entry', '{"table":"certificate"}'],
    ['of another shape', line('x.y', 'certificate:1').replace('"detail":{}', '"detail":{"changes":1}')],
  ])('cannot be said of a line that is %s', (_, text) => {
    expect(() => namedIn([text])).toThrow(expect.objectContaining({ code: 'journal_broken' }));
  });
});
