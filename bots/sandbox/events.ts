/** Tells whoever watches the phones that something in one person's chat changed. */
export type SandboxEvents = {
  /** Returns how to stop listening. */
  on(event: 'changed', listener: (personId: string) => void): () => void
  emit(event: 'changed', personId: string): void
}

export function createEvents(): SandboxEvents {
  const listeners = new Set<(personId: string) => void>()
  return {
    on(_event, listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    emit(_event, personId) {
      for (const listener of listeners) listener(personId)
    },
  }
}
