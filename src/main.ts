/** The path decides which program this is; each is loaded only where it is used. */
const start = location.pathname.startsWith('/dashboard')
  ? import('./dashboard/index.tsx').then(({ startDashboard }) => startDashboard)
  : import('./kiosk/index.tsx').then(({ startKiosk }) => startKiosk);

const root = document.getElementById('app');
if (root) void start.then((run) => run(root));
