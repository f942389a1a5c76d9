import { Validator } from '@seriousme/openapi-schema-validator';
import { KEY } from '../../src/api/idempotency.ts';
import { openApiDocument } from '../../src/api/openapi.ts';
import { type Operation, pathFields } from '../../src/api/operation.ts';
import { OPERATIONS } from '../../src/api/operations.ts';
import { ERROR_CODES } from '../../src/errors.ts';
import { HTTP_STATUS } from '../../src/listen/http-status.ts';

interface Described {
  operationId: string;
  parameters: { name?: string; in?: string; $ref?: string }[];
  requestBody?: { content: Record<string, { schema: { properties?: object; additionalProperties?: boolean } }> };
  responses: Record<string, unknown>;
  security?: unknown[];
  'x-fresh-factor'?: boolean;
}
type Fields = Record<string, { description?: string; enum?: string[]; properties?: object }>;
interface Answered {
  content: { 'application/json': { schema: { properties: Fields } } };
}
interface Components {
  schemas: { Problem: { properties: Fields } };
  responses: { Problem: { headers: object } };
  parameters: { IdempotencyKey: { schema: { pattern: string } } };
}
const document = openApiDocument('1.2.3');
const components = document['components'] as Components;
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

  it('says every code of a refusal, with its status, and when to try again', () => {
    const { Problem } = components.schemas;
    expect(Problem.properties['code']!.enum).toEqual(ERROR_CODES);
    for (const code of ERROR_CODES)
      expect(Problem.properties['code']!.description).toMatch(new RegExp(`\\b${code} ${HTTP_STATUS[code]}\\b`));
    expect(Problem.properties['context']!.properties).toHaveProperty('why');
    expect(Object.keys(components.responses.Problem.headers)).toEqual(['X-Request-Id', 'Retry-After']);
  });

  it.each([
    ['a UUID', '5b0d8a3e-4f0e-4a51-9f4f-6f0d7f6c2a10', true],
    ['sixteen visible characters', '!~#$%&()*+,-./:;', true],
    ['too few', 'k'.repeat(15), false],
    ['too many', 'k'.repeat(129), false],
    ['a space', 'two words of a key', false],
    ['what is no ASCII', 'clé-de-seize-car', false],
  ])('takes as an Idempotency-Key what the service takes: %s', (_, key, isTaken) => {
    const { schema } = components.parameters.IdempotencyKey;
    expect(new RegExp(schema.pattern).test(key)).toBe(isTaken);
    expect(KEY.test(key)).toBe(isTaken);
  });

  it('says what times, and the hash of what is confirmed, are', () => {
    const { schema } = (find('proposeAct').responses['201'] as Answered).content['application/json'];
    const fields = schema.properties;
    expect(fields['expiresAt']!.description).toContain('Milliseconds since the epoch');
    for (const field of ['id', 'argsHash', 'args']) expect(fields[field]!.description).toBeDefined();
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
