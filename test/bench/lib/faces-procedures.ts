import { z } from 'zod'

/** One hundred procedures, fifty that read and fifty that write, all of the same two kinds. */
export const COUNT = 50

export const FindInput = z.strictObject({ id: z.uuid(), limit: z.number().int().min(1).max(100).default(25) })
export const Found = z.object({
  id: z.uuid(),
  name: z.string(),
  limit: z.number(),
  tags: z.array(z.string()),
  isActive: z.boolean(),
})
export const AddInput = z.strictObject({
  email: z.email(),
  displayName: z.string().min(1).max(64),
  count: z.number().int(),
  tags: z.array(z.string().max(32)).max(10),
})
export const Added = z.object({ id: z.uuid(), email: z.string(), displayName: z.string(), count: z.number() })

const ID = '0193a0c0-7b1e-7c3a-9d2f-1a2b3c4d5e6f'

export const find = ({ id, limit }: z.output<typeof FindInput>): z.output<typeof Found> => ({
  id,
  name: 'A thing',
  limit,
  tags: ['one', 'two', 'three'],
  isActive: true,
})
export const add = ({ email, displayName, count }: z.output<typeof AddInput>): z.output<typeof Added> => ({
  id: ID,
  email,
  displayName,
  count,
})

/** What is asked of every face: the procedures in the middle of the list. */
export const ASKED = 27
export const ASKED_ID = ID
export const ASKED_BODY = {
  email: 'ada@example.org',
  displayName: 'Ada Lovelace',
  count: 3,
  tags: ['one', 'two'],
}

/** `make(n)` for each of the fifty. */
export function fifty<Made>(make: (number: number) => Record<string, Made>): Record<string, Made> {
  return Object.assign({}, ...Array.from({ length: COUNT }, (_, number) => make(number)))
}
