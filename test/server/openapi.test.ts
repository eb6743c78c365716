import { afterAll, beforeAll, expect, test } from 'vitest';
import { REQUEST_PROBLEMS } from '../../src/domain/problem.ts';
import { OPERATIONS } from '../../src/server/operations.ts';
import { openApp, type TestApp } from '../helpers/server.ts';

let server: TestApp;
beforeAll(() => {
  server = openApp();
});
afterAll(() => server.close());

interface Document {
  openapi: string;
  paths: Record<string, Record<string, { responses: Record<string, unknown> }>>;
  components: {
    schemas: Record<string, { type?: string; properties?: Record<string, unknown>; additionalProperties?: boolean }>;
  };
}
const read = async () => (await (await server.app.request('/api/openapi.json')).json()) as Document;

test('every route of the router is described, and nothing else is', async () => {
  const routes = server.app.routes
    .filter(({ method }) => method !== 'ALL')
    .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`);
  const { paths, openapi } = await read();
  const described = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(new Set(routes).size).toBeGreaterThan(7);
  expect(described.sort()).toEqual([...new Set(routes)].sort());
  expect(openapi).toBe('3.1.0');
});

test('every reference leads to a schema, and the schema of a record is the strict one', async () => {
  const document = await read();
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(
    ([, reference]) => reference ?? '',
  );
  expect(references.length).toBeGreaterThan(10);
  for (const reference of references)
    expect(document.components.schemas).toHaveProperty(reference.split('/').pop() ?? '');
  const record = document.components.schemas.Submission;
  expect(record).toMatchObject({ type: 'object', additionalProperties: false });
  expect(Object.keys(record?.properties ?? {})).toContain('answeredAt');
});

test('every code of a request is described somewhere, at its status', async () => {
  const { paths } = await read();
  const operations = Object.values(paths).flatMap((methods) => Object.values(methods));
  const everywhere = ['not-found', 'method-not-allowed'];
  for (const [code, [status]] of Object.entries(REQUEST_PROBLEMS)) {
    if (everywhere.includes(code)) continue;
    expect(
      operations.some(({ responses }) => JSON.stringify(responses[status] ?? '').includes(`\`${code}\``)),
      code,
    ).toBe(true);
  }
  expect(Object.keys(OPERATIONS).map((path) => path.replace(/:(\w+)/g, '{$1}'))).toEqual(Object.keys(paths));
});
