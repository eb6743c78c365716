import { expect, it } from 'vitest';
import { createNonces, type Asking } from '../../src/kiosk/nonces.ts';

const never = new Promise<Asking<string>>(() => undefined);

it('a request for nonces that never comes back holds up what is asked within a minute, and nothing after it', async () => {
  let at = 0;
  let asked = 0;
  const more = (): Promise<Asking<string>> => {
    asked += 1;
    return asked === 1 ? never : Promise.resolve({ ok: true, nonces: ['a', 'b'] });
  };
  const nonces = createNonces(more, () => at);
  void nonces.take();
  at = 59_000;
  void nonces.take();
  expect(asked).toBe(1);
  at = 61_000;
  expect(await nonces.take()).toEqual({ ok: true, nonce: 'b' });
  expect(asked).toBe(2);
});

it('a clock that is set back does not make the wait longer', async () => {
  let at = 1_000_000;
  let asked = 0;
  const more = (): Promise<Asking<string>> => {
    asked += 1;
    return asked === 1 ? never : Promise.resolve({ ok: true, nonces: ['a'] });
  };
  const nonces = createNonces(more, () => at);
  void nonces.take();
  at = 0;
  expect(await nonces.take()).toEqual({ ok: true, nonce: 'a' });
});
