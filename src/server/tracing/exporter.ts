/**
 * Sends spans to a collector as OTLP over HTTP, in JSON, a few seconds' worth at a time. A collector that is not there harms nothing: what
 * does not fit meanwhile is dropped, and the log says so once.
 */
import type { TracingConfig } from '../config.ts';
import type { Deps } from '../deps.ts';

export interface Span {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  /** Of OTLP: 1 is inside of a program, 2 is an answer to a request. */
  kind: 1 | 2;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes: Attribute[];
  /** Of OTLP: 0 is not said, 2 is an error. */
  status: { code: 0 | 2 };
}
export interface Attribute {
  key: string;
  value: { stringValue: string } | { intValue: string };
}

const EVERY_MS = 3000;
const PATIENCE_MS = 10_000;
/** Spans in one message, and that wait at most. */
const TOGETHER = 500;
const MOST_WAITING = 5000;

export const text = (key: string, value: string): Attribute => ({ key, value: { stringValue: value } });
export const whole = (key: string, value: number): Attribute => ({ key, value: { intValue: String(value) } });

export interface Exporter {
  add: (span: Span) => void;
  /** Sends what is left. */
  end: () => Promise<void>;
}

/** @param version of the program */
export function createExporter({ url, headers, service }: TracingConfig, version: string, log: Deps['log']): Exporter {
  let waiting: Span[] = [];
  let dropped = 0;
  let failing = false;
  const resource = { attributes: [text('service.name', service), text('service.version', version)] };
  const post = async (spans: Span[]) => {
    const scopeSpans = [{ scope: { name: 'hai-long', version }, spans }];
    const reply = await fetch(url, {
      method: 'POST',
      headers: { ...headers, 'Content-Type': 'application/json' },
      body: JSON.stringify({ resourceSpans: [{ resource, scopeSpans }] }),
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    await reply.body?.cancel();
    if (!reply.ok) throw new Error(`status ${reply.status}`);
  };
  async function send(): Promise<void> {
    while (waiting.length > 0) {
      const spans = waiting.slice(0, TOGETHER);
      waiting = waiting.slice(TOGETHER);
      try {
        await post(spans);
        if (failing) log('traces-sent-again', { dropped });
        failing = false;
        dropped = 0;
      } catch (error) {
        dropped += spans.length;
        // The kind only: a message of the network may name an address.
        const kind = error instanceof Error && error.message.startsWith('status ') ? error.message : 'unreachable';
        if (!failing) log('traces-not-sent', { error: kind });
        failing = true;
        return;
      }
    }
  }
  let sending: Promise<void> | null = null;
  const turn = () => (sending ??= send().finally(() => (sending = null)));
  const timer = setInterval(() => void turn(), EVERY_MS).unref();
  return {
    add(span) {
      if (waiting.length < MOST_WAITING) waiting.push(span);
      else dropped += 1;
    },
    async end() {
      clearInterval(timer);
      await turn();
      await turn();
    },
  };
}
