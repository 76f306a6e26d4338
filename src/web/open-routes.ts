/**
 * The only routes that need no staff session; everything else is closed, also what nobody thought of.
 * Each has its own proof: none to ask (/healthz, /static), this machine's or a token (/metrics), the platform's (/webhooks), a signed token (/p), or the demo alone (/sandbox).
 */
const open = [
  /^\/healthz$/,
  /^\/metrics$/,
  /^\/sign-in$/,
  /^\/webhooks\/:channel$/,
  /^\/p\//,
  /^\/static\//,
  /^\/sandbox(\/|$)/,
]

/** `pattern` is the route as declared, not the address asked for; undefined (no such route) is not open. */
export const isOpenRoute = (pattern: string | undefined): boolean =>
  pattern !== undefined && open.some((each) => each.test(pattern))
