/**
 * Loaded by the page before the program and apart from it: when the program does not come up three times in a row, the
 * service worker and its caches are thrown away and the page is fetched from the server. What the tablet has stored (its
 * database, its files, its marks) is never touched, and nothing is thrown away while the server cannot be reached.
 */
const STARTS = 'hai-long-starts';
const MOST_STARTS = 3;
const READY_MS = 15_000;

/** Said by the program once its first screen is drawn. */
export const READY_EVENT = 'hai-long-ready';

const read = () => Number(localStorage.getItem(STARTS)) || 0;

/** A reply of our server with its worker's script, past every cache: then a fresh start finds a program. */
async function serverIsThere(): Promise<boolean> {
  try {
    const reply = await fetch('/sw.js', { cache: 'no-store', credentials: 'omit' });
    return reply.ok && (reply.headers.get('Content-Type') ?? '').includes('javascript');
  } catch {
    return false;
  }
}

async function dropProgram(): Promise<void> {
  const registrations = (await navigator.serviceWorker?.getRegistrations()) ?? [];
  await Promise.all(registrations.map((registration) => registration.unregister()));
  await Promise.all((await caches.keys()).map((name) => caches.delete(name)));
}

async function late(): Promise<void> {
  if (read() >= MOST_STARTS && (await serverIsThere())) {
    await dropProgram();
    localStorage.removeItem(STARTS);
  }
  location.reload();
}

function watch(): void {
  localStorage.setItem(STARTS, String(read() + 1));
  const timer = setTimeout(() => void late().catch(() => location.reload()), READY_MS);
  addEventListener(
    READY_EVENT,
    () => {
      clearTimeout(timer);
      localStorage.removeItem(STARTS);
    },
    { once: true },
  );
}

// The dashboard has the network anyway, and a person before it.
if (location.pathname === '/') {
  // Two fingers on the empty page would zoom it before the program's own styles are there, and nobody could zoom it back.
  document.documentElement.style.touchAction = 'none';
  watch();
}
