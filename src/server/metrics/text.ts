/** The text format of Prometheus, version 0.0.4: what a scraper reads. */

export interface Sample {
  /** Added to the name, as `_sum` of a histogram. */
  suffix?: string;
  labels?: Readonly<Record<string, string>>;
  value: number;
}
export interface Metric {
  name: string;
  type: 'counter' | 'gauge' | 'histogram';
  help: string;
  samples: readonly Sample[];
}

export const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

const inHelp = (text: string) => text.replace(/\\/g, '\\\\').replace(/\n/g, '\\n');
const inLabel = (text: string) => inHelp(text).replace(/"/g, '\\"');
const numberOf = (value: number) => (value === Infinity ? '+Inf' : value === -Infinity ? '-Inf' : String(value));

function line(name: string, { suffix = '', labels = {}, value }: Sample): string {
  const inner = Object.entries(labels)
    .map(([label, text]) => `${label}="${inLabel(text)}"`)
    .join(',');
  return `${name}${suffix}${inner === '' ? '' : `{${inner}}`} ${numberOf(value)}`;
}

/** A metric without a sample is left out: a gauge of something that is not there is not 0. */
export const metricsText = (metrics: readonly Metric[]): string =>
  metrics
    .filter(({ samples }) => samples.length > 0)
    .map(({ name, type, help, samples }) =>
      [
        `# HELP ${name} ${inHelp(help)}`,
        `# TYPE ${name} ${type}`,
        ...samples.map((sample) => line(name, sample)),
        '',
      ].join('\n'),
    )
    .join('');

/** One that has a single number. */
export const single = (name: string, type: 'counter' | 'gauge', help: string, value: number): Metric => ({
  name,
  type,
  help,
  samples: [{ value }],
});
