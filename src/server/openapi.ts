/** The description of the API as an OpenAPI 3.1 document. */
import * as z from 'zod';
import { RECORD_NOTES, RECORD_PROBLEMS, REQUEST_PROBLEMS, type RequestProblem } from '../domain/problem.ts';
import { OPERATIONS } from './operations.ts';
import { type Operation, roleOf } from './operations/operation.ts';
import { type SchemaName, SCHEMAS } from './operations/schemas.ts';

const content = ({ type, schema }: { type: string; schema?: SchemaName }) => ({
  [type]: { schema: schema ? { $ref: `#/components/schemas/${schema}` } : { type: 'string' } },
});

function securityOf({ policy, readToken }: Operation) {
  if (policy === 'open') return {};
  if (policy === 'device') return { security: [{ proof: [] }, { device: [] }] };
  if (policy === 'metrics') return { security: [{ metrics: [] }] };
  return { security: [{ session: [] }, ...(readToken ? [{ reader: [] }] : [])] };
}
const ACCESS = ['signed-out', 'not-allowed', 'not-fresh'] as const;

function describe(path: string, operation: Operation) {
  const { summary, policy, fresh, body, query, reply, problems } = operation;
  const refusals = roleOf(policy) === null ? [] : ACCESS.slice(0, fresh ? 3 : 2);
  const parameters = [
    ...[...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
      name,
      in: 'path',
      required: true,
      schema: { type: 'string' },
    })),
    ...Object.entries(query ?? {}).map(([name, description]) => ({
      name,
      in: 'query',
      description,
      schema: { type: 'string' },
    })),
  ];
  const byStatus = new Map<number, RequestProblem[]>();
  for (const code of new Set<RequestProblem>([...problems, ...refusals, 'internal'])) {
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
    summary: roleOf(policy) === null ? summary : `${summary} For: ${policy}.`,
    ...securityOf(operation),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body ? { requestBody: { required: true, description: body.description ?? '', content: content(body) } } : {}),
    responses: { 200: { description: reply.description, content: content(reply) }, ...Object.fromEntries(failures) },
  };
}

const bearerScheme = (description: string) => ({ type: 'http', scheme: 'bearer', description });

export function openApiDocument(version: string) {
  const paths = Object.entries(OPERATIONS).map(([path, methods]) => [
    path.replace(/:(\w+)/g, '{$1}'),
    Object.fromEntries(Object.entries(methods).map(([method, operation]) => [method, describe(path, operation)])),
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
        proof: {
          type: 'apiKey',
          in: 'header',
          name: 'Authorization',
          description:
            '`Device <device>.<nonce>.<signature>`: ECDSA P-256 over the method, the path, the SHA-256 of the body, the device and a nonce (src/domain/device-proof.ts). Replies bring nonces in `Device-Nonce`.',
        },
        device: bearerScheme('The token of a tablet that could not keep a key.'),
        reader: bearerScheme('The configured read token, for programs.'),
        metrics: bearerScheme('The configured metrics token, for Prometheus.'),
        session: { type: 'apiKey', in: 'cookie', name: '__Host-session', description: 'A signed-in person.' },
      },
    },
  };
}
