/** The process itself, under the names that every Prometheus library for Node uses, so that ready-made boards show it. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { type Metric, single } from './text.ts';

/** Milliseconds between two looks at how late the event loop is. */
const RESOLUTION = 20;

/** @returns a function that reads how it is now. The lag is that of the time since it was read last. */
export function createProcessMetrics(now: () => number): () => Metric[] {
  const lag = monitorEventLoopDelay({ resolution: RESOLUTION });
  lag.enable();
  const started = (now() - process.uptime() * 1000) / 1000;
  const seconds = (nanoseconds: number) =>
    Number.isFinite(nanoseconds) ? Math.max(0, nanoseconds / 1e9 - RESOLUTION / 1000) : 0;

  return () => {
    const { user, system } = process.cpuUsage();
    const { rss, heapUsed, heapTotal, external } = process.memoryUsage();
    const [mean, p99, max] = [lag.mean, lag.percentile(99), lag.max].map(seconds);
    lag.reset();
    return [
      single('process_start_time_seconds', 'gauge', 'When the process began, since 1970.', started),
      single('process_cpu_user_seconds_total', 'counter', 'Time of the processor in the program.', user / 1e6),
      single('process_cpu_system_seconds_total', 'counter', 'Time of the processor in the system.', system / 1e6),
      single('process_resident_memory_bytes', 'gauge', 'Memory of the process.', rss),
      single('nodejs_heap_size_used_bytes', 'gauge', 'Heap in use.', heapUsed),
      single('nodejs_heap_size_total_bytes', 'gauge', 'Heap.', heapTotal),
      single('nodejs_external_memory_bytes', 'gauge', 'Memory outside of the heap.', external),
      single('nodejs_eventloop_lag_mean_seconds', 'gauge', 'How late the event loop was.', mean ?? 0),
      single('nodejs_eventloop_lag_p99_seconds', 'gauge', 'How late it was at most in 99 of 100 looks.', p99 ?? 0),
      single('nodejs_eventloop_lag_max_seconds', 'gauge', 'How late it was at most.', max ?? 0),
    ];
  };
}
