# One image for web and workers. Node comes with the base image; the project's own copy is the same major version.
FROM node:24-trixie-slim
# two arenas: what many threads allocate and free is found again, and a worker stays some 40 MB smaller
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data MALLOC_ARENA_MAX=2
WORKDIR /app
COPY package.json package-lock.json .npmrc prisma.config.ts ./
COPY prisma ./prisma
RUN npm ci --omit=dev && npm cache clean --force
COPY tsconfig.json ./
COPY src ./src
COPY bots ./bots
COPY jobs ./jobs
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 3000
# A worker answers on METRICS_PORT, the web on PORT; a worker without that port cannot be asked and counts as healthy.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["node", "-e", "const {PROCESS_MODE:m,METRICS_PORT:w,PORT:p}=process.env;const at=m==='worker'?w:p;at?fetch('http://127.0.0.1:'+at+'/healthz').then(r=>process.exit(r.ok?0:1),()=>process.exit(1)):process.exit(0)"]
# exec form: signals reach the service itself, so that it stops cleanly; a small young generation keeps the peak of memory down
CMD ["node", "--max-semi-space-size=16", "src/main.ts"]
