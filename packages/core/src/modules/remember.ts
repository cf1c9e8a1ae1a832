/** The cached value of a key, or else a computed one. */
export function remember<K, V>(cache: Map<K, V>, key: K, compute: () => V): V {
  const known = cache.get(key);
  if (known !== undefined || cache.has(key)) return known as V;
  const value = compute();
  cache.set(inOwnMemory(key), value);
  return value;
}

/** V8 keeps the whole text for a part of it, so that keys with specifiers would keep the texts of all files. */
function inOwnMemory<K>(key: K): K {
  return typeof key === "string" ? (JSON.parse(JSON.stringify(key)) as K) : key;
}
