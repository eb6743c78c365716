/**
 * Traces, where a collector is named: a span for each request, under the template of its address, with the parts of the work on it. What a
 * span says is made of names of this program and numbers: no address, browser, person, tablet, query or id can get into it.
 */
import type { MiddlewareHandler } from 'hono';
import type { TracingConfig } from '../config.ts';
import type { AppEnv, Deps } from '../deps.ts';
import { templateOf } from '../policy.ts';
import type { RequestSpan } from '../span.ts';
import { createExporter, type Span, text, whole } from './exporter.ts';
import { newId, readTraceParent } from './traceparent.ts';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
/** Files of the web programs, and what is not there. */
const NO_TEMPLATE = 'other';

export interface Tracing {
  middleware: MiddlewareHandler<AppEnv>;
  /** Sends what is left. */
  end: () => Promise<void>;
}

/** Nanoseconds since 1970, in digits: a number cannot hold them. */
const nanoseconds = () => String(BigInt(Math.round((performance.timeOrigin + performance.now()) * 1000)) * 1000n);

/** @param version of the program */
export function startTracing(config: TracingConfig, version: string, log: Deps['log']): Tracing {
  const exporter = createExporter(config, version, log);

  function record(span: Pick<Span, 'traceId' | 'name' | 'kind'> & { parentSpanId?: string | undefined }) {
    const { parentSpanId, ...rest } = span;
    const id = newId(8);
    const startTimeUnixNano = nanoseconds();
    const end = (attributes: Span['attributes'], failed: boolean) =>
      exporter.add({
        ...rest,
        spanId: id,
        ...(parentSpanId !== undefined && { parentSpanId }),
        startTimeUnixNano,
        endTimeUnixNano: nanoseconds(),
        attributes,
        status: { code: failed ? 2 : 0 },
      });
    return { id, end };
  }

  function requestSpan(traceId: string, parentSpanId: string): RequestSpan {
    return {
      part(name, work) {
        const { end } = record({ traceId, parentSpanId, name, kind: 1 });
        const failed = (error: unknown) => {
          end([], true);
          throw error;
        };
        try {
          const done = work();
          if (done instanceof Promise) done.then(() => end([], false), failed).catch(() => undefined);
          else end([], false);
          return done;
        } catch (error) {
          return failed(error);
        }
      },
    };
  }

  return {
    async middleware(c, next) {
      const caller = readTraceParent(c.req.header('traceparent'));
      if (caller?.sampled === false) return next();
      const traceId = caller?.traceId ?? newId(16);
      const method = METHODS.includes(c.req.method) ? c.req.method : '_OTHER';
      const route = templateOf(c.req.method, c.req.path);
      const name = `${method} ${route ?? NO_TEMPLATE}`;
      const { id, end } = record({ traceId, parentSpanId: caller?.spanId, name, kind: 2 });
      c.set('span', requestSpan(traceId, id));
      await next();
      const code = c.get('problem');
      const { status } = c.res;
      const about = [
        text('http.request.method', method),
        whole('http.response.status_code', status),
        ...(route === null ? [] : [text('http.route', route)]),
        ...(code ? [text('error.type', code)] : []),
      ];
      end(about, status >= 500);
    },
    end: exporter.end,
  };
}
