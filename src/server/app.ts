/** Puts the routes together under what holds for all of them: headers, no caching of data, no requests of other sites. */
import { Hono } from 'hono';
import { isCrossSite } from './access.ts';
import type { AppEnv, Deps } from './deps.ts';
import { createDeviceGate } from './device-gate.ts';
import { onError, problem } from './errors.ts';
import { createNonces } from './nonces.ts';
import { accountRoutes } from './routes/accounts.ts';
import { linkRoutes } from './routes/accounts-link.ts';
import { ownAccountRoutes } from './routes/accounts-own.ts';
import { alertRoutes } from './routes/alerts.ts';
import { auditRoutes } from './routes/audit.ts';
import { backupRoutes } from './routes/backups.ts';
import { counterRoutes } from './routes/counters.ts';
import { deviceKeyRoutes } from './routes/device-key.ts';
import { enrolmentRoutes } from './routes/enrolment.ts';
import { enforcePolicies } from './policy.ts';
import { exportRoutes } from './routes/exports.ts';
import { createFirstAnswer } from './first-answer.ts';
import { lanCheckRoutes } from './routes/lan-check.ts';
import { liveRoutes, readyRoutes } from './routes/health.ts';
import { heartbeatRoutes } from './routes/heartbeat.ts';
import { metricRoutes } from './routes/metrics.ts';
import { nonceRoutes } from './routes/nonce.ts';
import { officeSettingsRoutes } from './routes/office-settings.ts';
import { officeRoutes } from './routes/offices.ts';
import { openApiRoutes } from './routes/openapi.ts';
import { remarkRoutes } from './routes/remarks.ts';
import { paperRoutes } from './routes/paper.ts';
import { publicationRoutes, publicRoutes } from './routes/public.ts';
import { letterheadRoutes, reportRoutes } from './routes/reports.ts';
import { resultRoutes } from './routes/results.ts';
import { sessionRoutes } from './routes/session.ts';
import { settingsRoutes } from './routes/settings.ts';
import { signalRoutes } from './routes/signals.ts';
import { submissionRoutes } from './routes/submissions.ts';
import { surveyRoutes } from './routes/surveys.ts';
import { voidRoutes } from './routes/voids.ts';
import { tabletFileRoutes } from './routes/tablet-files.ts';
import { confirmationRoutes } from './routes/tablets-confirmation.ts';
import { tabletRoutes } from './routes/tablets.ts';
import { makeMissingKey } from './sealing-start.ts';
import { securityHeaders } from './security-headers.ts';
import { createStaticFiles } from './static.ts';

// Put in by the build, from package.json.
declare const __APP_VERSION__: string;

/** Beside `/api/`: what is only true now. */
const NEVER_KEPT = ['/livez', '/readyz', '/metrics', '/lan-check'];
const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS'];

/** The whole server without a socket. */
export function createApp(deps: Deps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  makeMissingKey(deps);
  const headers = securityHeaders(deps.config.publicOrigin);
  const files = createStaticFiles(deps);
  const nonces = createNonces(deps.monotonic);
  const gate = createDeviceGate(deps, nonces);
  const firstAnswer = createFirstAnswer(deps, files);

  if (deps.tracing) app.use(deps.tracing.middleware);
  app.use(async (c, next) => {
    await next();
    const code = c.get('problem');
    if (code) deps.measures.refused(code, c.res.status);
  });
  app.use(async (c, next) => {
    for (const [name, value] of headers) c.header(name, value);
    if (c.req.path.startsWith('/api/') || NEVER_KEPT.includes(c.req.path)) c.header('Cache-Control', 'no-store');
    if (!SAFE_METHODS.includes(c.req.method) && isCrossSite(c, deps.config)) return problem(c, 'cross-site');
    return next();
  });
  app.use(enforcePolicies(deps));

  app.route('/api/submissions', submissionRoutes(deps, gate));
  app.route('/api/heartbeat', heartbeatRoutes(deps, gate));
  app.route('/api/settings', settingsRoutes(deps, gate));
  app.route('/api/enrolment', enrolmentRoutes(deps, nonces));
  app.route('/api/nonce', nonceRoutes(nonces));
  app.route('/api/device-key', deviceKeyRoutes(deps, gate));
  app.route('/api/results', resultRoutes(deps));
  app.route('/api/signals', signalRoutes(deps));
  app.route('/api/session', sessionRoutes(deps));
  app.route('/api/link', linkRoutes(deps));
  app.route('/api/account', ownAccountRoutes(deps));
  app.route('/api/accounts', accountRoutes(deps));
  app.route('/api/audit', auditRoutes(deps));
  app.route('/api/surveys', surveyRoutes(deps));
  app.route('/api/remarks', remarkRoutes(deps));
  app.route('/api/ballots', voidRoutes(deps));
  app.route('/api/tablets', tabletRoutes(deps));
  app.route('/api/tablets', confirmationRoutes(deps));
  app.route('/api/tablets', tabletFileRoutes(deps));
  app.route('/api/counters', counterRoutes(deps));
  app.route('/api/office-settings', officeSettingsRoutes(deps));
  app.route('/api/offices', officeRoutes(deps));
  app.route('/api/alerts', alertRoutes(deps));
  app.route('/api/backups', backupRoutes(deps));
  app.route('/api/paper', paperRoutes(deps));
  app.route('/api/reports', reportRoutes(deps));
  app.route('/api/letterhead', letterheadRoutes(deps));
  app.route('/api/exports', exportRoutes(deps));
  app.route('/api/publication', publicationRoutes(deps));
  app.route('/', publicRoutes(deps));
  app.route('/api/openapi.json', openApiRoutes(__APP_VERSION__));
  app.route('/livez', liveRoutes());
  app.route('/readyz', readyRoutes(deps));
  app.route('/lan-check', lanCheckRoutes(deps));
  app.route('/metrics', metricRoutes(deps));

  const methodsAt = (path: string) =>
    new Set(app.routes.filter((route) => route.path === path && route.method !== 'ALL').map(({ method }) => method));

  app.notFound((c) => {
    const methods = methodsAt(c.req.path);
    if (methods.size > 0) return problem(c, 'method-not-allowed', { Allow: [...methods].join(', ') });
    if (!files.has(c.req.path)) return problem(c, 'not-found');
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD')
      return problem(c, 'method-not-allowed', { Allow: 'GET, HEAD' });
    return firstAnswer(c) ?? files.serve(c) ?? problem(c, 'not-found');
  });
  app.onError(onError(deps));
  return app;
}
