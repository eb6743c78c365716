/** Settings from the environment, parsed once at start. What is wrong is said in one line each, and nothing starts. */
import { join } from 'node:path';
import * as z from 'zod';
import { isZone } from '../domain/period.ts';
import { Office } from '../domain/place.ts';

const OFFICE_NAME = 'Trung tâm Phục vụ hành chính công xã Đại Lãnh';

// An empty variable (`PORT=` in an .env file) means that it is not set.
const given = (env: Readonly<Record<string, string | undefined>>) =>
  Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''));

const isOrigin = (text: string) => {
  const url = URL.parse ? URL.parse(text) : URL.canParse(text) ? new URL(text) : null;
  return url !== null && url.origin === text && url.protocol === 'https:';
};

/** An address with one of these schemes. It may hold a password, so no message repeats it. */
const isUrlOf =
  (...schemes: string[]) =>
  (text: string) =>
    URL.canParse(text) && schemes.includes(new URL(text).protocol) && new URL(text).hostname !== '';

const Port = z
  .string()
  .regex(/^\d{1,5}$/, 'must be a number from 0 to 65535')
  .transform(Number)
  .refine((port) => port <= 65_535, 'must be a number from 0 to 65535');

const Environment = z.object({
  HOST: z
    .string()
    .regex(/^[A-Za-z0-9.:-]+$/, 'must be a host name or an address, such as 127.0.0.1')
    .default('127.0.0.1'),
  PORT: Port.default(8080),
  DATA_DIR: z.string().max(1000).default('./data'),
  DATABASE_URL: z
    .string()
    .refine(
      isUrlOf('postgres:', 'postgresql:'),
      'must be an address such as postgresql://user:password@host:5432/hai_long',
    )
    .optional(),
  TZ_OFFICE: z.string().refine(isZone, 'must be a time zone, such as Asia/Ho_Chi_Minh').default('Asia/Ho_Chi_Minh'),
  READ_TOKEN: z
    .string()
    .min(16, 'must have at least 16 characters')
    .max(256, 'must have at most 256 characters')
    .optional(),
  METRICS_TOKEN: z
    .string()
    .min(16, 'must have at least 16 characters')
    .max(256, 'must have at most 256 characters')
    .optional(),
  LAN_ADDRESS: z.ipv4('must be an IPv4 address of this machine, such as 192.168.1.10').optional(),
  LAN_PORT: Port.default(8443),
  LAN_GUIDE_PORT: Port.default(8081),
  OFFICE_CODE: z
    .string()
    .refine((code) => Office.shape.code.safeParse(code).success, 'must be 1 to 32 letters, digits, dots or hyphens')
    .default('22504'),
  OFFICE_NAME: z
    .string()
    .refine((name) => Office.shape.name.safeParse(name).success, 'must have 1 to 120 characters')
    .default(OFFICE_NAME),
  PUBLIC_ORIGIN: z
    .string()
    .refine(isOrigin, 'must be an https origin without a path, such as https://khaosat.example.vn')
    .optional(),
  SMTP_URL: z
    .string()
    .refine(isUrlOf('smtp:', 'smtps:'), 'must be an address such as smtp://user:password@mail.example.vn:587')
    .optional(),
  ALERT_FROM: z.email('must be an e-mail address').optional(),
  BACKUP_DIR: z.string().max(1000).optional(),
  BACKUP_HOURS: z
    .string()
    .regex(/^\d{1,3}$/, 'must be a number from 1 to 168')
    .transform(Number)
    .refine((hours) => hours >= 1 && hours <= 168, 'must be a number from 1 to 168')
    .default(24),
  BACKUP_KEEP: z
    .string()
    .regex(/^\d{1,3}$/, 'must be a number from 2 to 999')
    .transform(Number)
    .refine((count) => count >= 2, 'must be a number from 2 to 999')
    .default(14),
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .string()
    .refine(isUrlOf('http:', 'https:'), 'must be an http or https address')
    .optional(),
  OTEL_EXPORTER_OTLP_HEADERS: z
    .string()
    .regex(/^[\w-]+=[^,\s]+(,[\w-]+=[^,\s]+)*$/, 'must be name=value, with commas between several')
    .optional(),
  OTEL_SERVICE_NAME: z.string().max(120, 'must have at most 120 characters').default('hai-long'),
  KIOSK_WORKER: z.enum(['on', 'off'], 'must be on or off').default('on'),
  WEBHOOK_URL: z.string().refine(isUrlOf('http:', 'https:'), 'must be an http or https address').optional(),
  WEBHOOK_SECRET: z
    .string()
    .min(16, 'must have at least 16 characters')
    .max(256, 'must have at most 256 characters')
    .optional(),
});

/** The door to the local network: where it listens (`null`: wherever the machine has an address), encrypted and with the guide. */
export interface LanConfig {
  address: string | null;
  port: number;
  guidePort: number;
}

/** Where traces are sent, with what to show there, and under which name. */
export interface TracingConfig {
  url: string;
  headers: Readonly<Record<string, string>>;
  service: string;
}

export interface Config {
  host: string;
  port: number;
  dataDir: string;
  /** Where PostgreSQL is; `null`: a data file in the data folder. */
  databaseUrl: string | null;
  /** The office's time zone: days and hours are worked out in it. */
  zone: string;
  /** Opens the results to other machines; without it they are shown on the machine itself only. */
  readToken: string | null;
  /** Opens `/metrics` to whoever has it; without it there are none. */
  metricsToken: string | null;
  office: Office;
  /** Where browsers reach the server when a proxy stands before it. */
  publicOrigin: string | null;
  /** `null` unless the server was started with --lan. */
  lan: LanConfig | null;
  /** Where backups go, hours between two, and how many are kept. The folder should lie on another disk. */
  backup: { dir: string; hours: number; keep: number };
  /** Whether tablets get the worker with which they start without a network; off is the way out of a broken release. */
  kioskWorker: boolean;
  /** How alerts are sent by e-mail; `null`: they are not. */
  mail: { url: string; from: string } | null;
  /** The program that is told of alerts, and the secret that signs what it is told. It may stand in the office's own network. */
  webhook: { url: string; secret: string } | null;
  /** `null`: no trace is recorded. */
  tracing: TracingConfig | null;
}
export type ConfigResult = { ok: true; config: Config } | { ok: false; messages: string[] };

/** As the specification of OpenTelemetry has it: the address of a collector, to which the kind of signal is added. */
function tracingOf(endpoint: string | undefined, headers: string | undefined, service: string): TracingConfig | null {
  if (endpoint === undefined) return null;
  const pairs = (headers?.split(',') ?? []).map((pair) => {
    const at = pair.indexOf('=');
    return [pair.slice(0, at), pair.slice(at + 1)];
  });
  return { url: `${endpoint.replace(/\/+$/, '')}/v1/traces`, headers: Object.fromEntries(pairs), service };
}

/** @returns the settings, or one message for each variable that cannot be used. A message never repeats a value. */
export function parseConfig(
  env: Readonly<Record<string, string | undefined>>,
  asked: { lan?: boolean } = {},
): ConfigResult {
  const parsed = Environment.safeParse(given(env));
  if (!parsed.success)
    return { ok: false, messages: parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) };
  const { SMTP_URL, ALERT_FROM, WEBHOOK_URL, WEBHOOK_SECRET } = parsed.data;
  if (SMTP_URL !== undefined && ALERT_FROM === undefined)
    return { ok: false, messages: ['ALERT_FROM: must be set where SMTP_URL is'] };
  if (WEBHOOK_URL !== undefined && WEBHOOK_SECRET === undefined)
    return { ok: false, messages: ['WEBHOOK_SECRET: must be set where WEBHOOK_URL is'] };
  if (asked.lan && parsed.data.PUBLIC_ORIGIN !== undefined)
    return { ok: false, messages: ['PUBLIC_ORIGIN: a proxy holds the certificate then, and --lan has nothing to do'] };
  if (asked.lan && !['127.0.0.1', '::1', 'localhost'].includes(parsed.data.HOST))
    return { ok: false, messages: ['HOST: with --lan only this machine may come unencrypted; leave it out'] };
  const { HOST, PORT, DATA_DIR, TZ_OFFICE, READ_TOKEN, OFFICE_CODE, OFFICE_NAME: name, PUBLIC_ORIGIN } = parsed.data;
  const config: Config = {
    host: HOST,
    port: PORT,
    dataDir: DATA_DIR,
    databaseUrl: parsed.data.DATABASE_URL ?? null,
    zone: TZ_OFFICE,
    readToken: READ_TOKEN ?? null,
    metricsToken: parsed.data.METRICS_TOKEN ?? null,
    office: {
      code: OFFICE_CODE,
      name,
    },
    publicOrigin: PUBLIC_ORIGIN ?? null,
    lan: asked.lan
      ? {
          address: parsed.data.LAN_ADDRESS ?? null,
          port: parsed.data.LAN_PORT,
          guidePort: parsed.data.LAN_GUIDE_PORT,
        }
      : null,
    backup: {
      dir: parsed.data.BACKUP_DIR ?? join(DATA_DIR, 'backups'),
      hours: parsed.data.BACKUP_HOURS,
      keep: parsed.data.BACKUP_KEEP,
    },
    kioskWorker: parsed.data.KIOSK_WORKER === 'on',
    mail: SMTP_URL === undefined || ALERT_FROM === undefined ? null : { url: SMTP_URL, from: ALERT_FROM },
    webhook:
      WEBHOOK_URL === undefined || WEBHOOK_SECRET === undefined ? null : { url: WEBHOOK_URL, secret: WEBHOOK_SECRET },
    tracing: tracingOf(
      parsed.data.OTEL_EXPORTER_OTLP_ENDPOINT,
      parsed.data.OTEL_EXPORTER_OTLP_HEADERS,
      parsed.data.OTEL_SERVICE_NAME,
    ),
  };
  return { ok: true, config };
}
