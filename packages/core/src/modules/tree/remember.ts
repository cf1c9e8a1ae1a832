/** A `Map` or a `WeakMap`. */
interface Cache<K, V> {
  get(key: K): V | undefined;
  has(key: K): boolean;
  set(key: K, value: V): unknown;
}

/** The cached value of a key, or else a computed one. */
export function remember<K, V>(cache: Cache<K, V>, key: K, compute: () => V): V {
  const known = cache.get(key);
  if (known !== undefined || cache.has(key)) return known as V;
  const value = compute();
  cache.set(inOwnMemory(key), value);
  return value;
}

/** A function that computes its answer once for each object. */
export function oncePer<K extends object, V>(compute: (key: K) => V): (key: K) => V {
  const answers = new WeakMap<K, { readonly value: V }>();
  return (key) => {
    const answer = answers.get(key) ?? { value: compute(key) };
    answers.set(key, answer);
    return answer.value;
  };
}

/** V8 keeps the whole text for a part of it, so that keys with specifiers would keep the texts of all files. */
function inOwnMemory<K>(key: K): K {
  return typeof key === "string" ? (JSON.parse(JSON.stringify(key)) as K) : key;
}
