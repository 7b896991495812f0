// The browser's own database: what must outlive a reload (drafts of scenes, uploads under way).

const NAME = 'gemel'
const VERSION = 1
export type Store = 'drafts' | 'uploads'

let opened: Promise<IDBDatabase> | null = null

function open(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION)
    request.addEventListener('upgradeneeded', () => {
      for (const store of ['drafts', 'uploads'] satisfies Store[]) {
        if (!request.result.objectStoreNames.contains(store)) request.result.createObjectStore(store)
      }
    })
    request.addEventListener('success', () => {
      // Another tab with a newer console wants to change the stores: let it.
      request.result.addEventListener('versionchange', () => {
        request.result.close()
        opened = null
      })
      resolve(request.result)
    })
    request.addEventListener('error', () => {
      opened = null
      reject(request.error ?? new Error('this browser keeps no database for the console'))
    })
  })
  return opened
}

async function run<T>(store: Store, mode: IDBTransactionMode, act: (it: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await open()
  return await new Promise<T>((resolve, reject) => {
    const transaction = database.transaction(store, mode)
    const request = act(transaction.objectStore(store))
    // A write is done when its transaction is, not when its request is.
    transaction.addEventListener('complete', () => resolve(request.result))
    transaction.addEventListener('abort', () => reject(transaction.error ?? new Error('the browser did not keep the data')))
  })
}

export async function getKept<T>(store: Store, key: string): Promise<T | undefined> {
  return (await run(store, 'readonly', (it) => it.get(key) as IDBRequest<T | undefined>)) ?? undefined
}

export async function allKept<T>(store: Store): Promise<readonly T[]> {
  return await run(store, 'readonly', (it) => it.getAll() as IDBRequest<T[]>)
}

export async function keep(store: Store, key: string, value: unknown): Promise<void> {
  await run(store, 'readwrite', (it) => it.put(value, key))
}

export async function forget(store: Store, key: string): Promise<void> {
  await run(store, 'readwrite', (it) => it.delete(key))
}
