// A service worker: keeps what the playground loads, and each page that is read, so that both work without a network.
// The build writes VERSION and NEEDED above this.
const CACHE = `godwit-${VERSION}`;

addEventListener("install", (event) => {
  const addresses = NEEDED.map((file) => new URL(file, registration.scope).href);
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(addresses)));
  skipWaiting();
});

addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) =>
        Promise.all(names.filter((name) => name.startsWith("godwit-") && name !== CACHE).map((name) => caches.delete(name))),
      ),
  );
  event.waitUntil(clients.claim());
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const isOwn = request.url.startsWith(registration.scope);
  if (request.method === "GET" && isOwn) event.respondWith(answer(request));
});

/** Pages come from the network while there is one; what has a digest in its name never changes. */
async function answer(request) {
  const cache = await caches.open(CACHE);
  const isPage = request.mode === "navigate";
  if (!isPage) {
    const kept = await cache.match(request);
    if (kept) return kept;
  }
  try {
    const fresh = await fetch(request);
    if (fresh.ok) await cache.put(request, fresh.clone());
    return fresh;
  } catch (error) {
    const kept =
      (await cache.match(request, { ignoreSearch: true })) ??
      (isPage && (await cache.match(`${request.url.replace(/[#?].*$/, "")}.html`)));
    if (kept) return kept;
    throw error;
  }
}
