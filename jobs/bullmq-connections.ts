import { laneConnections, sharedConnections } from './bullmq-postgres.ts'

/** How many connections the queue on PostgreSQL holds with so many account lanes and the desk: compare it with max_connections. */
export const queueConnections = (accounts: number): number => sharedConnections + laneConnections * (accounts + 1)
