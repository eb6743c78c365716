/** The description of the API as an OpenAPI 3.1 document. */
import * as z from 'zod';
import { RECORD_NOTES, RECORD_PROBLEMS, REQUEST_PROBLEMS, type RequestProblem } from '../domain/problem.ts';
import { type Operation, OPERATIONS, type SchemaName, SCHEMAS } from './operations.ts';

const content = ({ type, schema }: { type: string; schema?: SchemaName }) => ({
  [type]: { schema: schema ? { $ref: `#/components/schemas/${schema}` } : { type: 'string' } },
});

function describe({ summary, security, body, query, reply, problems }: Operation) {
  const byStatus = new Map<number, RequestProblem[]>();
  for (const code of new Set<RequestProblem>([...problems, 'internal'])) {
    const status = REQUEST_PROBLEMS[code][0];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  const failures = [...byStatus].map(([status, codes]) => [
    String(status),
    {
      description: codes.map((code) => `\`${code}\`: ${REQUEST_PROBLEMS[code][2]}`).join(' '),
      content: content({ type: 'application/problem+json', schema: 'Problem' }),
    },
  ]);
  return {
    summary,
    ...(security === null ? {} : { security: [{ [security]: [] }] }),
    ...(query
      ? {
          parameters: Object.entries(query).map(([name, description]) => ({
            name,
            in: 'query',
            description,
            schema: { type: 'string' },
          })),
        }
      : {}),
    ...(body ? { requestBody: { required: true, description: body.description ?? '', content: content(body) } } : {}),
    responses: { 200: { description: reply.description, content: content(reply) }, ...Object.fromEntries(failures) },
  };
}

const bearerScheme = (description: string) => ({ type: 'http', scheme: 'bearer', description });

export function openApiDocument(version: string) {
  const paths = Object.entries(OPERATIONS).map(([path, methods]) => [
    path,
    Object.fromEntries(Object.entries(methods).map(([method, operation]) => [method, describe(operation)])),
  ]);
  const schemas = Object.entries(SCHEMAS).map(([name, schema]) => {
    const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input' });
    return [name, rest];
  });
  return {
    openapi: '3.1.0',
    info: {
      title: 'Hài Lòng',
      version,
      description: [
        'Records are refused one by one with these codes:',
        ...Object.entries(RECORD_PROBLEMS).map(([code, [, en]]) => `- \`${code}\`: ${en}`),
        'and stored with these notes:',
        ...Object.entries(RECORD_NOTES).map(([code, [, en]]) => `- \`${code}\`: ${en}`),
      ].join('\n'),
    },
    paths: Object.fromEntries(paths),
    components: {
      schemas: Object.fromEntries(schemas),
      securitySchemes: {
        device: bearerScheme('The token of an enrolled tablet.'),
        reader: bearerScheme('The configured read token; not needed on the machine itself.'),
      },
    },
  };
}
