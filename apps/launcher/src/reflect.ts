// @peculiar/x509 builds on tsyringe, which wants three functions of the abandoned "metadata reflection" proposal on the
// global Reflect. Import this before it. Twenty lines here weigh less than one more dependency.
type Metadata = Map<unknown, unknown>;

const store = new WeakMap<object, Metadata>();

function getOwnMetadata(key: unknown, target: object): unknown {
  return store.get(target)?.get(key);
}

function getMetadata(key: unknown, target: object): unknown {
  for (let owner: object | null = target; owner !== null; owner = Reflect.getPrototypeOf(owner)) {
    if (store.get(owner)?.has(key)) return getOwnMetadata(key, owner);
  }
  return undefined;
}

function defineMetadata(key: unknown, value: unknown, target: object): void {
  const known = store.get(target) ?? new Map();
  store.set(target, known.set(key, value));
}

// A real polyfill that is already there stays.
if (!("getMetadata" in Reflect)) Object.assign(Reflect, { getOwnMetadata, getMetadata, defineMetadata });
