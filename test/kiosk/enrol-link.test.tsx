// @vitest-environment happy-dom
/** A tablet that scanned the QR of the dashboard: the code stands after the # and nowhere else. */
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { afterEach, expect, it } from 'vitest';
import { Enrol } from '../../src/kiosk/screens/Enrol.tsx';
import { CODE, MemoryPort } from './memory-port.ts';

afterEach(() => {
  cleanup();
  history.replaceState(null, '', '/');
});
const field = () => screen.getByRole<HTMLInputElement>('textbox', { name: 'Mã kết nối' });

it('fills the code in, waits for a press, and then takes it out of the address', async () => {
  history.replaceState({ kiosk: true }, '', `/#ma=${CODE}`);
  const port = new MemoryPort(null);
  let done = false;
  render(<Enrol port={port} language="vi" onDone={() => (done = true)} />);
  expect(field().value).toBe(CODE);
  expect(done).toBe(false);
  fireEvent.click(screen.getByRole('button', { name: 'Kết nối' }));
  await waitFor(() => expect(done).toBe(true));
  expect(location.hash).toBe('');
  expect(history.state).toEqual({ kiosk: true });
});

it.each(['', '#ma=', '#ma=<b>', '#khac=ABC', `#ma=${'A'.repeat(41)}`])('fills nothing in from "%s"', (hash) => {
  history.replaceState(null, '', `/${hash}`);
  render(<Enrol port={new MemoryPort(null)} language="vi" />);
  expect(field().value).toBe('');
});
