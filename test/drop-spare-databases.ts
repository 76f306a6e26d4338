import { afterAll } from 'vitest'
import { dropSpareDatabases } from './spare-databases.ts'

afterAll(dropSpareDatabases)
