/** The path decides which program this is; each is loaded only where it is used. */
// Read by zod when it is loaded: it would try `new Function` otherwise, which the page's policy forbids and reports.
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });

const start = location.pathname.startsWith('/dashboard')
  ? import('./dashboard/index.tsx').then(({ startDashboard }) => startDashboard)
  : import('./kiosk/index.tsx').then(({ startKiosk }) => startKiosk);

const root = document.getElementById('app');
if (root) void start.then((run) => run(root));
