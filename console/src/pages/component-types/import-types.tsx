// Stub.
export function ImportTypes(_: { readonly onClose: () => void }) { return null }
