import { defineConfig } from 'drizzle-kit'

export default defineConfig({
  dialect: 'postgresql',
  casing: 'snake_case',
  schema: './server/src/rooms/*/tables.ts',
  out: './drizzle/migrations',
})
