import type { FastifyHelmetOptions } from '@fastify/helmet'

/** Nothing inline, nothing from elsewhere; htmx and our one script come from /static. */
export const contentSecurity = (https: boolean): FastifyHelmetOptions => ({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", 'data:'],
      fontSrc: ["'self'"],
      connectSrc: ["'self'"],
      manifestSrc: ["'self'"],
      formAction: ["'self'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
      objectSrc: ["'none'"],
      ...(https ? { upgradeInsecureRequests: [] } : {}),
    },
  },
  strictTransportSecurity: https ? { maxAge: 15_552_000 } : false,
  // Addresses of signed pages must not travel to other sites.
  referrerPolicy: { policy: 'same-origin' },
  crossOriginEmbedderPolicy: false,
})
