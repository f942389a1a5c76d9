import { z } from 'zod';
import { SENTENCES } from '../book/rights/sentences.ts';
import { ERROR_CODES } from '../errors.ts';
import { HTTP_STATUS } from '../listen/http-status.ts';
import { KEY } from './idempotency.ts';
import { type Operation, pathFields } from './operation.ts';
import { OPERATIONS } from './operations.ts';
import { HTTP_FAULTS } from './problem.ts';

type Json = Record<string, unknown>;

const ProblemSchema = {
  type: 'object',
  description: 'RFC 9457. `code` is one of a closed list; `errors` says where an input is wrong.',
  required: ['type', 'title', 'status', 'code', 'detail'],
  properties: {
    type: { type: 'string', description: 'urn:jeton:error:<code>' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: {
      type: 'string',
      enum: ERROR_CODES,
      description: `With its status: ${ERROR_CODES.map((code) => `${code} ${HTTP_STATUS[code]}`).join(', ')}. What HTTP itself refuses is invalid_input with ${HTTP_FAULTS.join(', ')}.`,
    },
    detail: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          path: { type: 'string' },
          message: { type: 'string' },
          fr: { type: 'string', description: 'The message in French, of a fault in a file' },
          line: { type: 'integer', description: 'Of that file' },
          column: { type: ['string', 'null'] },
        },
        required: ['path', 'message'],
      },
    },
    context: {
      type: 'object',
      properties: {
        why: { type: 'string', description: 'Which of several reasons of this code it is' },
        seconds: { type: 'number', description: 'When to try again, as in Retry-After' },
      },
      additionalProperties: true,
    },
    requestId: { type: 'string' },
  },
};

/** JSON Schema 2020-12 of what travels, without the dialect's own mark: OpenAPI 3.1 speaks it. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return json;
}

function without(schema: Json, fields: readonly string[]): Json {
  const properties = Object.entries((schema['properties'] ?? {}) as Json).filter(([name]) => !fields.includes(name));
  const required = ((schema['required'] ?? []) as string[]).filter((name) => !fields.includes(name));
  const { required: _, ...rest } = schema;
  return { ...rest, properties: Object.fromEntries(properties), ...(required.length > 0 ? { required } : {}) };
}

function parametersOf(operation: Operation, input: Json): Json[] {
  const inPath = pathFields(operation.path);
  const properties = Object.entries((input['properties'] ?? {}) as Json);
  const required = (input['required'] ?? []) as string[];
  const named = properties.filter(([name]) => inPath.includes(name) || operation.method !== 'POST');
  const parameters = named.map(([name, schema]) => ({
    name,
    in: inPath.includes(name) ? 'path' : 'query',
    required: inPath.includes(name) || required.includes(name),
    schema,
  }));
  return operation.method === 'POST' && operation.acts !== 'anyone'
    ? [...parameters, { $ref: '#/components/parameters/IdempotencyKey' }]
    : parameters;
}

function bodyOf(operation: Operation, input: Json): Json | undefined {
  if (operation.method !== 'POST') return undefined;
  if (operation.consumes) return { required: true, content: { [operation.consumes]: { schema: { type: 'string' } } } };
  const inPath = pathFields(operation.path);
  const schema = 'properties' in input ? without(input, inPath) : input;
  if ('properties' in schema && Object.keys(schema['properties'] as Json).length === 0) return undefined;
  return { required: true, content: { 'application/json': { schema } } };
}

function answerOf(operation: Operation): Json {
  if (operation.produces) {
    const [type = ''] = operation.produces.split(';');
    return { 200: { description: 'The file', content: { [type]: { schema: { type: 'string', format: 'binary' } } } } };
  }
  if (operation.output instanceof z.ZodVoid) return { 204: { description: 'Done' } };
  const content = { 'application/json': { schema: schemaOf(operation.output, 'output') } };
  return { [operation.created ? 201 : 200]: { description: 'Done', content } };
}

/** Whether some role needs a fresh factor for one of these acts. */
export function needsFresh(acts: Operation['acts']): boolean {
  return typeof acts !== 'string' && SENTENCES.some((sentence) => sentence.fresh && acts.includes(sentence.act));
}

function describe(id: string, operation: Operation): Json {
  const input = schemaOf(operation.input, 'input');
  const roles = SENTENCES.filter(({ act }) => typeof operation.acts !== 'string' && operation.acts.includes(act)).map(
    ({ role }) => role,
  );
  const body = bodyOf(operation, input);
  return {
    operationId: id,
    summary: operation.summary,
    tags: [operation.path.split('/')[2]],
    ...(roles.length > 0 ? { 'x-roles': [...new Set(roles)] } : {}),
    ...(needsFresh(operation.acts) ? { 'x-fresh-factor': true } : {}),
    parameters: parametersOf(operation, input),
    ...(body ? { requestBody: body } : {}),
    ...(operation.acts === 'anyone' ? { security: [] } : {}),
    responses: { ...answerOf(operation), default: { $ref: '#/components/responses/Problem' } },
  };
}

/** The OpenAPI 3.1 document, from the same table and schemas that route and check. */
export function openApiDocument(version: string): Json {
  const paths: Record<string, Json> = {};
  for (const [id, operation] of Object.entries<Operation>(OPERATIONS)) {
    paths[operation.path] = { ...paths[operation.path], [operation.method.toLowerCase()]: describe(id, operation) };
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Jeton',
      version,
      description:
        'Enrolment of SPAN workstations and production of their tokens. Times are milliseconds since the epoch.',
    },
    servers: [{ url: '/api' }],
    security: [{ bearer: [] }],
    paths,
    components: {
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description: 'A session (POST /v1/sessions) or an API token (jtn_…).',
        },
      },
      parameters: {
        IdempotencyKey: {
          name: 'Idempotency-Key',
          in: 'header',
          required: false,
          description:
            'One of your own for each call, such as a UUID: a repeated call within 24 hours gets the first answer, even where the service stopped before it gave one.',
          schema: { type: 'string', pattern: KEY.source },
        },
      },
      responses: {
        Problem: {
          description: 'Refused or failed',
          headers: {
            'X-Request-Id': { description: 'As `requestId`, by which the log has it', schema: { type: 'string' } },
            'Retry-After': { description: 'Seconds, with 429 and 503', schema: { type: 'integer' } },
          },
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      },
      schemas: { Problem: ProblemSchema },
    },
  };
}
