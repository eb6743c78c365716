/**
 * The way back: where the server gives this in place of sw.js, every tablet drops its caches and its worker and lives from
 * the server until there is a worker again. Nothing else on the tablet is touched. A page that registers it in the moment in
 * which it goes keeps it; it answers no request, so that makes no difference.
 */
declare const self: ServiceWorkerGlobalScope;

self.addEventListener('install', (event) => event.waitUntil(self.skipWaiting()));
self.addEventListener('activate', (event) => {
  async function leave(): Promise<void> {
    for (const name of await caches.keys()) await caches.delete(name);
    // A page that the old worker served sees the change and loads itself anew once nobody is in the middle of a visit.
    // Others are not claimed: a registration that has pages stays until they are gone.
    await self.registration.unregister();
  }
  event.waitUntil(leave());
});

export {};
