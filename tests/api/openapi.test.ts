import { Validator } from '@seriousme/openapi-schema-validator';
import { openApiDocument } from '../../src/api/openapi.ts';
import { type Operation, pathFields } from '../../src/api/operation.ts';
import { OPERATIONS } from '../../src/api/operations.ts';

interface Described {
  operationId: string;
  parameters: { name?: string; in?: string; $ref?: string }[];
  requestBody?: { content: Record<string, { schema: { properties?: object; additionalProperties?: boolean } }> };
  responses: Record<string, unknown>;
  security?: unknown[];
  'x-fresh-factor'?: boolean;
}
const document = openApiDocument('1.2.3');
const paths = document['paths'] as Record<string, Record<string, Described>>;
const described = Object.values(paths).flatMap((path) => Object.values(path));
const find = (id: string) => described.find((d) => d.operationId === id)!;

describe('the OpenAPI document', () => {
  it('is valid OpenAPI 3.1', async () => {
    const { valid, errors } = await new Validator().validate(structuredClone(document));
    expect({ valid, errors }).toEqual({ valid: true, errors: undefined });
    expect(document['openapi']).toMatch(/^3\.1\./);
  });

  it('describes every operation once', () => {
    expect(described.map((d) => d.operationId).sort()).toEqual(Object.keys(OPERATIONS).sort());
  });

  it('names every field of a path, and no body field twice', () => {
    for (const [id, operation] of Object.entries<Operation>(OPERATIONS)) {
      const { parameters, requestBody } = find(id);
      const inPath = parameters.filter((p) => p.in === 'path').map((p) => p.name);
      expect([id, inPath.sort()]).toEqual([id, pathFields(operation.path).sort()]);
      const fields = Object.keys(requestBody?.content['application/json']?.schema.properties ?? {});
      expect(fields.filter((field) => inPath.includes(field))).toEqual([]);
    }
  });

  it('says that unknown fields are refused', () => {
    const { schema } = find('submitRequest').requestBody!.content['application/json']!;
    expect(schema.additionalProperties).toBe(false);
    expect(Object.keys(schema.properties ?? {})).toEqual(expect.arrayContaining(['kind', 'workstation', 'priority']));
  });

  it('says what needs a fresh factor, what is open, what answers files and nothing', () => {
    expect(find('produceToken')['x-fresh-factor']).toBe(true);
    expect(find('reportLoss')['x-fresh-factor']).toBeUndefined();
    const open = described.filter((d) => d.security?.length === 0).map((d) => d.operationId);
    expect(open).toEqual(['signIn', 'enrol', 'startDeviceSignIn', 'redeemDeviceSignIn']);
    expect(Object.keys(find('exportJournal').responses)).toEqual(['200', 'default']);
    expect(find('exportJournal').responses['200']).toMatchObject({ content: { 'application/zip': {} } });
    expect(Object.keys(find('withdrawRequest').responses)).toEqual(['204', 'default']);
    expect(Object.keys(find('submitRequest').responses)).toEqual(['201', 'default']);
  });

  it('never puts a secret into an address', () => {
    const secrets = /password|token$|code|pin/i;
    for (const { operationId, parameters } of described) {
      expect([operationId, parameters.filter((p) => p.in !== 'header' && secrets.test(p.name ?? ''))]).toEqual([
        operationId,
        [],
      ]);
    }
  });
});
