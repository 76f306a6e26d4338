/** Quick, for servers whose data nobody will miss after a power cut; what was saved still survives the end of a process. */
export const hasty = { fsync: 'off', full_page_writes: 'off' }
