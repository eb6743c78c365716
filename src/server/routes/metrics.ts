/** `GET /metrics` for Prometheus: how the process and its data folder are, for whoever has METRICS_TOKEN. */
import { Hono } from 'hono';
import type { AppEnv, Deps } from '../deps.ts';
import { officeMetrics } from '../metrics/office.ts';
import { createProcessMetrics } from '../metrics/process.ts';
import { METRICS_TYPE, metricsText } from '../metrics/text.ts';

export function metricRoutes(deps: Deps): Hono<AppEnv> {
  const { config, measures, now } = deps;
  // Nobody looks at the event loop of a server that tells nobody.
  const processMetrics = config.metricsToken === null ? () => [] : createProcessMetrics(now);
  return new Hono<AppEnv>().get('/', (c) =>
    c.body(metricsText([...processMetrics(), ...measures.read(), ...officeMetrics(deps)]), 200, {
      'Content-Type': METRICS_TYPE,
    }),
  );
}
