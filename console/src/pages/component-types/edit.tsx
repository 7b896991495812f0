// Stub.
export function Page() { return null }
