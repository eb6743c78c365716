import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../src/server/config.ts';

test('with nothing set the server answers on the machine itself, for the shipped office', () => {
  expect(parseConfig({})).toEqual({
    ok: true,
    config: {
      host: '127.0.0.1',
      port: 8080,
      dataDir: './data',
      databaseUrl: null,
      zone: 'Asia/Ho_Chi_Minh',
      readToken: null,
      metricsToken: null,
      office: { code: '22504', name: 'Trung tâm Phục vụ hành chính công xã Đại Lãnh' },
      publicOrigin: null,
      lan: null,
      backup: { dir: 'data/backups', hours: 24, keep: 14 },
      kioskWorker: true,
      mail: null,
      webhook: null,
      tracing: null,
    },
  });
});

test('a variable that is set to nothing is not set', () => {
  expect(parseConfig({ PORT: '', READ_TOKEN: ' ', PUBLIC_ORIGIN: '' })).toEqual(parseConfig({}));
});

test('every variable is taken over', () => {
  const env = {
    HOST: '::1',
    PORT: '0',
    DATA_DIR: '/srv/x',
    TZ_OFFICE: 'UTC',
    READ_TOKEN: 'r'.repeat(16),
    METRICS_TOKEN: 'm'.repeat(16),
    OFFICE_CODE: 'H32.1',
    OFFICE_NAME: 'Xã B',
    PUBLIC_ORIGIN: 'https://xa.example',
    SMTP_URL: 'smtps://ten:matkhau@mail.example.vn',
    ALERT_FROM: 'canh-bao@example.vn',
    WEBHOOK_URL: 'http://192.168.1.5:9000/hook?a=1',
    WEBHOOK_SECRET: 's'.repeat(16),
    KIOSK_WORKER: 'off',
    BACKUP_DIR: '/mnt/usb',
    BACKUP_HOURS: '12',
    BACKUP_KEEP: '30',
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318/',
    OTEL_EXPORTER_OTLP_HEADERS: 'x-key=a=b,other=c',
    OTEL_SERVICE_NAME: 'xa-b',
    DATABASE_URL: 'postgresql://one:geheim@db.example.vn/hai_long',
  };
  expect(parseConfig({ ...env, PATH: '/bin' })).toEqual({
    ok: true,
    config: {
      host: '::1',
      port: 0,
      dataDir: '/srv/x',
      databaseUrl: 'postgresql://one:geheim@db.example.vn/hai_long',
      zone: 'UTC',
      readToken: 'r'.repeat(16),
      metricsToken: 'm'.repeat(16),
      office: { code: 'H32.1', name: 'Xã B' },
      publicOrigin: 'https://xa.example',
      lan: null,
      backup: { dir: '/mnt/usb', hours: 12, keep: 30 },
      kioskWorker: false,
      mail: { url: 'smtps://ten:matkhau@mail.example.vn', from: 'canh-bao@example.vn' },
      webhook: { url: 'http://192.168.1.5:9000/hook?a=1', secret: 's'.repeat(16) },
      tracing: {
        url: 'http://127.0.0.1:4318/v1/traces',
        headers: { 'x-key': 'a=b', other: 'c' },
        service: 'xa-b',
      },
    },
  });
});

describe('a start is refused for', () => {
  test.each([
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4318'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'Bearer of somebody'],
    ['PORT', '80a'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '8080.5'],
    ['HOST', 'http://127.0.0.1'],
    ['TZ_OFFICE', 'Asia/Hanoi_'],
    ['READ_TOKEN', 'r'.repeat(15)],
    ['OFFICE_CODE', 'a b'],
    ['OFFICE_NAME', 'x'.repeat(121)],
    ['PUBLIC_ORIGIN', 'http://xa.example'],
    ['PUBLIC_ORIGIN', 'https://xa.example/kiosk'],
    ['PUBLIC_ORIGIN', 'xa.example'],
    ['SMTP_URL', 'http://mail.example.vn'],
    ['SMTP_URL', 'thu.example.vn:25'],
    ['ALERT_FROM', 'canh-bao-o-day'],
    ['WEBHOOK_URL', 'ftp://example.vn/x'],
    ['WEBHOOK_SECRET', 's'.repeat(15)],
    ['BACKUP_HOURS', '0'],
    ['BACKUP_KEEP', '1'],
    ['KIOSK_WORKER', 'no'],
  ])('%s=%s, by name and without the value', (name, value) => {
    const result = parseConfig({ [name]: value });
    expect(result.ok).toBe(false);
    if (result.ok) return;
    expect(result.messages).toHaveLength(1);
    expect(result.messages[0]).toMatch(new RegExp(`^${name}: must `));
    expect(result.messages[0]).not.toContain(value);
  });

  test('several at once, a line each', () => {
    const result = parseConfig({ PORT: 'x', TZ_OFFICE: 'y', READ_TOKEN: 'z' });
    expect(result.ok ? [] : result.messages.map((line) => line.split(':')[0])).toEqual([
      'PORT',
      'TZ_OFFICE',
      'READ_TOKEN',
    ]);
  });

  test('a way to send alerts that lacks its sender or its secret', () => {
    expect(parseConfig({ SMTP_URL: 'smtp://127.0.0.1' })).toEqual({
      ok: false,
      messages: ['ALERT_FROM: must be set where SMTP_URL is'],
    });
    expect(parseConfig({ WEBHOOK_URL: 'https://example.vn/hook' })).toEqual({
      ok: false,
      messages: ['WEBHOOK_SECRET: must be set where WEBHOOK_URL is'],
    });
  });
});
