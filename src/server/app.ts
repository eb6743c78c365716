/** Puts the routes together under what holds for all of them: headers, no caching of data, no requests of other sites. */
import { Hono } from 'hono';
import { isCrossSite } from './access.ts';
import type { AppEnv, Deps } from './deps.ts';
import { createDeviceGate } from './device-gate.ts';
import { onError, problem } from './errors.ts';
import { enrolmentRoutes } from './routes/enrolment.ts';
import { healthRoutes } from './routes/health.ts';
import { heartbeatRoutes } from './routes/heartbeat.ts';
import { openApiRoutes } from './routes/openapi.ts';
import { resultRoutes } from './routes/results.ts';
import { settingsRoutes } from './routes/settings.ts';
import { submissionRoutes } from './routes/submissions.ts';
import { securityHeaders } from './security-headers.ts';
import { createStaticFiles } from './static.ts';

// Put in by the build, from package.json.
declare const __APP_VERSION__: string;

const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS'];

/** The whole server without a socket. */
export function createApp(deps: Deps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const headers = securityHeaders(deps.config.publicOrigin);
  const files = createStaticFiles(deps);
  const gate = createDeviceGate(deps);

  app.use(async (c, next) => {
    for (const [name, value] of headers) c.header(name, value);
    if (c.req.path.startsWith('/api/') || c.req.path === '/livez') c.header('Cache-Control', 'no-store');
    if (!SAFE_METHODS.includes(c.req.method) && isCrossSite(c, deps.config)) return problem(c, 'cross-site');
    return next();
  });

  app.route('/api/submissions', submissionRoutes(deps, gate));
  app.route('/api/heartbeat', heartbeatRoutes(deps, gate));
  app.route('/api/settings', settingsRoutes(deps, gate));
  app.route('/api/enrolment', enrolmentRoutes(deps));
  app.route('/api/results', resultRoutes(deps));
  app.route('/api/openapi.json', openApiRoutes(__APP_VERSION__));
  app.route('/livez', healthRoutes());

  const methodsAt = (path: string) =>
    new Set(app.routes.filter((route) => route.path === path && route.method !== 'ALL').map(({ method }) => method));

  app.notFound((c) => {
    const methods = methodsAt(c.req.path);
    if (methods.size > 0) return problem(c, 'method-not-allowed', { Allow: [...methods].join(', ') });
    if (!files.has(c.req.path)) return problem(c, 'not-found');
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD')
      return problem(c, 'method-not-allowed', { Allow: 'GET, HEAD' });
    return files.serve(c) ?? problem(c, 'not-found');
  });
  app.onError(onError(deps));
  return app;
}
